import * as v from 'valibot'
import { call, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import { WIRE_DIRECTIONS, WIRE_KINDS, type WireEntry, type XmlComplaint, type XmlLine } from '#shared/model/console'
import { accountId, line, messageId, ofAccount } from '#shared/schema'

const seq = v.pipe(v.number(), v.integer(), v.minValue(0))
const filter = v.object({
  direction: v.optional(v.picklist(WIRE_DIRECTIONS)),
  kinds: v.optional(v.pipe(v.array(v.picklist(WIRE_KINDS)), v.maxLength(WIRE_KINDS.length))),
  namespace: v.optional(line),
  address: v.optional(line),
  text: v.optional(line),
})
const limit = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000))
/** What a person writes; read by the character when it is wrong. */
const xml = v.pipe(v.string(), v.maxLength(64 * 1024))

export const contract = defineContract({
  calls: {
    /**
     * What fits and came between the two numbers (neither included), in order; of more than `limit` the newest: then `isMore`.
     * `lastSeq`: all up to there was looked at.
     */
    'console.read': call(v.object({ accountId, filter, afterSeq: seq, beforeSeq: v.nullable(seq), limit })).returns<{ entries: WireEntry[]; lastSeq: number; isMore: boolean }>(),
    /** By which words the stanzas of this message are found; null: it has come without an id. */
    'console.ofMessage': call(v.object({ accountId, messageId })).returns<{ text: string | null }>(),
    /** One as it is shown and as it went over the wire. `not-found` when it is kept no more. */
    'console.entry': call(v.object({ accountId, seq })).returns<{ entry: WireEntry; lines: XmlLine[]; text: string; isCut: boolean }>(),
    /** Whether this can be sent. */
    'console.check': call(v.object({ accountId, xml })).returns<{ complaint: XmlComplaint | null; lines: XmlLine[] }>(),
    /** Whether this can be put into something else: one element with a namespace of its own. */
    'console.checkPayload': call(v.object({ accountId, xml })).returns<{ complaint: XmlComplaint | null }>(),
    /** Sends one stanza as it stands. `bad-input` with an XmlProblem when it is none. */
    'console.send': call(v.object({ accountId, xml })).returns<null>(),
    /** What fits as a transcript in the format of test/fixtures/servers. */
    'console.transcript': call(v.object({ accountId, filter })).returns<{ text: string; count: number }>(),
    'console.clear': call(ofAccount).returns<null>(),
  },
  events: {
    /** Something went over the wire: at most a few times a second. */
    'console.grew': event<{ accountId: AccountId; lastSeq: number }>(),
    'console.cleared': event<{ accountId: AccountId }>(),
  },
})

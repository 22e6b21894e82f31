import * as v from 'valibot'
import { call, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import { ROOM_AUDIT_KINDS, type RoomAuditEntry } from '#shared/model/room-audit'
import { accountId, bareJid, line } from '#shared/schema'

const ofRoom = { accountId, room: bareJid }
/** In any of nick, address, actor, reason, from, to. */
const text = v.optional(line)
const kinds = v.optional(v.array(v.picklist(ROOM_AUDIT_KINDS)))
/** What was done to this person, or by him as far as the room names him. */
const person = v.optional(v.object({ nick: line, jid: v.nullable(bareJid) }))

export const contract = defineContract({
  calls: {
    /** Newest first. `before`: id of the last entry of the page above. `total` counts all that fit text, kinds and person. */
    'roomAudit.list': call(
      v.object({ ...ofRoom, text, kinds, person, limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)), before: v.optional(v.number()) }),
    ).returns<{ entries: RoomAuditEntry[]; total: number; hasMore: boolean }>(),
    /** Who is in the log of this room; those of the newest entries first. */
    'roomAudit.people': call(v.object(ofRoom)).returns<{ people: { nick: string; jid: BareJid | null }[] }>(),
    /** The whole log (or what fits) as a text to be saved, oldest first. */
    'roomAudit.export': call(v.object({ ...ofRoom, text, kinds, person, format: v.picklist(['csv', 'json']) })).returns<{ text: string; count: number }>(),
    /** Forgets what was noted of this room. */
    'roomAudit.clear': call(v.object(ofRoom)).returns<{ removed: number }>(),
  },
  events: {
    /** Several at a time, oldest first. Only those that were added; the oldest of a full log go without a word. */
    'roomAudit.added': event<{ accountId: AccountId; room: BareJid; entries: RoomAuditEntry[] }>(),
    'roomAudit.cleared': event<{ accountId: AccountId; room: BareJid }>(),
  },
})

import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId, MessageId } from '#shared/ids'
import { FILE_KEY, MAX_DURATION_MS, MAX_FILES, type FileTransfer } from '#shared/model/files'
import type { Message } from '#shared/model/message'
import { accountId, conversationId, cursor, messageId, text } from '#shared/schema'

const key = v.pipe(v.string(), v.regex(FILE_KEY))
const base64 = v.pipe(v.string(), v.maxLength(900_000), v.regex(/^[A-Za-z0-9+/]*={0,2}$/))
const thumbnail = v.pipe(v.string(), v.maxLength(8000), v.regex(/^data:image\/(jpeg|webp|png);base64,[A-Za-z0-9+/]+={0,2}$/))
const durationMs = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_DURATION_MS))
const ofFile = v.object({ accountId, messageId, index: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_FILES - 1)) })

export const contract = defineContract({
  calls: {
    /** What our server takes; `maxBytes` null: it does not say. */
    'file.limits': call(v.object({ accountId })).returns<{ isOffered: boolean; maxBytes: number | null }>(),
    /** A file to send is brought here piece by piece: begin, add …, send (or drop). */
    'file.begin': call(v.object({ accountId, name: v.pipe(v.string(), v.maxLength(1000)) })).returns<{ key: string }>(),
    'file.add': call(v.object({ accountId, key, base64 })).returns<null>(),
    'file.drop': call(v.object({ accountId, key })).returns<null>(),
    /** The message stands as queued until it is uploaded; the caption follows it as a message of its own. */
    'file.send': call(
      v.object({ accountId, conversationId, key, thumbnail: v.optional(thumbnail), durationMs: v.optional(durationMs), caption: v.optional(text), isDirect: v.optional(v.boolean()) }),
    ).returns<{ messageId: MessageId }>(),
    /** A message that is nothing but a file with an address, said anew in another conversation: nothing is uploaded again. */
    'file.forward': call(v.object({ accountId, conversationId, messageId })).returns<{ messageId: MessageId }>(),
    /** Is somebody there to whom a file can be given past the servers? `isDirect` of `file.send`. */
    'file.canGive': call(v.object({ accountId, conversationId })).returns<{ isAble: boolean }>(),
    /** What another client offers. */
    'file.accept': call(v.object({ accountId, messageId })).returns<null>(),
    'file.decline': call(v.object({ accountId, messageId })).returns<null>(),
    /** Not sent at all (its message goes), or not fetched now. */
    'file.cancel': call(v.object({ accountId, messageId })).returns<null>(),
    /** It is before the user's eyes: fetched when the rules allow to do so unasked. */
    'file.want': call(ofFile).returns<{ isFetched: boolean }>(),
    /** The user asks for it. */
    'file.fetch': call(ofFile).returns<null>(),
    /** Messages with files, newest first. */
    'file.list': call(
      v.object({ accountId, conversationId, before: v.optional(cursor), limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)) }),
    ).returns<{ messages: Message[] }>(),
  },
  events: {
    /** `done` null: not under way any more. */
    'file.moved': event<{ accountId: AccountId } & Omit<FileTransfer, 'done'> & { done: number | null }>(),
  },
  snapshot: data<{ transfers: FileTransfer[] }>(),
})

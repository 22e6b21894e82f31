import * as v from 'valibot'
import { call, data, defineContract } from '#shared/contract-kit'
import type { MessageId } from '#shared/ids'
import { FILE_KEY, MAX_FILES } from '#shared/model/files'
import type { Sticker } from '#shared/model/sticker'
import { accountId, conversationId, messageId } from '#shared/schema'

const key = v.pipe(v.string(), v.regex(FILE_KEY))
const index = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_FILES - 1))

export const contract = defineContract({
  calls: {
    /** The user's own, last used first; of all accounts. */
    'sticker.list': call(v.object({ accountId })).returns<{ stickers: Sticker[] }>(),
    /** Takes a picture the page has brought here (file.begin, file.add). Bad input: it is none, or too large. One that is there stays one. */
    'sticker.add': call(v.object({ accountId, key })).returns<null>(),
    /** Takes a sticker or picture of a message that is here. */
    'sticker.keep': call(v.object({ accountId, messageId, index })).returns<null>(),
    'sticker.remove': call(v.object({ accountId, key })).returns<null>(),
    'sticker.send': call(v.object({ accountId, conversationId, key })).returns<{ messageId: MessageId }>(),
  },
  events: {},
  snapshot: data<null>(),
})

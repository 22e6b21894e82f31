import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import { MAX_BODY_CHARS, type Message } from '#shared/model/message'
import type { MessageId } from '#shared/ids'
import { accountId, conversationId, messageId } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /** Like message.send, as an answer to `messageId`. `not-supported`: its room has not given that message an id. */
    'reply.send': call(
      v.object({ accountId, conversationId, messageId, body: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_BODY_CHARS)) }),
    ).returns<{ messageId: MessageId }>(),
    /** What these messages answer, the words cut short; null: it is not here. */
    'reply.quoted': call(v.object({ accountId, messageIds: v.pipe(v.array(messageId), v.maxLength(500)) })).returns<
      { messageId: MessageId; quoted: Message | null }[]
    >(),
  },
})

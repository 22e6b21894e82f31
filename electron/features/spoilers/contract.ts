import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { MessageId } from '#shared/ids'
import { MAX_BODY_CHARS } from '#shared/model/message'
import { MAX_HINT_CHARS } from '#shared/model/message-extras'
import { accountId, conversationId } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /** Like message.send, covered until somebody wants to see it. `hint` may be empty. */
    'spoiler.send': call(
      v.object({ accountId, conversationId, body: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_BODY_CHARS)), hint: v.pipe(v.string(), v.maxLength(MAX_HINT_CHARS)) }),
    ).returns<{ messageId: MessageId }>(),
  },
})

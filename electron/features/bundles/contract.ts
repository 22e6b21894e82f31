import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { MessageId } from '#shared/ids'
import { MAX_ENTRIES } from '#shared/model/bundle'
import { accountId, conversationId, messageId } from '#shared/schema'

/** `nothing-left`: all of them were taken back. `too-large`: more than goes into one message. */
export type BundleProblem = 'nothing-left' | 'too-large'

export const contract = defineContract({
  calls: {
    /** Messages of one conversation, also of another account, as one message; one that is a bundle alone goes on as it is. */
    'bundle.send': call(
      v.object({ accountId, conversationId, messageIds: v.pipe(v.array(messageId), v.minLength(1), v.maxLength(MAX_ENTRIES)) }),
    ).returns<{ messageId: MessageId }>(),
  },
})

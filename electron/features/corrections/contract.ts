import * as v from 'valibot'
import { call, defineContract, event } from '#shared/contract-kit'
import type { AccountId, MessageId } from '#shared/ids'
import { MAX_BODY_CHARS } from '#shared/model/message'
import { accountId, messageId } from '#shared/schema'

/** What others change shows as `message.changed`. */
export const contract = defineContract({
  calls: {
    /** An own message gets other words: here at once, for the others when it can leave. */
    'message.correct': call(v.object({ accountId, messageId, body: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_BODY_CHARS)) })).returns<null>(),
    /** An own message is taken back: here at once, for the others when it can leave. `not-supported`: its room has not given it an id. */
    'message.recall': call(v.object({ accountId, messageId })).returns<null>(),
  },
  events: {
    /** It is as it was before. `text`: why, in the words of who refused. */
    'correction.refused': event<{ accountId: AccountId; messageId: MessageId; what: 'correction' | 'recall'; text: string | null }>(),
  },
})

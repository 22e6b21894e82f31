import * as v from 'valibot'
import { call, data, defineContract } from '#shared/contract-kit'
import { accountId, conversationId } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /** Lets him in who has begun this conversation: from now on it is one like any other. Nothing of it is sent. */
    'messageRequest.accept': call(v.object({ accountId, conversationId })).returns<null>(),
  },
  events: {},
  snapshot: data<null>(),
})

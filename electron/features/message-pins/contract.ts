import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId, ConversationId } from '#shared/ids'
import type { Message } from '#shared/model/message'
import { accountId, conversationId, messageId } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /** Keeps a message at hand above its conversation, on this computer. `conflict`: too many are. */
    'pin.set': call(v.object({ accountId, messageId, isPinned: v.boolean() })).returns<null>(),
    /** The last pinned first. */
    'pin.list': call(v.object({ accountId, conversationId })).returns<{ messages: Message[] }>(),
  },
  events: {
    /** They are asked for anew by whoever shows them. */
    'pins.changed': event<{ accountId: AccountId; conversationId: ConversationId }>(),
  },
  snapshot: data<null>(),
})

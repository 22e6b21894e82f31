import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId, ConversationId } from '#shared/ids'
import { accountId, conversationId } from '#shared/schema'

/** Who is typing in a conversation: bare JID in chats, nicks in rooms. Empty list = nobody. */
export interface Typing {
  conversationId: ConversationId
  who: string[]
}

export const contract = defineContract({
  calls: {
    /** The user types (call at every change of the text) or has stopped / emptied the field / left. */
    'typing.set': call(v.object({ accountId, conversationId, isTyping: v.boolean() })).returns<null>(),
  },
  events: { 'typing.changed': event<{ accountId: AccountId } & Typing>() },
  snapshot: data<{ typing: Typing[] }>(),
})

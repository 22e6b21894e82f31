/** The core's own events: a message or a conversation changed. Features publish these through here, never by hand. */
import type { ConversationId, MessageId } from '#shared/ids'
import type { PublishCore } from '#shared/model/core-events'
import { getConversation, refreshConversation } from '#store/conversations'
import type { Db } from '#store/database'
import { getMessage } from '#store/messages'

export interface MessageEvents {
  /** A row was inserted: counts are renewed, the conversation comes out of hiding if it is news. Call inside the transaction. */
  added(messageId: MessageId, isNews?: boolean): void
  changed(messageId: MessageId): void
  /** Rows of this conversation went or changed in bulk. */
  conversationChanged(conversationId: ConversationId): void
}

export function createMessageEvents(db: Db, publish: PublishCore): MessageEvents {
  const conversationChanged = (id: ConversationId, unhide: boolean) => {
    refreshConversation(db, id, unhide)
    const conversation = getConversation(db, id)
    if (conversation) publish('conversation.changed', { accountId: conversation.accountId, conversation })
  }
  return {
    added: (messageId, isNews = true) => {
      const message = getMessage(db, messageId)
      if (!message) return
      publish('message.added', { accountId: message.accountId, message })
      conversationChanged(message.conversationId, isNews)
    },
    changed: (messageId) => {
      const message = getMessage(db, messageId)
      if (!message) return
      publish('message.changed', { accountId: message.accountId, message })
      const conversation = getConversation(db, message.conversationId)
      if (conversation?.lastMessage?.id === messageId) publish('conversation.changed', { accountId: message.accountId, conversation })
    },
    conversationChanged: (id) => conversationChanged(id, false),
  }
}

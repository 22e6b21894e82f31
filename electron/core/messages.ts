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
  /** Many rows at once: the counts of each conversation are renewed once, at the end. Inside the transaction. */
  batch(work: () => void): void
}

export function createMessageEvents(db: Db, publish: PublishCore): MessageEvents {
  /** Conversations to renew at the end of a batch; true: out of hiding. */
  let pending: Map<ConversationId, boolean> | null = null
  const conversationChanged = (id: ConversationId, unhide: boolean) => {
    if (pending) return void pending.set(id, unhide || pending.get(id) === true)
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
    batch: (work) => {
      if (pending) return work()
      const mine = (pending = new Map<ConversationId, boolean>())
      try {
        work()
      } finally {
        pending = null
      }
      for (const [id, unhide] of mine) conversationChanged(id, unhide)
    },
  }
}

/** The core's own events: a message or a conversation changed. Features publish these through here, never by hand. */
import type { ConversationId, MessageId } from '#shared/ids'
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import type { PublishCore } from '#shared/model/core-events'
import { getConversation, LET_IN, refreshConversation, requestState, setRequestState, WAITS } from '#store/conversations'
import type { Db } from '#store/database'
import { deleteMessage, getMessage } from '#store/messages'

export interface MessageEvents {
  /** A row was inserted: counts are renewed, the conversation comes out of hiding if it is news. Call inside the transaction. */
  added(messageId: MessageId, isNews?: boolean): void
  changed(messageId: MessageId): void
  /** Deletes the row and says so. Inside the transaction. */
  removed(message: Message): void
  /** Rows of this conversation went or changed in bulk. */
  conversationChanged(conversationId: ConversationId): void
  /** Many rows at once: the counts of each conversation are renewed once, at the end. Inside the transaction. */
  batch(work: () => void): void
}

/** What far history mostly leaves as it was: a page of it must not redraw the whole list. */
const isSameLine = (a: Conversation, b: Conversation) =>
  a.lastMessage?.id === b.lastMessage?.id && a.activityMs === b.activityMs && a.isHidden === b.isHidden &&
  a.unreadCount === b.unreadCount && a.mentionCount === b.mentionCount

export function createMessageEvents(db: Db, publish: PublishCore): MessageEvents {
  /** Conversations to renew at the end of a batch. */
  let pending: Map<ConversationId, { isNews: boolean; isOnlyOld: boolean }> | null = null
  const renew = (id: ConversationId, isNews: boolean, isOnlyOld: boolean) => {
    const before = isOnlyOld ? getConversation(db, id) : null
    refreshConversation(db, id, isNews)
    const conversation = getConversation(db, id)
    if (!conversation || (before && isSameLine(before, conversation))) return
    publish('conversation.changed', { accountId: conversation.accountId, conversation })
  }
  const conversationChanged = (id: ConversationId, isNews: boolean, isOld = false) => {
    if (!pending) return renew(id, isNews, isOld)
    const known = pending.get(id)
    pending.set(id, { isNews: isNews || known?.isNews === true, isOnlyOld: isOld && known?.isOnlyOld !== false })
  }
  return {
    added: (messageId, isNews = true) => {
      const message = getMessage(db, messageId)
      if (!message) return
      publish('message.added', { accountId: message.accountId, message })
      // Whoever is answered, here or on another device, is let in.
      const isLetIn = message.direction === 'out' && requestState(db, message.conversationId) === WAITS
      if (isLetIn) setRequestState(db, message.conversationId, LET_IN)
      conversationChanged(message.conversationId, isNews, !isNews && !isLetIn)
    },
    changed: (messageId) => {
      const message = getMessage(db, messageId)
      if (!message) return
      publish('message.changed', { accountId: message.accountId, message })
      const conversation = getConversation(db, message.conversationId)
      if (conversation?.lastMessage?.id === messageId) publish('conversation.changed', { accountId: message.accountId, conversation })
    },
    removed: (message) => {
      deleteMessage(db, message.id)
      publish('message.removed', { accountId: message.accountId, conversationId: message.conversationId, messageId: message.id })
      conversationChanged(message.conversationId, false)
    },
    conversationChanged: (id) => conversationChanged(id, false),
    batch: (work) => {
      if (pending) return work()
      const mine = (pending = new Map())
      try {
        work()
      } finally {
        pending = null
      }
      for (const [id, { isNews, isOnlyOld }] of mine) renew(id, isNews, isOnlyOld)
    },
  }
}

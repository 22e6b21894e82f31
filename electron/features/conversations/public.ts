/** Reading, for the features that tell others of it. */
import { publicApi } from '#core/feature'
import type { ConversationId, MessageId } from '#shared/ids'
import type { Conversation } from '#shared/model/conversation'
import type { MessageCursor } from '#shared/model/message'

export interface ConversationsApi {
  /** The user has seen everything in this conversation (told after the commit, only when something was unread). */
  onRead(listener: (conversation: Conversation) => void): void
  /** The user has pinned or unpinned it. */
  onPinned(listener: (conversation: Conversation) => void): void
  /** Another device has; onPinned is not told. */
  setPinned(conversationId: ConversationId, isPinned: boolean): void
  /** Off the list because it stands elsewhere; unlike one that the user deleted it may come again. */
  removeMessage(messageId: MessageId): void
  /** Another device has seen it up to and including this place; onRead is not told. False: nothing was unread there. */
  markReadUntil(conversationId: ConversationId, until: MessageCursor): boolean
}

export const conversationsApi = publicApi<ConversationsApi>('conversations')

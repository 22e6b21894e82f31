/** A line of the messages list: everything said with one contact, in one room, or privately with one occupant. */
import type { AccountId, ConversationId } from '#shared/ids'
import type { Message } from '#shared/model/message'
import type { EpochMs } from '#shared/time'

/** `room-pm`: private messages with an occupant (XEP-0045 §7.5); `peer` is then `room@service/nick`. */
export type ConversationKind = 'chat' | 'room' | 'room-pm'

export interface Conversation {
  id: ConversationId
  accountId: AccountId
  kind: ConversationKind
  /** Bare JID of the contact or room; occupant JID for `room-pm`. */
  peer: string
  draft: string
  unreadCount: number
  mentionCount: number
  lastMessage: Message | null
  /** Last message, or when it was opened. Sorts the list. */
  activityMs: EpochMs
  isPinned: boolean
  isMuted: boolean
  /** Taken off the list until the next message. */
  isHidden: boolean
}

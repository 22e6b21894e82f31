/** A line of the messages list: everything said with one contact, in one room, or privately with one occupant. */
import type { AccountId, ConversationId } from '#shared/ids'
import type { Message } from '#shared/model/message'
import type { EpochMs } from '#shared/time'

/** `room-pm`: private messages with an occupant (XEP-0045 §7.5); `peer` is then `room@service/nick`. */
export type ConversationKind = 'chat' | 'room' | 'room-pm'

/** When the user is told of news: XEP-0492. */
export type NotifyLevel = 'always' | 'on-mention' | 'never'
export const NOTIFY_LEVELS: readonly NotifyLevel[] = ['always', 'on-mention', 'never']

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
  /** What the user has chosen, else what suits the kind of conversation. */
  notify: NotifyLevel
  /** Taken off the list until the next message. */
  isHidden: boolean
  /** Somebody who is no contact and was never written to has begun it, and the user has not let him in yet. */
  isRequest: boolean
}

/** Does the user want to be told of this one? */
export const isTold = (conversation: Pick<Conversation, 'notify' | 'isRequest'>, message: { isMention: boolean }): boolean =>
  !conversation.isRequest && (conversation.notify === 'always' || (conversation.notify === 'on-mention' && message.isMention))

/** Unread messages that he wanted to be told of; the others show quietly. */
export const loudUnread = ({ notify, unreadCount, mentionCount, isRequest }: Pick<Conversation, 'notify' | 'unreadCount' | 'mentionCount' | 'isRequest'>): number =>
  isRequest ? 0 : notify === 'always' ? unreadCount : notify === 'on-mention' ? mentionCount : 0

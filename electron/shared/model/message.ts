/** A message as it is stored and shown. */
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { MessageExtras } from '#shared/model/message-extras'
import type { EpochMs } from '#shared/time'

/**
 * Prosody closes the stream of a client whose stanza is over 256 KiB; a character may take 6 bytes on the wire (`&quot;`),
 * so that this many always pass.
 */
export const MAX_BODY_CHARS = 40_000

/** Own messages go one way: queued → sent → delivered → read, or failed. Everything that came in is `received`. */
export type MessageState = 'queued' | 'sent' | 'delivered' | 'read' | 'failed' | 'received'

/** A line of the program in a conversation ("Li Na changed the subject"): a code and its words, put into language when shown. */
export interface Notice {
  code: string
  args: Record<string, string>
}

export interface MessageFailure {
  /** RFC 6120 §8.3.3 condition, or ours (`too-long` …). */
  condition: string
  text: string | null
}

export interface Message {
  id: MessageId
  accountId: AccountId
  conversationId: ConversationId
  direction: 'in' | 'out'
  kind: 'text' | 'notice'
  body: string
  notice: Notice | null
  /** Chat: bare JID of the writer. Room: nick of the writer. Empty in notices without one. */
  sender: string
  /** When it was written, as the server or room says; else when it came. */
  sentAtMs: EpochMs
  /** Sorts the conversation together with `id`; never goes back while live messages arrive (SAFETY §4.2.5). */
  orderMs: EpochMs
  state: MessageState
  failure: MessageFailure | null
  isUnread: boolean
  /** Somebody addressed us: by a mention (XEP-0513, 0372), as one of all, or by our nick in the text. */
  isMention: boolean
  /** Where somebody is mentioned, in UTF-16 of the body, in order, none over another; absent when nobody is. */
  mentions?: { begin: number; end: number; isMe: boolean }[]
  /** Its writer has changed it since (XEP-0308). */
  isEdited: boolean
  /** Its writer has taken it back (XEP-0424): the body is gone. */
  isRetracted: boolean
  /** Not its writer but a moderator has (XEP-0425): his nick or address as the room says it ('' = not told), and why. */
  recall: { by: string; reason: string } | null
  /** Absent when no feature has anything to say. */
  extras?: MessageExtras
}

/** A position in a conversation's history; pages are asked before or after it. */
export interface MessageCursor {
  orderMs: EpochMs
  id: MessageId
}

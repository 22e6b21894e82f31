/** What a search finds. */
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'

/** Where found words stand, in UTF-16 of the text. */
export interface Mark {
  begin: number
  end: number
}

/** The words around what was found. */
export interface Excerpt {
  text: string
  /** In the excerpt. */
  marks: Mark[]
  isCutBefore: boolean
  isCutAfter: boolean
}

export interface FoundMessage {
  id: MessageId
  accountId: AccountId
  conversationId: ConversationId
  direction: 'in' | 'out'
  sender: string
  sentAtMs: EpochMs
  orderMs: EpochMs
  excerpt: Excerpt
  /** Its words are covered: they are told by nothing here. */
  covered?: { hint: string }
  /** In the whole message. */
  marks: Mark[]
}

/** In the archive on the server, and not here. */
export interface FoundOnServer extends Pick<FoundMessage, 'accountId' | 'direction' | 'sender' | 'sentAtMs' | 'excerpt' | 'covered'> {
  archiveId: string
  /** With whom it was exchanged. */
  peer: BareJid
  conversationId: ConversationId | null
}

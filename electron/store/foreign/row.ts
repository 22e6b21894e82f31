/** A message out of another program's history, and how it is taken in beside what is here. */
import type { AccountId } from '#shared/ids'
import type { ConversationKind } from '#shared/model/conversation'
import { MAX_BODY_CHARS, type MessageState } from '#shared/model/message'
import type { EpochMs } from '#shared/time'
import { putConversation } from '#store/conversations'
import type { Db } from '#store/database'
import { findByArchiveId, insertMessage } from '#store/messages'
import { all, one, run } from '#store/sql'

export interface ForeignRow {
  kind: ConversationKind
  /** Bare JID; of a private talk in a room the occupant's. */
  peer: string
  /** Null: a room's message of which the other program does not say whether it is ours. */
  direction: 'in' | 'out' | null
  /** Nick in rooms; unused else. */
  nick: string
  body: string
  stanzaId: string | null
  archiveId: string | null
  sentAtMs: EpochMs
  state: MessageState
  isEdited: boolean
}

/** What else may have the same text at the same time: other programs keep whole seconds, and the time of arrival. */
const NEAR_MS = 2000
const WIRE_ID_WINDOW_MS = 7 * 24 * 3600 * 1000

/** The id of the conversation, or why not: `known`, or `unusable`. Inside a transaction. */
export function takeForeignRow(db: Db, account: { id: AccountId; address: string }, row: ForeignRow): { conversationId: number } | 'known' | 'unusable' {
  const { kind, peer, nick, body, stanzaId, archiveId, sentAtMs, state, isEdited } = row
  if (body === '' || body.length > MAX_BODY_CHARS || !Number.isSafeInteger(sentAtMs) || sentAtMs < 0) return 'unusable'
  const { id: conversationId } = putConversation(db, account.id, kind, peer, sentAtMs)
  if (archiveId !== null && findByArchiveId(db, conversationId, archiveId) !== null) return 'known'
  const own = kind === 'chat' ? [] : all<{ sender: string }>(db, "SELECT DISTINCT sender FROM message WHERE conversation_id = ? AND direction = 'out' LIMIT 20", conversationId)
  const direction = row.direction ?? (own.some(({ sender }) => sender === nick) ? 'out' : 'in')
  const sender = kind === 'chat' ? (direction === 'out' ? account.address : peer) : nick
  const isKnown = stanzaId === null
    ? one(db, 'SELECT 1 FROM message WHERE conversation_id = ? AND order_ms BETWEEN ? AND ? AND direction = ? AND sender = ? AND body = ?',
        conversationId, sentAtMs - NEAR_MS, sentAtMs + NEAR_MS, direction, sender, body)
    // What was corrected or taken back has another text by now.
    : one(db, 'SELECT 1 FROM message WHERE conversation_id = ? AND stanza_id = ? AND direction = ? AND sender = ? AND sent_at_ms BETWEEN ? AND ?',
        conversationId, stanzaId, direction, sender, sentAtMs - WIRE_ID_WINDOW_MS, sentAtMs + WIRE_ID_WINDOW_MS)
  if (isKnown) return 'known'
  const id = insertMessage(
    db,
    {
      accountId: account.id, conversationId, direction, kind: 'text', body, sender, stanzaId, archiveId,
      sentAtMs, receivedAtMs: sentAtMs, orderMs: sentAtMs, state: direction === 'in' ? 'received' : state,
    },
    false,
  )
  if (isEdited) run(db, 'UPDATE message SET is_edited = 1 WHERE id = ?', id)
  return { conversationId }
}

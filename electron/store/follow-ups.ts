/** What still has to be said of messages that were sent: see core/follow-ups. */
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { Db } from '#store/database'
import { all, insert, one, run } from '#store/sql'

export interface FollowUp {
  id: number
  conversationId: ConversationId
  /** Of which it speaks. Null: it has been deleted here. */
  messageId: MessageId | null
  kind: string
  wireId: string
  /** JSON of its kind. */
  payload: unknown
}
type Raw = Omit<FollowUp, 'payload'> & { payload: string }

const COLUMNS = 'id, conversation_id AS conversationId, message_id AS messageId, kind, wire_id AS wireId, payload'
const fromRaw = (raw: Raw): FollowUp => ({ ...raw, payload: JSON.parse(raw.payload) as unknown })

export const putFollowUp = (db: Db, accountId: AccountId, { conversationId, messageId, kind, wireId, payload }: Omit<FollowUp, 'id'>): number =>
  insert(
    db,
    'INSERT INTO follow_up (account_id, conversation_id, message_id, kind, wire_id, payload) VALUES (?, ?, ?, ?, ?, ?)',
    accountId, conversationId, messageId, kind, wireId, JSON.stringify(payload),
  )

/** In the order in which they were said. */
export const listFollowUps = (db: Db, accountId: AccountId): FollowUp[] =>
  all<Raw>(db, `SELECT ${COLUMNS} FROM follow_up WHERE account_id = ? ORDER BY id`, accountId).map(fromRaw)

export const followUpsOf = (db: Db, messageId: MessageId): FollowUp[] =>
  all<Raw>(db, `SELECT ${COLUMNS} FROM follow_up WHERE message_id = ? ORDER BY id`, messageId).map(fromRaw)

export function getFollowUp(db: Db, accountId: AccountId, wireId: string): FollowUp | null {
  const raw = one<Raw>(db, `SELECT ${COLUMNS} FROM follow_up WHERE account_id = ? AND wire_id = ?`, accountId, wireId)
  return raw && fromRaw(raw)
}

export const deleteFollowUp = (db: Db, id: number): boolean => run(db, 'DELETE FROM follow_up WHERE id = ?', id) > 0
export const deleteFollowUpsOf = (db: Db, messageId: MessageId): number => run(db, 'DELETE FROM follow_up WHERE message_id = ?', messageId)

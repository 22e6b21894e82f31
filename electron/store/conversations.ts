/** The messages list. Counts and last message are computed here, in SQL, in the transaction that changed a message. */
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { Conversation, ConversationKind, NotifyLevel } from '#shared/model/conversation'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import { getMessage } from '#store/messages'
import { all, insert, one, run } from '#store/sql'

interface Raw {
  id: number
  account_id: number
  kind: ConversationKind
  peer: string
  draft: string
  unread_count: number
  mention_count: number
  last_message_id: number | null
  activity_ms: number
  is_pinned: number
  notify: NotifyLevel | null
  is_hidden: number
  request: RequestState
}

/** Of one who is no contact: nothing known, he waits to be let in, or he was. */
export const NO_REQUEST = 0
export const WAITS = 1
export const LET_IN = 2
type RequestState = typeof NO_REQUEST | typeof WAITS | typeof LET_IN

const fromRaw = (db: Db, raw: Raw): Conversation => ({
  id: raw.id as ConversationId,
  accountId: raw.account_id as AccountId,
  kind: raw.kind,
  peer: raw.peer,
  draft: raw.draft,
  unreadCount: raw.unread_count,
  mentionCount: raw.mention_count,
  lastMessage: raw.last_message_id === null ? null : getMessage(db, raw.last_message_id as MessageId),
  activityMs: raw.activity_ms as EpochMs,
  isPinned: raw.is_pinned === 1,
  notify: raw.notify ?? (raw.kind === 'room' ? 'on-mention' : 'always'),
  isHidden: raw.is_hidden === 1,
  isRequest: raw.request === WAITS,
})

const SELECT = `SELECT conversation.*, coalesce(chosen, fallback) AS notify
  FROM conversation LEFT JOIN conversation_notify USING (account_id, kind, peer)`

export const listConversations = (db: Db, accountId: AccountId): Conversation[] =>
  all<Raw>(db, `${SELECT} WHERE account_id = ? ORDER BY is_pinned DESC, activity_ms DESC`, accountId).map((raw) => fromRaw(db, raw))

export function getConversation(db: Db, id: ConversationId): Conversation | null {
  const raw = one<Raw>(db, `${SELECT} WHERE id = ?`, id)
  return raw && fromRaw(db, raw)
}

export function findConversation(db: Db, accountId: AccountId, kind: ConversationKind, peer: string): Conversation | null {
  const raw = one<Raw>(db, `${SELECT} WHERE account_id = ? AND kind = ? AND peer = ?`, accountId, kind, peer)
  return raw && fromRaw(db, raw)
}

/** The conversation with this peer, made when it is not there yet. */
export function putConversation(db: Db, accountId: AccountId, kind: ConversationKind, peer: string, nowMs: EpochMs): Conversation {
  const found = findConversation(db, accountId, kind, peer)
  if (found) return found
  const id = insert(db, 'INSERT INTO conversation (account_id, kind, peer, activity_ms) VALUES (?, ?, ?, ?)', accountId, kind, peer, nowMs)
  return getConversation(db, id as ConversationId) as Conversation
}

export function updateConversation(
  db: Db,
  id: ConversationId,
  change: Partial<Pick<Conversation, 'draft' | 'isPinned' | 'isHidden' | 'activityMs'>>,
): void {
  const current = one<Raw>(db, 'SELECT * FROM conversation WHERE id = ?', id)
  if (!current) return
  run(
    db,
    'UPDATE conversation SET draft = ?, is_pinned = ?, is_hidden = ?, activity_ms = ? WHERE id = ?',
    change.draft ?? current.draft,
    Number(change.isPinned ?? current.is_pinned === 1),
    Number(change.isHidden ?? current.is_hidden === 1),
    change.activityMs ?? current.activity_ms,
    id,
  )
}

/** Brings counts, last message and activity in line with the messages. A new message takes the conversation out of hiding. */
export function refreshConversation(db: Db, id: ConversationId, unhide: boolean): void {
  run(
    db,
    `UPDATE conversation SET
       unread_count = (SELECT count(*) FROM message WHERE conversation_id = @id AND is_unread = 1),
       mention_count = (SELECT count(*) FROM message WHERE conversation_id = @id AND is_unread = 1 AND is_mention = 1),
       last_message_id = (SELECT id FROM message WHERE conversation_id = @id ORDER BY order_ms DESC, id DESC LIMIT 1),
       activity_ms = coalesce((SELECT order_ms FROM message WHERE conversation_id = @id ORDER BY order_ms DESC, id DESC LIMIT 1), activity_ms),
       is_hidden = CASE WHEN @unhide THEN 0 ELSE is_hidden END
     WHERE id = @id`,
    { id, unhide: unhide ? 1 : 0 },
  )
}

export const requestState = (db: Db, id: ConversationId): RequestState =>
  one<{ request: RequestState }>(db, 'SELECT request FROM conversation WHERE id = ?', id)?.request ?? NO_REQUEST

export const setRequestState = (db: Db, id: ConversationId, state: RequestState): void => void run(db, 'UPDATE conversation SET request = ? WHERE id = ?', state, id)

/** Has anything of ours gone there? */
export const hasWritten = (db: Db, id: ConversationId): boolean =>
  one(db, "SELECT 1 FROM message WHERE conversation_id = ? AND direction = 'out' LIMIT 1", id) !== null

export const listWaiting = (db: Db, accountId: AccountId): ConversationId[] =>
  all<{ id: ConversationId }>(db, 'SELECT id FROM conversation WHERE account_id = ? AND request = ?', accountId, WAITS).map(({ id }) => id)

/** By the user's choice (`chosen`), or as what suits the conversation while he has not chosen (`fallback`). */
export function setNotify(
  db: Db,
  { accountId, kind, peer }: Pick<Conversation, 'accountId' | 'kind' | 'peer'>,
  change: { chosen?: NotifyLevel | null; fallback?: NotifyLevel },
): void {
  run(db, 'INSERT OR IGNORE INTO conversation_notify (account_id, kind, peer) VALUES (?, ?, ?)', accountId, kind, peer)
  for (const column of ['chosen', 'fallback'] as const) {
    const level = change[column]
    if (level !== undefined) run(db, `UPDATE conversation_notify SET ${column} = ? WHERE account_id = ? AND kind = ? AND peer = ?`, level, accountId, kind, peer)
  }
}

export const chosenNotify = (db: Db, { accountId, kind, peer }: Pick<Conversation, 'accountId' | 'kind' | 'peer'>): NotifyLevel | null =>
  one<{ chosen: NotifyLevel | null }>(
    db, 'SELECT chosen FROM conversation_notify WHERE account_id = ? AND kind = ? AND peer = ?', accountId, kind, peer,
  )?.chosen ?? null

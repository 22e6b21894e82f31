/** What is remembered of rooms between sessions: their own name and the subject. */
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Message, Notice } from '#shared/model/message'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, one, run } from '#store/sql'

export const migrations: Migration[] = [
  {
    id: 2026112221,
    name: 'rooms: remembered facts',
    up: (db) =>
      db.exec(`
        CREATE TABLE room (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          jid TEXT NOT NULL,
          title TEXT NOT NULL DEFAULT '',
          subject TEXT NOT NULL DEFAULT '',
          subject_by TEXT NOT NULL DEFAULT '',
          subject_at_ms INTEGER,
          PRIMARY KEY (account_id, jid)
        ) STRICT, WITHOUT ROWID;
      `),
  },
]

export interface RoomFacts {
  jid: BareJid
  title: string
  subject: string
  subjectBy: string
  subjectAtMs: EpochMs | null
}

export const listFacts = (db: Db, accountId: AccountId): RoomFacts[] =>
  all<RoomFacts>(
    db,
    `SELECT jid, title, subject, subject_by AS subjectBy, subject_at_ms AS subjectAtMs FROM room WHERE account_id = ?`,
    accountId,
  )

export function putFacts(db: Db, accountId: AccountId, facts: RoomFacts): void {
  run(
    db,
    `INSERT INTO room (account_id, jid, title, subject, subject_by, subject_at_ms) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (account_id, jid) DO UPDATE SET title = excluded.title, subject = excluded.subject,
       subject_by = excluded.subject_by, subject_at_ms = excluded.subject_at_ms`,
    accountId,
    facts.jid,
    facts.title,
    facts.subject,
    facts.subjectBy,
    facts.subjectAtMs,
  )
}

export const removeFacts = (db: Db, accountId: AccountId, jid: BareJid): void =>
  void run(db, 'DELETE FROM room WHERE account_id = ? AND jid = ?', accountId, jid)

/** Rooms that have a conversation on the list. */
export const listRoomConversations = (db: Db, accountId: AccountId): BareJid[] =>
  all<{ peer: BareJid }>(db, "SELECT peer FROM conversation WHERE account_id = ? AND kind = 'room' AND is_hidden = 0", accountId).map((row) => row.peer)

/** Time of the newest message that went through the room. */
export const newestMs = (db: Db, conversationId: ConversationId): EpochMs | null =>
  one<{ ms: EpochMs | null }>(
    db,
    "SELECT max(sent_at_ms) AS ms FROM message WHERE conversation_id = ? AND kind = 'text' AND state NOT IN ('queued', 'failed')",
    conversationId,
  )?.ms ?? null

/** Is this very line there already? For short conversations: it looks at all of them. */
export const hasNotice = (db: Db, conversationId: ConversationId, notice: Notice): boolean =>
  one(db, "SELECT 1 FROM message WHERE conversation_id = ? AND kind = 'notice' AND notice = ?", conversationId, JSON.stringify(notice)) !== null

/** Place of the last that was said and stands behind this message. Null: nothing does. */
export const newestBehind = (db: Db, { conversationId, orderMs, id }: Pick<Message, 'conversationId' | 'orderMs' | 'id'>): EpochMs | null =>
  one<{ ms: EpochMs | null }>(
    db,
    `SELECT max(order_ms) AS ms FROM message WHERE conversation_id = ? AND (order_ms, id) > (?, ?) AND state NOT IN ('queued', 'failed')`,
    conversationId,
    orderMs,
    id,
  )?.ms ?? null

/**
 * A message without an id of its writer that the room replays or its archive has: the same words of the same nick, at the
 * same time but for the difference of the clocks. Only asked for these (SAFETY §4.2.3 forbids it for anything else), and
 * two entries of the archive are two messages.
 */
export const findWithoutId = (
  db: Db,
  m: { conversationId: ConversationId; sender: string; body: string; sentAtMs: EpochMs; windowMs: number; archiveId: string | null },
): MessageId | null =>
  one<{ id: MessageId }>(
    db,
    `SELECT id FROM message WHERE conversation_id = ? AND sender = ? AND body = ? AND stanza_id IS NULL
       AND sent_at_ms BETWEEN ? AND ? AND (archive_id IS NULL OR ? IS NULL) ORDER BY order_ms, id LIMIT 1`,
    m.conversationId,
    m.sender,
    m.body,
    m.sentAtMs - m.windowMs,
    m.sentAtMs + m.windowMs,
    m.archiveId,
  )?.id ?? null

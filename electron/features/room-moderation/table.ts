/** What moderators have recalled: applied, and kept for messages that come later (archives are read backwards). */
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { one, run } from '#store/sql'

export const MAX_PER_ROOM = 5000

export const migrations: Migration[] = [
  {
    id: 2026112304,
    name: 'room-moderation: recalled messages',
    up: (db) =>
      db.exec(`
        CREATE TABLE room_recall (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          room TEXT NOT NULL,
          target TEXT NOT NULL,               -- id given by the room
          by_whom TEXT NOT NULL,
          reason TEXT NOT NULL,
          at_ms INTEGER NOT NULL,
          PRIMARY KEY (account_id, room, target)
        ) STRICT, WITHOUT ROWID;
      `),
  },
]

export interface RecallRow {
  by: string
  reason: string
}

/** False: known already. */
export function putRecall(db: Db, accountId: AccountId, room: BareJid, target: string, row: RecallRow, atMs: EpochMs): boolean {
  const isNew = run(
    db,
    'INSERT OR IGNORE INTO room_recall (account_id, room, target, by_whom, reason, at_ms) VALUES (?, ?, ?, ?, ?, ?)',
    accountId, room, target, row.by, row.reason, atMs,
  ) > 0
  if (isNew) {
    run(
      db,
      `DELETE FROM room_recall WHERE account_id = @accountId AND room = @room AND at_ms <
         (SELECT at_ms FROM room_recall WHERE account_id = @accountId AND room = @room ORDER BY at_ms DESC LIMIT 1 OFFSET @keep)`,
      { accountId, room, keep: MAX_PER_ROOM },
    )
  }
  return isNew
}

export const getRecall = (db: Db, accountId: AccountId, room: BareJid, target: string): RecallRow | null =>
  one<RecallRow>(db, 'SELECT by_whom AS by, reason FROM room_recall WHERE account_id = ? AND room = ? AND target = ?', accountId, room, target)

/** `recall` null: by its writer. */
export const setRecalled = (db: Db, id: MessageId, recall: RecallRow | null): void =>
  void run(
    db,
    "UPDATE message SET body = '', is_retracted = 1, is_edited = 0, is_unread = 0, is_mention = 0, extras = NULL, recall = ? WHERE id = ?",
    recall && JSON.stringify(recall),
    id,
  )

export const archiveIdOf = (db: Db, id: MessageId): string | null =>
  one<{ archiveId: string | null }>(db, 'SELECT archive_id AS archiveId FROM message WHERE id = ?', id)?.archiveId ?? null

export const findOwn = (db: Db, conversationId: ConversationId, archiveId: string): MessageId | null =>
  one<{ id: MessageId }>(
    db,
    "SELECT id FROM message WHERE conversation_id = ? AND archive_id = ? AND direction = 'out'",
    conversationId,
    archiveId,
  )?.id ?? null

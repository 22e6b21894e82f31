/** Which files lie here, and which still have to be uploaded. What is known of a file stands with its message (extras.files). */
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { Message, MessageCursor } from '#shared/model/message'
import type { Db } from '#store/database'
import { getMessage } from '#store/messages'
import type { Migration } from '#store/migrate'
import { all, one, run } from '#store/sql'

export const migrations: Migration[] = [
  {
    id: 2026112388,
    name: 'files: what lies here, what is to be uploaded',
    up: (db) =>
      db.exec(`
        -- without a message it is removed from the disk at the next start
        CREATE TABLE local_file (
          key TEXT PRIMARY KEY,
          message_id INTEGER REFERENCES message(id) ON DELETE SET NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX local_file_message ON local_file (message_id) WHERE message_id IS NOT NULL;
        CREATE TABLE file_upload (
          message_id INTEGER PRIMARY KEY REFERENCES message(id) ON DELETE CASCADE,
          account_id INTEGER NOT NULL
        ) STRICT;
        -- leaves after the file it belongs to
        CREATE TABLE file_caption (
          message_id INTEGER PRIMARY KEY REFERENCES message(id) ON DELETE CASCADE,
          file_id INTEGER NOT NULL REFERENCES file_upload(message_id) ON DELETE CASCADE
        ) STRICT;
        CREATE INDEX file_caption_file ON file_caption (file_id);
        CREATE INDEX message_with_files ON message (conversation_id, order_ms, id) WHERE json_extract(extras, '$.files') IS NOT NULL;
      `),
  },
  {
    id: 2026112400,
    name: 'files: offers from client to client',
    up: (db) =>
      db.exec(`
        CREATE TABLE file_direct (
          message_id INTEGER PRIMARY KEY REFERENCES message(id) ON DELETE CASCADE,
          account_id INTEGER NOT NULL
        ) STRICT;
      `),
  },
  {
    id: 2026112430,
    name: 'files: gone with their messages',
    up: (db) =>
      db.exec(`
        -- 1: no message has it yet; what an earlier run left so is removed at the start
        ALTER TABLE local_file ADD COLUMN is_coming INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX local_file_unused ON local_file (is_coming) WHERE message_id IS NULL;
        CREATE TRIGGER local_file_recalled AFTER UPDATE OF is_retracted ON message WHEN new.is_retracted = 1
          BEGIN UPDATE local_file SET message_id = NULL WHERE message_id = new.id; END;
      `),
  },
]

/** `messageId` null: it is coming. */
export const putLocal = (db: Db, key: string, messageId: MessageId | null): void =>
  void run(
    db,
    `INSERT INTO local_file (key, message_id, is_coming) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET message_id = excluded.message_id, is_coming = excluded.is_coming`,
    key, messageId, messageId === null ? 1 : 0,
  )
export const dropLocal = (db: Db, key: string): void => void run(db, 'DELETE FROM local_file WHERE key = ?', key)
/** Of messages that are gone; those that never got one among them when `isStart`. */
export const listUnused = (db: Db, isStart: boolean): string[] =>
  all<{ key: string }>(db, 'SELECT key FROM local_file WHERE message_id IS NULL AND is_coming <= ?', isStart ? 1 : 0).map(({ key }) => key)

export const putUpload = (db: Db, accountId: AccountId, messageId: MessageId): void =>
  void run(db, 'INSERT INTO file_upload (message_id, account_id) VALUES (?, ?)', messageId, accountId)
export const isUpload = (db: Db, messageId: MessageId): boolean => one(db, 'SELECT 1 FROM file_upload WHERE message_id = ?', messageId) !== null
export const deleteUpload = (db: Db, messageId: MessageId): void => void run(db, 'DELETE FROM file_upload WHERE message_id = ?', messageId)
export const putCaption = (db: Db, messageId: MessageId, fileId: MessageId): void =>
  void run(db, 'INSERT INTO file_caption (message_id, file_id) VALUES (?, ?)', messageId, fileId)
/** Its file has not left yet. */
export const isWaitingCaption = (db: Db, messageId: MessageId): boolean => one(db, 'SELECT 1 FROM file_caption WHERE message_id = ?', messageId) !== null

export const setBody = (db: Db, id: MessageId, body: string): void => void run(db, 'UPDATE message SET body = ? WHERE id = ?', body, id)

/** Newest first. */
export function listWithFiles(db: Db, conversationId: ConversationId, before: MessageCursor | undefined, limit: number): Message[] {
  const base = "SELECT id FROM message WHERE conversation_id = ? AND json_extract(extras, '$.files') IS NOT NULL AND is_retracted = 0"
  const order = 'ORDER BY order_ms DESC, id DESC LIMIT ?'
  const ids = before
    ? all<{ id: MessageId }>(db, `${base} AND (order_ms, id) < (?, ?) ${order}`, conversationId, before.orderMs, before.id, limit)
    : all<{ id: MessageId }>(db, `${base} ${order}`, conversationId, limit)
  return ids.map(({ id }) => getMessage(db, id)).filter((message) => message !== null)
}

/** Offers from client to client that are not over: after a restart nobody knows of them any more. */
export const putDirect = (db: Db, accountId: AccountId, messageId: MessageId): void =>
  void run(db, 'INSERT OR IGNORE INTO file_direct (message_id, account_id) VALUES (?, ?)', messageId, accountId)
export const dropDirect = (db: Db, messageId: MessageId): void => void run(db, 'DELETE FROM file_direct WHERE message_id = ?', messageId)
export const listDirect = (db: Db, accountId: AccountId): MessageId[] =>
  all<{ id: MessageId }>(db, 'SELECT message_id AS id FROM file_direct WHERE account_id = ? ORDER BY message_id', accountId).map(({ id }) => id)

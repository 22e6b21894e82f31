/** Pinned messages; they go with their message. */
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, one, run } from '#store/sql'

export const migrations: Migration[] = [
  {
    id: 2026112422,
    name: 'pinned messages',
    up: (db) =>
      db.exec(`
        CREATE TABLE pinned_message (
          message_id INTEGER PRIMARY KEY REFERENCES message(id) ON DELETE CASCADE,
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          conversation_id INTEGER NOT NULL REFERENCES conversation(id) ON DELETE CASCADE,
          at_ms INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX pinned_message_conversation ON pinned_message (conversation_id, at_ms);
        CREATE INDEX pinned_message_account ON pinned_message (account_id);
      `),
  },
]

/** The last pinned first. */
export const listPins = (db: Db, conversationId: ConversationId): MessageId[] =>
  all<{ id: MessageId }>(
    db, 'SELECT message_id AS id FROM pinned_message WHERE conversation_id = ? ORDER BY at_ms DESC, message_id DESC', conversationId,
  ).map(({ id }) => id)

export const isPinned = (db: Db, id: MessageId): boolean => one(db, 'SELECT 1 FROM pinned_message WHERE message_id = ?', id) !== null

export const putPin = (db: Db, accountId: AccountId, conversationId: ConversationId, id: MessageId, atMs: EpochMs): void =>
  void run(db, 'INSERT OR REPLACE INTO pinned_message (message_id, account_id, conversation_id, at_ms) VALUES (?, ?, ?, ?)', id, accountId, conversationId, atMs)

export const removePin = (db: Db, id: MessageId): boolean => run(db, 'DELETE FROM pinned_message WHERE message_id = ?', id) > 0

/** Incoming messages whose writers want to know when they are seen, how far our own have been seen, and what was seen before it came. */
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { Message, MessageCursor } from '#shared/model/message'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, one, run } from '#store/sql'

export const migrations: Migration[] = [
  {
    id: 2026112260,
    name: 'markers: messages that want one',
    up: (db) =>
      db.exec(`
        CREATE TABLE markable (
          message_id INTEGER PRIMARY KEY REFERENCES message(id) ON DELETE CASCADE,
          conversation_id INTEGER NOT NULL,
          wire_id TEXT NOT NULL,              -- id attribute
          is_seen INTEGER NOT NULL DEFAULT 0  -- read here, the writer is not told yet
        ) STRICT;
        CREATE INDEX markable_conversation ON markable (conversation_id, is_seen);
      `),
  },
  {
    id: 2026112342,
    name: 'markers: those that came before their message',
    up: (db) =>
      db.exec(`
        CREATE TABLE marker_held (
          id INTEGER PRIMARY KEY,
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          peer TEXT NOT NULL,
          stanza_id TEXT NOT NULL,
          UNIQUE (account_id, peer, stanza_id)
        ) STRICT;
      `),
  },
]

export const putMarkable = (db: Db, messageId: MessageId, conversationId: ConversationId, wireId: string): void =>
  void run(db, 'INSERT OR IGNORE INTO markable (message_id, conversation_id, wire_id) VALUES (?, ?, ?)', messageId, conversationId, wireId)

/** All that is no longer unread. */
export const setSeen = (db: Db, conversationId: ConversationId): void =>
  void run(
    db,
    `UPDATE markable SET is_seen = 1 WHERE conversation_id = ? AND is_seen = 0
       AND (SELECT is_unread FROM message WHERE id = message_id) = 0`,
    conversationId,
  )

export const newestSeen = (db: Db, conversationId: ConversationId): string | null =>
  one<{ wire_id: string }>(
    db,
    `SELECT wire_id FROM markable JOIN message ON message.id = message_id
     WHERE markable.conversation_id = ? AND is_seen = 1 ORDER BY order_ms DESC, message.id DESC LIMIT 1`,
    conversationId,
  )?.wire_id ?? null

export const dropSeen = (db: Db, conversationId: ConversationId): void =>
  void run(db, 'DELETE FROM markable WHERE conversation_id = ? AND is_seen = 1', conversationId)

/** The incoming message with this id, if it is one that its writer wants to hear of and has not been told. */
export const findMarkable = (db: Db, conversationId: ConversationId, wireId: string): MessageId | null =>
  one<{ id: MessageId }>(
    db,
    'SELECT message_id AS id FROM markable WHERE conversation_id = ? AND wire_id = ? ORDER BY message_id DESC LIMIT 1',
    conversationId,
    wireId,
  )?.id ?? null

/** The writer has been told of this one and all before it. */
export const dropUntil = (db: Db, until: Message): void =>
  void run(
    db,
    `DELETE FROM markable WHERE conversation_id = ? AND message_id IN
       (SELECT id FROM message WHERE conversation_id = ? AND (order_ms, id) <= (?, ?))`,
    until.conversationId,
    until.conversationId,
    until.orderMs,
    until.id,
  )

/** Conversations with something that was seen and not told. */
export const listUntold = (db: Db, accountId: AccountId): ConversationId[] =>
  all<{ id: ConversationId }>(
    db,
    `SELECT DISTINCT conversation_id AS id FROM markable JOIN conversation ON conversation.id = conversation_id
     WHERE account_id = ? AND is_seen = 1`,
    accountId,
  ).map((row) => row.id)

/** Own messages up to this one that have left and are not read yet. */
export const listUnreadByPeer = (db: Db, until: Message): MessageId[] =>
  all<{ id: MessageId }>(
    db,
    `SELECT id FROM message WHERE conversation_id = ? AND direction = 'out' AND state IN ('sent', 'delivered')
       AND (order_ms, id) <= (?, ?) ORDER BY order_ms, id`,
    until.conversationId,
    until.orderMs,
    until.id,
  ).map((row) => row.id)

/** The newest own message that was seen: all before it was, too. */
export const newestRead = (db: Db, conversationId: ConversationId): MessageCursor | null =>
  one(
    db,
    `SELECT order_ms AS orderMs, id FROM message WHERE conversation_id = ? AND direction = 'out' AND state = 'read'
     ORDER BY order_ms DESC, id DESC LIMIT 1`,
    conversationId,
  )

/** Do own messages before this one still wait for the server's word? */
export const hasWaitingBefore = (db: Db, until: Message): boolean =>
  one(
    db,
    "SELECT 1 FROM message WHERE conversation_id = ? AND state = 'queued' AND (order_ms, id) < (?, ?) LIMIT 1",
    until.conversationId,
    until.orderMs,
    until.id,
  ) !== null

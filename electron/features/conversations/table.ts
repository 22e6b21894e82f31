/** SQL of reading, and of what was deleted. */
import type { ConversationId, MessageId } from '#shared/ids'
import type { MessageCursor } from '#shared/model/message'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { one, run } from '#store/sql'

/** Number of messages that were unread up to and including this place. */
export const markReadUntil = (db: Db, conversationId: ConversationId, until: MessageCursor): number =>
  run(
    db,
    'UPDATE message SET is_unread = 0 WHERE conversation_id = ? AND is_unread = 1 AND (order_ms, id) <= (?, ?)',
    conversationId,
    until.orderMs,
    until.id,
  )

/** False: nothing has come there yet. */
export const markLastUnread = (db: Db, conversationId: ConversationId): boolean =>
  run(
    db,
    `UPDATE message SET is_unread = 1 WHERE id = (
       SELECT id FROM message WHERE conversation_id = ? AND direction = 'in' AND kind = 'text' AND is_retracted = 0 ORDER BY order_ms DESC, id DESC LIMIT 1)`,
    conversationId,
  ) > 0

/** Deleted here, perhaps still in a room's history or an archive: for so long it is not let in again. */
const TOMBSTONE_MS = 30 * 24 * 3600 * 1000

export const migrations: Migration[] = [
  {
    id: 2026112262,
    name: 'conversations: deleted messages',
    up: (db) =>
      db.exec(`
        -- what was deleted is not kept: only what it is recognised by
        CREATE TABLE message_tombstone (
          conversation_id INTEGER NOT NULL REFERENCES conversation(id) ON DELETE CASCADE,
          direction TEXT NOT NULL,
          sender TEXT NOT NULL,
          stanza_id TEXT,
          archive_id TEXT,
          body_length INTEGER NOT NULL,       -- -1: its words were changed, so that any may come
          sent_at_ms INTEGER NOT NULL,
          deleted_at_ms INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX message_tombstone_archive ON message_tombstone (conversation_id, archive_id) WHERE archive_id IS NOT NULL;
        CREATE INDEX message_tombstone_stanza ON message_tombstone (conversation_id, stanza_id) WHERE stanza_id IS NOT NULL;
        CREATE INDEX message_tombstone_age ON message_tombstone (deleted_at_ms);
      `),
  },
]

/** Remembers what is about to be deleted: one message, or the whole conversation (`messageId` null). */
export function bury(db: Db, conversationId: ConversationId, messageId: MessageId | null, nowMs: EpochMs): void {
  run(db, 'DELETE FROM message_tombstone WHERE deleted_at_ms < ?', nowMs - TOMBSTONE_MS)
  run(
    db,
    `INSERT INTO message_tombstone (conversation_id, direction, sender, stanza_id, archive_id, body_length, sent_at_ms, deleted_at_ms)
     SELECT conversation_id, direction, sender, stanza_id, archive_id,
       CASE WHEN is_edited OR is_retracted THEN -1 ELSE length(body) END, sent_at_ms, @nowMs FROM message
     WHERE conversation_id = @conversationId AND (@messageId IS NULL OR id = @messageId)
       AND kind = 'text' AND (stanza_id IS NOT NULL OR archive_id IS NOT NULL)`,
    { conversationId, messageId, nowMs },
  )
}

export interface Arriving {
  conversationId: ConversationId
  direction: 'in' | 'out'
  sender: string
  wireId: string | null
  archiveId: string | null
  body: string
  sentAtMs: EpochMs
  /** Wire ids are used again by old clients (SAFETY §4.2.3): they count only near in time. */
  windowMs: number
}

export const isBuried = (db: Db, message: Arriving): boolean =>
  one(
    db,
    `SELECT 1 FROM message_tombstone WHERE conversation_id = @conversationId AND archive_id = @archiveId
     UNION ALL
     SELECT 1 FROM message_tombstone WHERE conversation_id = @conversationId AND stanza_id = @wireId AND direction = @direction
       AND sender = @sender AND body_length IN (length(@body), -1) AND abs(sent_at_ms - @sentAtMs) <= @windowMs
     LIMIT 1`,
    message,
  ) !== null

/** What was changed by whom: applied, or waiting for the message that it speaks of. */
import type { ConversationId, MessageId } from '#shared/ids'
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import { setMentions } from '#store/messages'
import type { Migration } from '#store/migrate'
import { all, insert, one, run } from '#store/sql'

export const migrations: Migration[] = [
  {
    id: 2026112264,
    name: 'corrections: first tables',
    up: (db) =>
      db.exec(`
        -- who wrote a message in a room, in terms that survive nicks (in chats the sender says it)
        CREATE TABLE message_author (
          message_id INTEGER PRIMARY KEY REFERENCES message(id) ON DELETE CASCADE,
          occupant_id TEXT,
          visit TEXT
        ) STRICT;

        CREATE TABLE message_change (
          id INTEGER PRIMARY KEY,
          conversation_id INTEGER NOT NULL REFERENCES conversation(id) ON DELETE CASCADE,
          kind TEXT NOT NULL CHECK (kind IN ('correction', 'retraction')),
          target TEXT NOT NULL,               -- id on the wire
          direction TEXT NOT NULL,
          sender TEXT NOT NULL,
          occupant_id TEXT,
          visit TEXT,
          -- ids of the change itself: it may come again
          wire_id TEXT,
          archive_id TEXT,
          sent_at_ms INTEGER NOT NULL,
          message_id INTEGER REFERENCES message(id) ON DELETE SET NULL,   -- what it was applied to
          stand_in INTEGER REFERENCES message(id) ON DELETE SET NULL,     -- shows a correction whose message is not here
          original_length INTEGER             -- of the body before the change; its double is recognised by it
        ) STRICT;
        CREATE INDEX message_change_target ON message_change (conversation_id, target);
        CREATE INDEX message_change_wire ON message_change (conversation_id, wire_id) WHERE wire_id IS NOT NULL;
        CREATE INDEX message_change_archive ON message_change (conversation_id, archive_id) WHERE archive_id IS NOT NULL;
        CREATE INDEX message_change_message ON message_change (message_id) WHERE message_id IS NOT NULL;
        CREATE INDEX message_change_stand_in ON message_change (stand_in) WHERE stand_in IS NOT NULL;
      `),
  },
]

/** Who says it. Chats: `sender`, a bare JID. Rooms: the occupant, however he is called. */
export interface Author {
  direction: 'in' | 'out'
  sender: string
  /** Null in chats. */
  speaker: { occupantId: string | null; visit: string | null } | null
}

export interface Change {
  conversationId: ConversationId
  kind: 'correction' | 'retraction'
  target: string
  author: Author
  wireId: string | null
  archiveId: string | null
  sentAtMs: EpochMs
}

export interface Target {
  id: MessageId
  body: string
  isRetracted: number
  sender: string
  occupantId: string | null
  visit: string | null
}

/** Room ids and occupant ids outlive a stay; where the room has none, only the stay says that it is the same person. */
export function isSameAuthor(author: Author, of: { sender: string; occupantId: string | null; visit: string | null }): boolean {
  const { speaker } = author
  if (!speaker) return author.sender === of.sender
  if (speaker.occupantId !== null && of.occupantId !== null) return speaker.occupantId === of.occupantId
  return speaker.visit !== null && speaker.visit === of.visit
}

export const putAuthor = (db: Db, messageId: MessageId, speaker: { occupantId: string | null; visit: string | null }): void =>
  void run(db, 'INSERT OR IGNORE INTO message_author (message_id, occupant_id, visit) VALUES (?, ?, ?)', messageId, speaker.occupantId, speaker.visit)

const TARGETS = `SELECT id, body, is_retracted AS isRetracted, sender, occupant_id AS occupantId, visit FROM message
  LEFT JOIN message_author ON message_id = id
  WHERE conversation_id = @conversationId AND direction = @direction AND kind = 'text'
    AND NOT EXISTS (SELECT 1 FROM message_change WHERE stand_in = message.id)`

/**
 * Messages with this wire id (retractions in rooms: or the room's id), newest first: ids are used again. COMPAT(Converse.js 14): it takes
 * back what it has corrected by the id of its last correction.
 */
export function findTargets(db: Db, change: Change): Target[] {
  const isRetraction = change.kind === 'retraction'
  const values = { conversationId: change.conversationId, direction: change.author.direction, target: change.target, byArchive: isRetraction && change.author.speaker ? 1 : 0 }
  const named = all<Target>(db, `${TARGETS} AND (stanza_id = @target OR (@byArchive AND archive_id = @target)) ORDER BY order_ms DESC, id DESC`, values)
  if (named.length > 0 || !isRetraction) return named
  return all<Target>(
    db,
    `${TARGETS} AND id IN (SELECT message_id FROM message_change WHERE conversation_id = @conversationId AND kind = 'correction'
       AND (wire_id = @target OR (@byArchive AND archive_id = @target))) ORDER BY order_ms DESC, id DESC`,
    values,
  )
}

/** The message that is meant by an id (in rooms by the one that the room gave); newest first: ids are used again. */
export const findMeant = (db: Db, { id: conversationId, kind }: Pick<Conversation, 'id' | 'kind'>, wireId: string): MessageId | null =>
  one<{ id: MessageId }>(
    db,
    kind === 'room'
      ? "SELECT id FROM message WHERE conversation_id = ? AND archive_id = ? AND kind = 'text'"
      : "SELECT id FROM message WHERE conversation_id = ? AND stanza_id = ? AND kind = 'text' ORDER BY order_ms DESC, id DESC LIMIT 1",
    conversationId,
    wireId,
  )?.id ??
  one<{ id: MessageId | null }>(
    db,
    `SELECT coalesce(message_id, stand_in) AS id FROM message_change
     WHERE conversation_id = ? AND kind = 'correction' AND ${kind === 'room' ? 'archive_id' : 'wire_id'} = ? ORDER BY id DESC LIMIT 1`,
    conversationId,
    wireId,
  )?.id ??
  null

/** The id by which others speak of it. A correction that stands for a message that is not here has that message's. */
export const nameOf = (db: Db, { kind }: Pick<Conversation, 'kind'>, id: MessageId): string | null =>
  (kind === 'room' ? null : one<{ id: string }>(db, 'SELECT target AS id FROM message_change WHERE stand_in = ? LIMIT 1', id)?.id) ??
  one<{ id: string | null }>(db, `SELECT ${kind === 'room' ? 'archive_id' : 'stanza_id'} AS id FROM message WHERE id = ?`, id)?.id ??
  null

/** Has this very change been seen? */
export const isKnown = (db: Db, change: Change): boolean =>
  one(
    db,
    `SELECT 1 FROM message_change WHERE conversation_id = @conversationId AND archive_id = @archiveId
     UNION ALL
     SELECT 1 FROM message_change WHERE conversation_id = @conversationId AND wire_id = @wireId AND kind = @kind
       AND target = @target AND direction = @direction AND sender = @sender
     LIMIT 1`,
    { ...flat(change), archiveId: change.archiveId },
  ) !== null

const flat = ({ conversationId, kind, target, author, wireId }: Change) => ({
  conversationId, kind, target, wireId, direction: author.direction, sender: author.sender,
})

export const putChange = (
  db: Db,
  change: Change,
  place: { messageId?: MessageId; standIn?: MessageId; originalLength?: number },
): number =>
  insert(
    db,
    `INSERT INTO message_change (conversation_id, kind, target, direction, sender, occupant_id, visit, wire_id, archive_id, sent_at_ms,
       message_id, stand_in, original_length)
     VALUES (@conversationId, @kind, @target, @direction, @sender, @occupantId, @visit, @wireId, @archiveId, @sentAtMs,
       @messageId, @standIn, @originalLength)`,
    {
      ...flat(change),
      occupantId: change.author.speaker?.occupantId ?? null,
      visit: change.author.speaker?.visit ?? null,
      archiveId: change.archiveId,
      sentAtMs: change.sentAtMs,
      messageId: place.messageId ?? null,
      standIn: place.standIn ?? null,
      originalLength: place.originalLength ?? null,
    },
  )

/** When the newest correction of this message was said. */
export const lastCorrectionMs = (db: Db, messageId: MessageId): EpochMs | null =>
  one<{ ms: EpochMs | null }>(
    db,
    "SELECT max(sent_at_ms) AS ms FROM message_change WHERE kind = 'correction' AND (message_id = @messageId OR stand_in = @messageId)",
    { messageId },
  )?.ms ?? null

export interface HeldChange {
  id: number
  kind: 'correction' | 'retraction'
  sender: string
  occupantId: string | null
  visit: string | null
  standIn: MessageId | null
}

/** Changes of a message that was not here when they came; in the order in which they were said. */
export const listHeld = (db: Db, conversationId: ConversationId, direction: 'in' | 'out', targets: (string | null)[]): HeldChange[] =>
  targets.flatMap((target) =>
    target === null
      ? []
      : all<HeldChange>(
          db,
          `SELECT id, kind, sender, occupant_id AS occupantId, visit, stand_in AS standIn FROM message_change
           WHERE conversation_id = ? AND direction = ? AND target = ? AND message_id IS NULL AND original_length IS NULL ORDER BY sent_at_ms, id`,
          conversationId,
          direction,
          target,
        ),
  )

/** Of this writer, waiting and not to be seen. */
export const countHeld = (db: Db, { conversationId, author }: Change): number =>
  one<{ count: number }>(
    db,
    'SELECT count(*) AS count FROM message_change WHERE conversation_id = ? AND sender = ? AND direction = ? AND message_id IS NULL AND stand_in IS NULL',
    conversationId,
    author.sender,
    author.direction,
  )?.count ?? 0

export const setApplied = (db: Db, id: number, messageId: MessageId, originalLength: number): void =>
  void run(db, 'UPDATE message_change SET message_id = ?, stand_in = NULL, original_length = ? WHERE id = ?', messageId, originalLength, id)

export function setBody(db: Db, id: MessageId, body: string, mentions: NonNullable<Message['mentions']>, isMention: boolean): void {
  run(db, 'UPDATE message SET body = ?, is_edited = 1 WHERE id = ?', body, id)
  setMentions(db, id, mentions, isMention)
}

/** As it was before a change that was refused. */
export const restore = (db: Db, id: MessageId, body: string, isEdited: boolean): void =>
  void run(db, 'UPDATE message SET body = ?, is_edited = ?, is_retracted = 0 WHERE id = ?', body, Number(isEdited), id)

export const setEdited = (db: Db, id: MessageId): void => void run(db, 'UPDATE message SET is_edited = 1 WHERE id = ?', id)

export const setRetracted = (db: Db, id: MessageId): void =>
  void run(db, "UPDATE message SET body = '', is_retracted = 1, is_edited = 0, is_unread = 0, is_mention = 0, extras = NULL WHERE id = ?", id)

/** The original of a message that has been changed since comes again (its words no longer tell that it is the same). */
export const isChangedOriginal = (
  db: Db,
  m: { conversationId: ConversationId; direction: 'in' | 'out'; sender: string; wireId: string; body: string; sentAtMs: EpochMs; windowMs: number },
): boolean =>
  one(
    db,
    `SELECT 1 FROM message JOIN message_change ON message_change.message_id = message.id
     WHERE message.conversation_id = @conversationId AND stanza_id = @wireId AND message.direction = @direction
       AND message.sender = @sender AND original_length = length(@body)
       AND abs(message.sent_at_ms - @sentAtMs) <= @windowMs LIMIT 1`,
    m,
  ) !== null

/** Who reacts how to what: one row for a person and a message; without `message_id` it waits for its message. */
import type { Author } from '#features/corrections/public'
import { emojiKey } from '#shared/emoji'
import type { ConversationId, MessageId } from '#shared/ids'
import type { Reaction } from '#shared/model/message-extras'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, one, run } from '#store/sql'

/** R-HELD-LIMIT. Waiting for their messages: of one person, in one conversation, in all; anybody can send such things. */
const MAX_HELD_OF_ONE = 200
const MAX_HELD = 2000
const MAX_HELD_IN_ALL = 20_000
/** Kinds of emoji shown with a message, and names shown with one. */
const MAX_KINDS = 24
const MAX_NAMES = 30

export const migrations: Migration[] = [
  {
    id: 2026112383,
    name: 'reactions: first table',
    up: (db) =>
      db.exec(`
        CREATE TABLE reaction (
          id INTEGER PRIMARY KEY,
          conversation_id INTEGER NOT NULL REFERENCES conversation(id) ON DELETE CASCADE,
          target TEXT NOT NULL,               -- id on the wire
          message_id INTEGER REFERENCES message(id) ON DELETE CASCADE,
          direction TEXT NOT NULL,
          sender TEXT NOT NULL,
          occupant_id TEXT,
          visit TEXT,
          emoji TEXT NOT NULL,                -- JSON; empty: taken back
          sent_at_ms INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX reaction_target ON reaction (conversation_id, target);
        CREATE INDEX reaction_message ON reaction (message_id) WHERE message_id IS NOT NULL;
      `),
  },
]

export interface ReactionRow {
  id: number
  direction: 'in' | 'out'
  sender: string
  occupantId: string | null
  visit: string | null
  emoji: string[]
  sentAtMs: EpochMs
}
type Raw = Omit<ReactionRow, 'emoji'> & { emoji: string }

const list = (db: Db, where: string, ...values: (string | number)[]): ReactionRow[] =>
  all<Raw>(
    db,
    `SELECT id, direction, sender, occupant_id AS occupantId, visit, emoji, sent_at_ms AS sentAtMs FROM reaction WHERE ${where} ORDER BY id`,
    ...values,
  ).map((raw) => ({ ...raw, emoji: JSON.parse(raw.emoji) as string[] }))

export const reactionsTo = (db: Db, messageId: MessageId): ReactionRow[] => list(db, 'message_id = ?', messageId)
export const heldFor = (db: Db, conversationId: ConversationId, target: string): ReactionRow[] =>
  list(db, 'conversation_id = ? AND target = ? AND message_id IS NULL', conversationId, target)

export function putReaction(
  db: Db,
  place: { conversationId: ConversationId; target: string; messageId: MessageId | null },
  { direction, sender, speaker }: Author,
  emoji: readonly string[],
  sentAtMs: EpochMs,
): boolean {
  if (place.messageId === null && heldOf(db, place.conversationId, sender) >= MAX_HELD_OF_ONE) return false
  run(
    db,
    'INSERT INTO reaction (conversation_id, target, message_id, direction, sender, occupant_id, visit, emoji, sent_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    place.conversationId, place.target, place.messageId, direction, sender, speaker?.occupantId ?? null, speaker?.visit ?? null, JSON.stringify(emoji), sentAtMs,
  )
  if (place.messageId !== null) return true
  const dropOldest = (where: string, keep: number) =>
    run(
      db,
      `DELETE FROM reaction WHERE ${where} AND message_id IS NULL AND id <=
         (SELECT id FROM reaction WHERE ${where} AND message_id IS NULL ORDER BY id DESC LIMIT 1 OFFSET @keep)`,
      { id: place.conversationId, keep },
    )
  dropOldest('conversation_id = @id', MAX_HELD)
  dropOldest('@id IS NOT NULL', MAX_HELD_IN_ALL)
  return true
}

const heldOf = (db: Db, conversationId: ConversationId, sender: string): number =>
  one<{ count: number }>(db, 'SELECT count(*) AS count FROM reaction WHERE conversation_id = ? AND sender = ? AND message_id IS NULL', conversationId, sender)?.count ?? 0

export const setReaction = (db: Db, id: number, sender: string, emoji: readonly string[], sentAtMs: EpochMs): void =>
  void run(db, 'UPDATE reaction SET sender = ?, emoji = ?, sent_at_ms = ? WHERE id = ?', sender, JSON.stringify(emoji), sentAtMs, id)

/** The message has come. False: nothing was waiting for it. */
export const attach = (db: Db, conversationId: ConversationId, target: string, messageId: MessageId): boolean =>
  run(db, 'UPDATE reaction SET message_id = ? WHERE conversation_id = ? AND target = ? AND message_id IS NULL', messageId, conversationId, target) > 0

/** As the windows show it: in the order in which they came up. */
export function summary(rows: readonly ReactionRow[]): Reaction[] {
  const byKey = new Map<string, Reaction>()
  for (const { emoji, direction, sender } of rows) {
    for (const one of emoji) {
      const key = emojiKey(one)
      const known = byKey.get(key)
      if (!known && byKey.size >= MAX_KINDS) continue
      const reaction = known ?? { emoji: one, count: 0, isMine: false, who: [] }
      byKey.set(key, reaction)
      reaction.count++
      if (direction === 'out') reaction.isMine = true
      else if (reaction.who.length < MAX_NAMES) reaction.who.push(sender)
    }
  }
  return [...byKey.values()]
}

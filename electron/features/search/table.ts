/**
 * The index over all messages. `search_index` (FTS5, contentless) holds tokens under a number that sorts by time, so that the newest
 * come first without sorting: the message's order_ms, or the next free one. `search_doc` says which message that is. Triggers put
 * every message that came, changed or went into `search_pending`, in the transaction that did it, whoever wrote it; the index follows.
 */
import { createHash } from 'node:crypto'
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, one, run } from '#store/sql'
import { fold } from './fold'
import { tagToken, tokensOf } from './words'

const note = (id: string) => `BEGIN INSERT OR IGNORE INTO search_pending (message_id) VALUES (${id}); END`

export const migrations: Migration[] = [
  {
    id: 2026112367,
    name: 'search: index over all messages',
    up: (db) =>
      db.exec(`
        CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='', contentless_delete=1, detail=none, tokenize='ascii');
        -- the parts of the index are put together by mergeIndex, in slices: left to itself FTS5 does it inside a write, up to 0.2 s long
        INSERT INTO search_index (search_index, rank) VALUES ('automerge', 0);
        INSERT INTO search_index (search_index, rank) VALUES ('crisismerge', 1000);
        CREATE TABLE search_doc (
          place INTEGER PRIMARY KEY,          -- rowid in search_index
          message_id INTEGER NOT NULL UNIQUE  -- it may be gone: no foreign key
        ) STRICT;
        CREATE TABLE search_pending (message_id INTEGER PRIMARY KEY) STRICT;
        CREATE TRIGGER search_added AFTER INSERT ON message ${note('new.id')};
        CREATE TRIGGER search_changed AFTER UPDATE OF body, conversation_id, sender, order_ms, is_mention, is_retracted, extras ON message ${note('new.id')};
        CREATE TRIGGER search_removed AFTER DELETE ON message ${note('old.id')};
        INSERT INTO search_pending (message_id) SELECT id FROM message WHERE kind = 'text';
      `),
  },
]

/** Everything anew: after a store was saved from damage. */
export function startOver(db: Db): void {
  db.exec(`
    INSERT INTO search_index (search_index) VALUES ('delete-all');
    DELETE FROM search_doc;
    DELETE FROM search_pending;
    INSERT INTO search_pending (message_id) SELECT id FROM message WHERE kind = 'text';
  `)
}

export const isPending = (db: Db): boolean => one(db, 'SELECT 1 FROM search_pending LIMIT 1') !== null
export const countPending = (db: Db): number => one<{ n: number }>(db, 'SELECT count(*) AS n FROM search_pending')?.n ?? 0
/** Grows while messages come. */
export const newestPending = (db: Db): number => one<{ id: number | null }>(db, 'SELECT max(message_id) AS id FROM search_pending')?.id ?? 0

export type MessageKind = 'link' | 'mention' | 'file'
const LINK = /https?:\/\/|www\.|mailto:|xmpp:/i

export const accountTag = (id: AccountId) => tagToken(`a${id}`)
export const conversationTag = (id: ConversationId) => tagToken(`c${id}`)
export const ownTag = tagToken('own')
/** A nick or address of any length in any script, as a token. */
export const senderTag = (sender: string) => tagToken(`s${createHash('sha256').update(sender).digest('hex').slice(0, 12)}`)
export const kindTag = (kind: MessageKind) => tagToken(`k${kind}`)

/**
 * Its words, and the names of files that came with it: remote, and of a feature that may see it otherwise one day. Words that are but the
 * address of such a file are shown nowhere, and full of chance letters: found by them it would seem to hold what it does not.
 */
export function searchable(body: string, extras: string | null): string {
  if (extras === null) return body
  const { files } = JSON.parse(extras) as { files?: unknown }
  const list = (Array.isArray(files) ? files : []).map((file: unknown) => (file ?? {}) as { name?: unknown; url?: unknown })
  const names = list.map(({ name }) => name).filter((name) => typeof name === 'string' && name !== '')
  const isAddress = names.length > 0 && list.some(({ url }) => url === body.trim())
  return [isAddress ? '' : body, ...names].filter(Boolean).join('\n')
}

interface Row {
  message_id: MessageId
  place: number | null
  id: MessageId | null
  account_id: AccountId
  conversation_id: ConversationId
  direction: 'in' | 'out'
  kind: 'text' | 'notice'
  body: string
  sender: string
  order_ms: number
  is_mention: number
  extras: string | null
}

function tokens(row: Row, text: string): string {
  const set = tokensOf(fold(text))
  set.add(accountTag(row.account_id)).add(conversationTag(row.conversation_id))
  set.add(row.direction === 'out' ? ownTag : senderTag(row.sender))
  if (LINK.test(row.body) && text.startsWith(row.body)) set.add(kindTag('link'))
  if (row.is_mention === 1) set.add(kindTag('mention'))
  if (row.extras?.includes('"files"')) set.add(kindTag('file'))
  return [...set].join(' ')
}

/** The first free place from `from` on, in steps that grow: thousands may have come in the same millisecond. */
function freePlace(db: Db, from: number): number {
  for (let place = from, step = 1; ; place += step, step *= 2) {
    if (one(db, 'SELECT 1 FROM search_doc WHERE place = ?', place) === null) return place
  }
}

/** Looked at the clock after so many. */
const ROWS_AT_ONCE = 8

/**
 * Takes up to `limit` of what waits into the index, the newest first; fewer when it is enough. Inside a transaction. Returns how many were
 * taken, and how many it had before it.
 */
export function indexPending(db: Db, limit: number, isEnough: () => boolean = () => false): { taken: number; seen: number } {
  const rows = all<Row>(
    db,
    `SELECT p.message_id, d.place, m.id, account_id, conversation_id, direction, kind, body, sender, order_ms, is_mention, extras
     FROM (SELECT message_id FROM search_pending ORDER BY message_id DESC LIMIT ?) p
       LEFT JOIN search_doc d ON d.message_id = p.message_id LEFT JOIN message m ON m.id = p.message_id`,
    limit,
  )
  // In the order of the index: FTS5 writes out what it has gathered whenever a smaller number comes. What is gone comes first.
  rows.sort((a, b) => (a.order_ms ?? 0) - (b.order_ms ?? 0) || a.message_id - b.message_id)
  let last = -Infinity
  let taken = 0
  for (const row of rows) {
    if (taken > 0 && taken % ROWS_AT_ONCE === 0 && isEnough()) break
    taken++
    run(db, 'DELETE FROM search_pending WHERE message_id = ?', row.message_id)
    if (row.place !== null) {
      run(db, 'DELETE FROM search_index WHERE rowid = ?', row.place)
      run(db, 'DELETE FROM search_doc WHERE place = ?', row.place)
    }
    const text = row.id !== null && row.kind === 'text' ? searchable(row.body, row.extras) : ''
    if (text === '') continue
    last = freePlace(db, Math.max(row.order_ms, last + 1))
    run(db, 'INSERT INTO search_doc (place, message_id) VALUES (?, ?)', last, row.message_id)
    run(db, 'INSERT INTO search_index (rowid, tokens) VALUES (?, ?)', last, tokens(row, text))
  }
  return { taken, seen: rows.length }
}

/** Puts parts of the index together, about so many pages (4 KiB) of it. False: they were together. Inside a transaction. */
export function mergeIndex(db: Db, pages: number): boolean {
  const changes = () => one<{ n: number }>(db, 'SELECT total_changes() AS n')!.n
  const before = changes()
  run(db, "INSERT INTO search_index (search_index, rank) VALUES ('merge', ?)", pages)
  return changes() - before >= 2 // sqlite.org/fts5.html §6.8
}

export interface Candidate {
  place: number
  id: MessageId
  conversationId: ConversationId
  accountId: AccountId
  direction: 'in' | 'out'
  sender: string
  sentAtMs: EpochMs
  orderMs: EpochMs
  body: string
  extras: string | null
}

/** The next ones below `before` that hold all tokens, newest first. Whether they match is another question. */
export const candidates = (db: Db, expression: string, range: { from: number; before: number }, limit: number): Candidate[] =>
  all<Candidate>(
    db,
    `SELECT d.place, m.id, m.conversation_id AS conversationId, m.account_id AS accountId, m.direction, m.sender,
       m.sent_at_ms AS sentAtMs, m.order_ms AS orderMs, m.body, m.extras
     FROM search_index CROSS JOIN search_doc d ON d.place = search_index.rowid CROSS JOIN message m ON m.id = d.message_id
     WHERE search_index MATCH ? AND search_index.rowid >= ? AND search_index.rowid < ? ORDER BY search_index.rowid DESC LIMIT ?`,
    expression, range.from, range.before, limit,
  )


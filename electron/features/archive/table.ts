/** How far each archive is known. SAFETY §4.2.4. */
import type { AccountId, ConversationId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, insert, one, run } from '#store/sql'

export const migrations: Migration[] = [
  {
    id: 2026112230,
    name: 'archive: cursors and gaps',
    up: (db) =>
      db.exec(`
        -- nothing is missing up to this entry, save what stands in archive_gap
        CREATE TABLE archive_cursor (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          archive TEXT NOT NULL,              -- own bare JID
          up_to_id TEXT NOT NULL,
          up_to_ms INTEGER NOT NULL,
          is_caught_up INTEGER NOT NULL,      -- all rows that were there then stand before the cursor
          PRIMARY KEY (account_id, archive)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE archive_gap (
          id INTEGER PRIMARY KEY,
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          archive TEXT NOT NULL,
          after_id TEXT,                      -- null: from the archive's beginning
          before_id TEXT NOT NULL,
          is_lost INTEGER NOT NULL            -- the archive does not have it any more
        ) STRICT;
      `),
  },
  {
    id: 2026112231,
    name: 'archive: where a catch-up began',
    // JSON, see Level; null: caught up, or nothing begun
    up: (db) => db.exec('ALTER TABLE archive_cursor ADD COLUMN level TEXT'),
  },
  {
    id: 2026112286,
    name: 'archive: gaps that damage has made',
    // Rows may be there or not in such a gap; what is lost is put back between those that are (refill.ts).
    up: (db) => db.exec('ALTER TABLE archive_gap ADD COLUMN is_refill INTEGER NOT NULL DEFAULT 0'),
  },
  {
    id: 2026112340,
    name: 'archive: what is missing, for those who read',
    // Times of the entries on both sides; null: as their messages have it, if those are here. has_archive 0: nobody has kept it.
    up: (db) =>
      db.exec(`
        ALTER TABLE archive_gap ADD COLUMN from_ms INTEGER;
        ALTER TABLE archive_gap ADD COLUMN to_ms INTEGER;
        ALTER TABLE archive_gap ADD COLUMN has_archive INTEGER NOT NULL DEFAULT 1;
      `),
  },
]

/** Where a catch-up began and how far it came, so that the next attempt places as this one did. */
export interface Level {
  /** Rows up to this one were there before. */
  lastRow: number
  /** What comes now follows upon all of them, so that nothing sorts before their end, whatever the clocks say. */
  isContiguous: boolean
  /** By conversation: behind this row stands what the archive has next. A row of null: behind all of that millisecond. */
  reached: [conversationId: ConversationId, orderMs: EpochMs, row: number | null][]
}

export interface Cursor {
  upToId: string
  upToMs: EpochMs
  isCaughtUp: boolean
}

export interface Gap {
  id: number
  archive: BareJid
  /** Null: from the archive's beginning. `''`: from an entry without an id. */
  afterId: string | null
  /** `''`: up to the archive's end, or to an entry without an id. */
  beforeId: string
  fromMs: EpochMs | null
  toMs: EpochMs | null
  /** Not to be had, as far as is known. */
  isLost: boolean
  hasArchive: boolean
  isRefill: boolean
}
export type NewGap = Pick<Gap, 'afterId' | 'beforeId' | 'isLost'> & Partial<Pick<Gap, 'fromMs' | 'toMs' | 'hasArchive' | 'isRefill'>>

export function getCursor(db: Db, accountId: AccountId, archive: BareJid): Cursor | null {
  const raw = one<{ up_to_id: string; up_to_ms: number; is_caught_up: number }>(
    db,
    'SELECT * FROM archive_cursor WHERE account_id = ? AND archive = ?',
    accountId,
    archive,
  )
  return raw && { upToId: raw.up_to_id, upToMs: raw.up_to_ms as EpochMs, isCaughtUp: raw.is_caught_up === 1 }
}

export function putCursor(db: Db, accountId: AccountId, archive: BareJid, cursor: Cursor): void {
  run(
    db,
    `INSERT INTO archive_cursor (account_id, archive, up_to_id, up_to_ms, is_caught_up) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET up_to_id = excluded.up_to_id, up_to_ms = excluded.up_to_ms, is_caught_up = excluded.is_caught_up,
       level = iif(excluded.is_caught_up, NULL, level)`,
    accountId,
    archive,
    cursor.upToId,
    cursor.upToMs,
    Number(cursor.isCaughtUp),
  )
}

/** Whoever has caught up begins anew next time. */
export const setCaughtUp = (db: Db, accountId: AccountId, archive: BareJid, isCaughtUp: boolean): number =>
  run(
    db,
    'UPDATE archive_cursor SET is_caught_up = ?, level = iif(?, NULL, level) WHERE account_id = ? AND archive = ?',
    Number(isCaughtUp),
    Number(isCaughtUp),
    accountId,
    archive,
  )

export function getLevel(db: Db, accountId: AccountId, archive: BareJid): Level | null {
  const raw = one<{ level: string | null }>(db, 'SELECT level FROM archive_cursor WHERE account_id = ? AND archive = ?', accountId, archive)
  return raw && raw.level !== null ? (JSON.parse(raw.level) as Level) : null
}

export const putLevel = (db: Db, accountId: AccountId, archive: BareJid, level: Level): number =>
  run(db, 'UPDATE archive_cursor SET level = ? WHERE account_id = ? AND archive = ?', JSON.stringify(level), accountId, archive)

export const addGap = (db: Db, accountId: AccountId, archive: BareJid, gap: NewGap): number =>
  insert(
    db,
    `INSERT INTO archive_gap (account_id, archive, after_id, before_id, from_ms, to_ms, is_lost, has_archive, is_refill)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    accountId,
    archive,
    gap.afterId,
    gap.beforeId,
    gap.fromMs ?? null,
    gap.toMs ?? null,
    Number(gap.isLost),
    Number(gap.hasArchive ?? true),
    Number(gap.isRefill ?? false),
  )

const SELECT = `SELECT id, archive, after_id AS afterId, before_id AS beforeId, from_ms AS fromMs, to_ms AS toMs, is_lost AS isLost,
  has_archive AS hasArchive, is_refill AS isRefill FROM archive_gap`
type Raw = Omit<Gap, 'isLost' | 'hasArchive' | 'isRefill'> & Record<'isLost' | 'hasArchive' | 'isRefill', number>
const fromRaw = (raw: Raw): Gap => ({ ...raw, isLost: raw.isLost === 1, hasArchive: raw.hasArchive === 1, isRefill: raw.isRefill === 1 })

/** Newest first. */
export const listGaps = (db: Db, accountId: AccountId, archive: BareJid): Gap[] =>
  all<Raw>(db, `${SELECT} WHERE account_id = ? AND archive = ? ORDER BY id DESC`, accountId, archive).map(fromRaw)

/** Those that can still be filled, newest first. */
export const openGaps = (db: Db, accountId: AccountId, archive: BareJid): Gap[] => listGaps(db, accountId, archive).filter((gap) => !gap.isLost)

export const getGap = (db: Db, accountId: AccountId, id: number): Gap | null => {
  const raw = one<Raw>(db, `${SELECT} WHERE account_id = ? AND id = ?`, accountId, id)
  return raw && fromRaw(raw)
}

/** What is left of it; a time of null: as it was. */
export const narrowGap = (db: Db, id: number, beforeId: string, toMs: EpochMs | null): number =>
  run(db, 'UPDATE archive_gap SET before_id = ?, to_ms = coalesce(?, to_ms) WHERE id = ?', beforeId, toMs, id)
export const setLost = (db: Db, id: number, isLost: boolean): number =>
  run(db, 'UPDATE archive_gap SET is_lost = ?, has_archive = 1 WHERE id = ?', Number(isLost), id)
export function putUnkept(db: Db, accountId: AccountId, archive: BareJid, fromMs: EpochMs, toMs: EpochMs): void {
  const known = run(
    db,
    'UPDATE archive_gap SET to_ms = ? WHERE account_id = ? AND archive = ? AND has_archive = 0 AND from_ms = ?',
    toMs, accountId, archive, fromMs,
  )
  if (known === 0) addGap(db, accountId, archive, { afterId: '', beforeId: '', fromMs, toMs, isLost: true, hasArchive: false })
}
export const dropUnkept = (db: Db, accountId: AccountId, archive: BareJid): number =>
  run(db, 'DELETE FROM archive_gap WHERE account_id = ? AND archive = ? AND has_archive = 0', accountId, archive)
export const closeGap = (db: Db, id: number): number => run(db, 'DELETE FROM archive_gap WHERE id = ?', id)

/** Where our copy of a conversation begins, as the archive names it. */
export function oldestArchived(db: Db, conversationId: ConversationId): { archiveId: string; sentAtMs: EpochMs } | null {
  return one(
    db,
    `SELECT archive_id AS archiveId, sent_at_ms AS sentAtMs FROM message WHERE conversation_id = ? AND archive_id IS NOT NULL
     ORDER BY order_ms, id LIMIT 1`,
    conversationId,
  )
}

/** Begins to count the rows that come into a conversation. */
export function countSince(db: Db, conversationId: ConversationId): () => number {
  const last = one<{ id: number | null }>(db, 'SELECT max(id) AS id FROM message')?.id ?? 0
  return () =>
    one<{ n: number }>(db, 'SELECT count(*) AS n FROM message WHERE id > ? AND +conversation_id = ?', last, conversationId)?.n ?? 0
}

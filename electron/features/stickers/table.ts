/** The user's own stickers in their packs, and where each account has uploaded them. */
import type { AccountId } from '#shared/ids'
import type { Sticker } from '#shared/model/sticker'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, insert, one, run } from '#store/sql'

export const migrations: Migration[] = [
  {
    id: 2026112410,
    name: 'stickers: own ones, and their addresses',
    up: (db) =>
      db.exec(`
        CREATE TABLE sticker (
          hash TEXT PRIMARY KEY,              -- SHA-256, Base64
          key TEXT NOT NULL UNIQUE,           -- of its file
          words TEXT NOT NULL,
          name TEXT NOT NULL,
          type TEXT NOT NULL,
          size INTEGER NOT NULL,
          width INTEGER NOT NULL,
          height INTEGER NOT NULL,
          used_at_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sticker_used ON sticker (used_at_ms);
        CREATE TABLE sticker_upload (
          account_id INTEGER NOT NULL,
          hash TEXT NOT NULL REFERENCES sticker(hash) ON DELETE CASCADE,
          url TEXT NOT NULL,
          uploaded_at_ms INTEGER NOT NULL,
          PRIMARY KEY (account_id, hash)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sticker_upload_hash ON sticker_upload (hash);
      `),
  },
  {
    id: 2026112460,
    name: 'stickers: packs and their order',
    up: (db) =>
      db.exec(`
        CREATE TABLE sticker_pack (
          id INTEGER PRIMARY KEY,
          name TEXT NOT NULL,                 -- empty: the user's own ones
          place INTEGER NOT NULL
        ) STRICT;
        INSERT INTO sticker_pack VALUES (1, '', 0);
        ALTER TABLE sticker ADD COLUMN pack_id INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE sticker ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
        UPDATE sticker SET place = (SELECT count(*) FROM sticker AS other WHERE other.used_at_ms > sticker.used_at_ms);
        CREATE INDEX sticker_place ON sticker (pack_id, place);
      `),
  },
  {
    id: 2026112530,
    name: 'stickers: packs that are shared, and where some came from',
    up: (db) =>
      db.exec(`
        ALTER TABLE sticker_pack ADD COLUMN summary TEXT NOT NULL DEFAULT '';
        ALTER TABLE sticker_pack ADD COLUMN came_as TEXT;  -- its id where it was taken from
        CREATE TABLE sticker_shared (
          account_id INTEGER NOT NULL,
          id TEXT NOT NULL,                   -- of the published item
          pack_id INTEGER REFERENCES sticker_pack(id) ON DELETE SET NULL, -- none: to be withdrawn
          PRIMARY KEY (account_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sticker_shared_pack ON sticker_shared (pack_id);
      `),
  },
]

export interface StickerRow extends Sticker {
  hash: string
  name: string
  type: string
  size: number
}

const COLUMNS = 'key, pack_id AS packId, words, width, height, used_at_ms AS usedAtMs'

/** As they stand in their packs. */
export const listStickers = (db: Db): Sticker[] => all<Sticker>(db, `SELECT ${COLUMNS} FROM sticker ORDER BY pack_id, place, key`)
export const listOfPack = (db: Db, packId: number): StickerRow[] =>
  all<StickerRow>(db, `SELECT ${COLUMNS}, hash, name, type, size FROM sticker WHERE pack_id = ? ORDER BY place, key`, packId)
export const countStickers = (db: Db): number => one<{ count: number }>(db, 'SELECT count(*) AS count FROM sticker')!.count
export const getSticker = (db: Db, key: string): StickerRow | null => one<StickerRow>(db, `SELECT ${COLUMNS}, hash, name, type, size FROM sticker WHERE key = ?`, key)
export const keyOfHash = (db: Db, hash: string): string | null => one<{ key: string }>(db, 'SELECT key FROM sticker WHERE hash = ?', hash)?.key ?? null
/** Behind the others of its pack. */
export const putSticker = (db: Db, { hash, key, packId, words, name, type, size, width, height }: Omit<StickerRow, 'usedAtMs'>): void =>
  void run(
    db,
    `INSERT INTO sticker (hash, key, words, name, type, size, width, height, used_at_ms, pack_id, place)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, (SELECT coalesce(max(place), -1) + 1 FROM sticker WHERE pack_id = ?))`,
    hash, key, words, name, type, size, width, height, packId, packId,
  )
export const dropSticker = (db: Db, key: string): void => void run(db, 'DELETE FROM sticker WHERE key = ?', key)
export const noteUse = (db: Db, key: string, nowMs: EpochMs): void => void run(db, 'UPDATE sticker SET used_at_ms = ? WHERE key = ?', nowMs, key)
export const setWords = (db: Db, key: string, words: string): void => void run(db, 'UPDATE sticker SET words = ? WHERE key = ?', words, key)

/** The order in which `moved` stands at `place`, or last. */
const arranged = <T>(all: readonly T[], moved: T, place: number): T[] => {
  const others = all.filter((one) => one !== moved)
  return [...others.slice(0, place), moved, ...others.slice(place)]
}
export function placeSticker(db: Db, key: string, packId: number, place = Infinity): void {
  const keys = listOfPack(db, packId).map((one) => one.key)
  for (const [i, one] of arranged(keys, key, place).entries()) run(db, 'UPDATE sticker SET pack_id = ?, place = ? WHERE key = ?', packId, i, one)
}

export interface PackRow {
  id: number
  name: string
  summary: string
}
export const listPacks = (db: Db): PackRow[] => all<PackRow>(db, 'SELECT id, name, summary FROM sticker_pack ORDER BY place, id')
export const getPack = (db: Db, id: number): PackRow | null => one<PackRow>(db, 'SELECT id, name, summary FROM sticker_pack WHERE id = ?', id)
/** @param cameAs the id under which its author has it */
export const putPack = (db: Db, name: string, summary = '', cameAs: string | null = null): number =>
  insert(db, 'INSERT INTO sticker_pack (name, summary, came_as, place) SELECT ?, ?, ?, max(place) + 1 FROM sticker_pack', name, summary, cameAs)
/** The pack that came as this, or is shared as this. */
export const findSamePack = (db: Db, itemId: string): number | null =>
  one<{ id: number }>(
    db, 'SELECT id FROM sticker_pack WHERE came_as = ? UNION SELECT pack_id FROM sticker_shared WHERE id = ? AND pack_id IS NOT NULL', itemId, itemId,
  )?.id ?? null
export const namePack = (db: Db, id: number, name: string): void => void run(db, 'UPDATE sticker_pack SET name = ? WHERE id = ?', name, id)
export function placePack(db: Db, id: number, place: number): void {
  const ids = listPacks(db).map((one) => one.id)
  for (const [i, one] of arranged(ids, id, place).entries()) run(db, 'UPDATE sticker_pack SET place = ? WHERE id = ?', i, one)
}
/** With its stickers. */
export function dropPack(db: Db, id: number): void {
  run(db, 'DELETE FROM sticker WHERE pack_id = ?', id)
  run(db, 'DELETE FROM sticker_pack WHERE id = ?', id)
}

/** Where it was uploaded since then. */
export const findUpload = (db: Db, accountId: AccountId, hash: string, sinceMs: number): string | null =>
  one<{ url: string }>(db, 'SELECT url FROM sticker_upload WHERE account_id = ? AND hash = ? AND uploaded_at_ms >= ?', accountId, hash, sinceMs)?.url ?? null
export const noteUpload = (db: Db, accountId: AccountId, hash: string, url: string, nowMs: EpochMs): void =>
  void run(
    db,
    `INSERT INTO sticker_upload VALUES (?, ?, ?, ?)
     ON CONFLICT (account_id, hash) DO UPDATE SET url = excluded.url, uploaded_at_ms = excluded.uploaded_at_ms`,
    accountId, hash, url, nowMs,
  )

/** Ids under which the account shares this pack. */
export const listShared = (db: Db, accountId: AccountId, packId: number): string[] =>
  all<{ id: string }>(db, 'SELECT id FROM sticker_shared WHERE account_id = ? AND pack_id = ?', accountId, packId).map(({ id }) => id)
/** Still published, and not to be. */
export const listWithdrawn = (db: Db, accountId: AccountId): string[] =>
  all<{ id: string }>(db, 'SELECT id FROM sticker_shared WHERE account_id = ? AND pack_id IS NULL', accountId).map(({ id }) => id)
export const withdrawShared = (db: Db, accountId: AccountId, packId: number): void =>
  void run(db, 'UPDATE sticker_shared SET pack_id = NULL WHERE account_id = ? AND pack_id = ?', accountId, packId)
/** In place of what was shared of it before. */
export function putShared(db: Db, accountId: AccountId, packId: number, id: string): void {
  withdrawShared(db, accountId, packId)
  // The pack may be gone since.
  run(
    db,
    `INSERT INTO sticker_shared VALUES (?, ?, (SELECT id FROM sticker_pack WHERE id = ?)) ON CONFLICT (account_id, id) DO UPDATE SET pack_id = excluded.pack_id`,
    accountId, id, packId,
  )
}
export const dropShared = (db: Db, accountId: AccountId, id: string): void => void run(db, 'DELETE FROM sticker_shared WHERE account_id = ? AND id = ? AND pack_id IS NULL', accountId, id)

/** The user's own stickers, and where each account has uploaded them. */
import type { AccountId } from '#shared/ids'
import type { Sticker } from '#shared/model/sticker'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, one, run } from '#store/sql'

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
]

export interface StickerRow extends Sticker {
  hash: string
  name: string
  type: string
  size: number
}

export const listStickers = (db: Db): Sticker[] => all<Sticker>(db, 'SELECT key, words, width, height FROM sticker ORDER BY used_at_ms DESC, key')
export const countStickers = (db: Db): number => one<{ count: number }>(db, 'SELECT count(*) AS count FROM sticker')!.count
export const getSticker = (db: Db, key: string): StickerRow | null =>
  one<StickerRow>(db, 'SELECT hash, key, words, name, type, size, width, height FROM sticker WHERE key = ?', key)
export const hasSticker = (db: Db, hash: string): boolean => one(db, 'SELECT 1 FROM sticker WHERE hash = ?', hash) !== null
export const putSticker = (db: Db, { hash, key, words, name, type, size, width, height }: StickerRow, nowMs: EpochMs): void =>
  void run(db, 'INSERT INTO sticker VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', hash, key, words, name, type, size, width, height, nowMs)
export const dropSticker = (db: Db, key: string): void => void run(db, 'DELETE FROM sticker WHERE key = ?', key)
export const noteUse = (db: Db, key: string, nowMs: EpochMs): void => void run(db, 'UPDATE sticker SET used_at_ms = ? WHERE key = ?', nowMs, key)

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

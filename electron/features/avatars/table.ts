/** Who has which picture; and the pictures, by hash, for all accounts. */
import type { AccountId } from '#shared/ids'
import type { BareJid, Jid } from '#shared/jid'
import type { AvatarType } from '#shared/model/avatar'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, one, run } from '#store/sql'

export const migrations: Migration[] = [
  {
    id: 2026112372,
    name: 'avatars: who has which, and the pictures',
    up: (db) =>
      db.exec(`
        CREATE TABLE avatar (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          jid TEXT NOT NULL,
          hash TEXT NOT NULL,
          -- pep: XEP-0084; vcard: XEP-0153, which counts only where the other says nothing
          source TEXT NOT NULL CHECK (source IN ('pep', 'vcard')),
          PRIMARY KEY (account_id, jid)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE avatar_picture (
          hash TEXT NOT NULL PRIMARY KEY,
          type TEXT NOT NULL,
          data BLOB NOT NULL,
          used_ms INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX avatar_picture_used ON avatar_picture (used_ms);
      `),
  },
]

/** Some 20 MB. */
const MAX_PICTURES = 1000
/** A picture in use is marked once an hour: to look at it must not write. */
const USED_STEP_MS = 3600 * 1000

export type AvatarSource = 'pep' | 'vcard'

export const listAvatars = (db: Db, accountId: AccountId): { jid: Jid; hash: string }[] =>
  all(db, 'SELECT jid, hash FROM avatar WHERE account_id = ?', accountId)

export const getAvatar = (db: Db, accountId: AccountId, jid: Jid): { hash: string; source: AvatarSource } | null =>
  one(db, 'SELECT hash, source FROM avatar WHERE account_id = ? AND jid = ?', accountId, jid)

export const putAvatar = (db: Db, accountId: AccountId, jid: BareJid, hash: string, source: AvatarSource): void =>
  void run(db, 'INSERT OR REPLACE INTO avatar (account_id, jid, hash, source) VALUES (?, ?, ?, ?)', accountId, jid, hash, source)

export const deleteAvatar = (db: Db, accountId: AccountId, jid: BareJid): void =>
  void run(db, 'DELETE FROM avatar WHERE account_id = ? AND jid = ?', accountId, jid)

export interface StoredPicture {
  type: AvatarType
  data: Buffer
}

export function getPicture(db: Db, hash: string, nowMs: EpochMs): StoredPicture | null {
  const row = one<StoredPicture & { usedMs: number }>(db, 'SELECT type, data, used_ms AS usedMs FROM avatar_picture WHERE hash = ?', hash)
  if (row && nowMs - row.usedMs > USED_STEP_MS) run(db, 'UPDATE avatar_picture SET used_ms = ? WHERE hash = ?', nowMs, hash)
  return row && { type: row.type, data: row.data }
}

/** The longest unseen make room. */
export function putPicture(db: Db, hash: string, { type, data }: StoredPicture, nowMs: EpochMs): void {
  run(db, 'INSERT OR REPLACE INTO avatar_picture (hash, type, data, used_ms) VALUES (?, ?, ?, ?)', hash, type, data, nowMs)
  run(db, 'DELETE FROM avatar_picture WHERE hash IN (SELECT hash FROM avatar_picture ORDER BY used_ms DESC LIMIT -1 OFFSET ?)', MAX_PICTURES)
}

/** Bookmarks as last seen on the server, and what has still to go there. */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, one, run } from '#store/sql'
import type { Bookmark } from './public'

export const migrations: Migration[] = [
  {
    id: 2026112220,
    name: 'bookmarks: first table',
    up: (db) =>
      db.exec(`
        CREATE TABLE bookmark (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          jid TEXT NOT NULL,
          name TEXT,
          nick TEXT,
          password TEXT,
          auto_join INTEGER NOT NULL,
          sync TEXT NOT NULL CHECK (sync IN ('synced', 'changed', 'removed')),
          PRIMARY KEY (account_id, jid)
        ) STRICT, WITHOUT ROWID;
      `),
  },
  {
    id: 2026112345,
    name: 'bookmarks: what is inside of them, and what features want there',
    up: (db) =>
      db.exec(`
        ALTER TABLE bookmark ADD COLUMN extensions TEXT;
        CREATE TABLE bookmark_wish (
          account_id INTEGER NOT NULL,
          jid TEXT NOT NULL,
          ns TEXT NOT NULL,
          name TEXT NOT NULL,
          wanted TEXT,
          PRIMARY KEY (account_id, jid, ns, name),
          FOREIGN KEY (account_id, jid) REFERENCES bookmark(account_id, jid) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
      `),
  },
]

/** `changed` and `removed` have still to be told to the server. */
export type Sync = 'synced' | 'changed' | 'removed'
export interface BookmarkRow extends Bookmark {
  sync: Sync
}

interface Raw {
  jid: BareJid
  name: string | null
  nick: string | null
  password: string | null
  auto_join: number
  sync: Sync
}

const fromRaw = (raw: Raw): BookmarkRow => ({
  jid: raw.jid,
  name: raw.name,
  nick: raw.nick,
  password: raw.password,
  autoJoin: raw.auto_join === 1,
  sync: raw.sync,
})

const COLUMNS = 'jid, name, nick, password, auto_join, sync'

export const listRows = (db: Db, accountId: AccountId): BookmarkRow[] =>
  all<Raw>(db, `SELECT ${COLUMNS} FROM bookmark WHERE account_id = ? ORDER BY jid`, accountId).map(fromRaw)

export function getRow(db: Db, accountId: AccountId, jid: BareJid): BookmarkRow | null {
  const raw = one<Raw>(db, `SELECT ${COLUMNS} FROM bookmark WHERE account_id = ? AND jid = ?`, accountId, jid)
  return raw && fromRaw(raw)
}

export function putRow(db: Db, accountId: AccountId, row: BookmarkRow): void {
  run(
    db,
    `INSERT INTO bookmark (account_id, jid, name, nick, password, auto_join, sync) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account_id, jid) DO UPDATE SET name = excluded.name, nick = excluded.nick, password = excluded.password,
       auto_join = excluded.auto_join, sync = excluded.sync`,
    accountId,
    row.jid,
    row.name,
    row.nick,
    row.password,
    row.autoJoin ? 1 : 0,
    row.sync,
  )
}

export const deleteRow = (db: Db, accountId: AccountId, jid: BareJid): void =>
  void run(db, 'DELETE FROM bookmark WHERE account_id = ? AND jid = ?', accountId, jid)

/** `<extensions>` as the server has it, as XML; null: none. */
export const getExtensions = (db: Db, accountId: AccountId, jid: BareJid): string | null =>
  one<{ extensions: string | null }>(db, 'SELECT extensions FROM bookmark WHERE account_id = ? AND jid = ?', accountId, jid)?.extensions ?? null

export const putExtensions = (db: Db, accountId: AccountId, jid: BareJid, extensions: string | null): void =>
  void run(db, 'UPDATE bookmark SET extensions = ? WHERE account_id = ? AND jid = ?', extensions, accountId, jid)

/** A child of `<extensions>` that a feature wants there (null: gone), not yet known to the server. */
export interface Wish {
  ns: string
  name: string
  wanted: string | null
}

export const listWishes = (db: Db, accountId: AccountId, jid: BareJid): Wish[] =>
  all<Wish>(db, 'SELECT ns, name, wanted FROM bookmark_wish WHERE account_id = ? AND jid = ? ORDER BY ns, name', accountId, jid)

export const putWish = (db: Db, accountId: AccountId, jid: BareJid, { ns, name, wanted }: Wish): void =>
  void run(db, 'INSERT OR REPLACE INTO bookmark_wish (account_id, jid, ns, name, wanted) VALUES (?, ?, ?, ?, ?)', accountId, jid, ns, name, wanted)

/** Unless it has become another meanwhile. */
export const dropWish = (db: Db, accountId: AccountId, jid: BareJid, { ns, name, wanted }: Wish): void =>
  void run(db, 'DELETE FROM bookmark_wish WHERE account_id = ? AND jid = ? AND ns = ? AND name = ? AND wanted IS ?', accountId, jid, ns, name, wanted)

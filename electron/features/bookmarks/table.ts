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

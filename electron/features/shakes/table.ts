/** Contacts whose shakes the user does not want. */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, run } from '#store/sql'

export const migrations: Migration[] = [
  {
    id: 2026112394,
    name: 'window shakes: whose are refused',
    up: (db) =>
      db.exec(`
        CREATE TABLE shake_refused (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          jid TEXT NOT NULL,
          PRIMARY KEY (account_id, jid)
        ) STRICT, WITHOUT ROWID;
      `),
  },
]

export const listRefused = (db: Db, accountId: AccountId): BareJid[] =>
  all<{ jid: BareJid }>(db, 'SELECT jid FROM shake_refused WHERE account_id = ? ORDER BY jid', accountId).map(({ jid }) => jid)

export const setRefused = (db: Db, accountId: AccountId, jid: BareJid, isRefused: boolean): void =>
  void run(db, isRefused ? 'INSERT OR IGNORE INTO shake_refused (account_id, jid) VALUES (?, ?)' : 'DELETE FROM shake_refused WHERE account_id = ? AND jid = ?', accountId, jid)

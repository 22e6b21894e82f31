/** What contacts, and we ourselves, want to be called. */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, run } from '#store/sql'

export const migrations: Migration[] = [
  {
    id: 2026112375,
    name: 'nicks',
    up: (db) =>
      db.exec(`
        CREATE TABLE contact_nick (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          jid TEXT NOT NULL,
          nick TEXT NOT NULL,
          PRIMARY KEY (account_id, jid)
        ) STRICT, WITHOUT ROWID;
      `),
  },
]

export const listNicks = (db: Db, accountId: AccountId): { jid: BareJid; nick: string }[] =>
  all(db, 'SELECT jid, nick FROM contact_nick WHERE account_id = ?', accountId)

/** True when it is another than before. */
export function putNick(db: Db, accountId: AccountId, jid: BareJid, nick: string): boolean {
  if (nick === '') return run(db, 'DELETE FROM contact_nick WHERE account_id = ? AND jid = ?', accountId, jid) > 0
  const text = `INSERT INTO contact_nick (account_id, jid, nick) VALUES (?, ?, ?)
    ON CONFLICT (account_id, jid) DO UPDATE SET nick = excluded.nick WHERE nick <> excluded.nick`
  return run(db, text, accountId, jid, nick) > 0
}

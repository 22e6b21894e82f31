/** Which contacts are one person. */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, run } from '#store/sql'

export const migrations: Migration[] = [
  {
    id: 2026112421,
    name: 'people: several addresses of one person',
    up: (db) =>
      db.exec(`
        CREATE TABLE person_address (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          jid TEXT NOT NULL,
          head TEXT NOT NULL,                 -- the address that gives the name; his own row is among them
          place INTEGER NOT NULL,
          PRIMARY KEY (account_id, jid)
        ) STRICT, WITHOUT ROWID;
      `),
  },
]

export function listPeople(db: Db, accountId: AccountId): BareJid[][] {
  const people = new Map<BareJid, BareJid[]>()
  const rows = all<{ jid: BareJid; head: BareJid }>(db, 'SELECT jid, head FROM person_address WHERE account_id = ? ORDER BY head, place', accountId)
  for (const { jid, head } of rows) people.set(head, [...(people.get(head) ?? []), jid])
  return [...people.values()]
}

/** In place of what was there. */
export function putPeople(db: Db, accountId: AccountId, people: readonly BareJid[][]): void {
  run(db, 'DELETE FROM person_address WHERE account_id = ?', accountId)
  for (const jids of people) {
    jids.forEach((jid, place) => run(db, 'INSERT INTO person_address (account_id, jid, head, place) VALUES (?, ?, ?, ?)', accountId, jid, jids[0], place))
  }
}

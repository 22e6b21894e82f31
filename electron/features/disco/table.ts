/** Answers that stand for caps: by hash, only verified ones, for all accounts. */
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { one, run } from '#store/sql'
import type { DiscoInfo } from '#xmpp/xep/0030'
import type { Caps } from '#xmpp/xep/0115'

export const migrations: Migration[] = [
  {
    id: 2026112210,
    name: 'disco: capabilities',
    up: (db) =>
      db.exec(`
        CREATE TABLE capability (
          hash TEXT NOT NULL,
          ver TEXT NOT NULL,
          info TEXT NOT NULL,                 -- JSON of DiscoInfo, verified
          PRIMARY KEY (hash, ver)
        ) STRICT, WITHOUT ROWID;
      `),
  },
]

export function getCapability(db: Db, caps: Caps): DiscoInfo | null {
  const row = one<{ info: string }>(db, 'SELECT info FROM capability WHERE hash = ? AND ver = ?', caps.hash, caps.ver)
  return row && (JSON.parse(row.info) as DiscoInfo)
}

export function putCapability(db: Db, caps: Caps, info: DiscoInfo): void {
  run(db, 'INSERT OR REPLACE INTO capability (hash, ver, info) VALUES (?, ?, ?)', caps.hash, caps.ver, JSON.stringify(info))
}

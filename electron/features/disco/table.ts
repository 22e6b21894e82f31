/** Answers that stand for caps: by hash, only verified ones, for all accounts. */
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, one, run } from '#store/sql'
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

export interface KnownCapability {
  hash: string
  ver: string
  name: string | null
  features: number
}

export const listCapabilities = (db: Db, most: number): KnownCapability[] =>
  all<KnownCapability>(
    db,
    `SELECT hash, ver, json_extract(info, '$.identities[0].name') AS name, json_array_length(info, '$.features') AS features
     FROM capability ORDER BY hash, ver LIMIT ?`,
    most,
  )

export const clearCapabilities = (db: Db): void => void run(db, 'DELETE FROM capability')

export function putCapability(db: Db, caps: Caps, info: DiscoInfo): void {
  run(db, 'INSERT OR REPLACE INTO capability (hash, ver, info) VALUES (?, ?, ?)', caps.hash, caps.ver, JSON.stringify(info))
}

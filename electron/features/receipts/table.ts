/** Receipts out of an archive that are here before what they confirm. */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { run } from '#store/sql'

/** Per account; whoever writes to us can put receipts for nothing into the archive. */
const MAX_HELD = 5000

export const migrations: Migration[] = [
  {
    id: 2026112285,
    name: 'receipts: those that came before their message',
    up: (db) =>
      db.exec(`
        CREATE TABLE receipt_held (
          id INTEGER PRIMARY KEY,
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          peer TEXT NOT NULL,
          stanza_id TEXT NOT NULL,
          UNIQUE (account_id, peer, stanza_id)
        ) STRICT;
      `),
  },
]

export function holdReceipt(db: Db, accountId: AccountId, peer: BareJid, stanzaId: string): void {
  const isNew = run(db, 'INSERT OR IGNORE INTO receipt_held (account_id, peer, stanza_id) VALUES (?, ?, ?)', accountId, peer, stanzaId) > 0
  if (!isNew) return
  run(
    db,
    'DELETE FROM receipt_held WHERE id <= (SELECT id FROM receipt_held WHERE account_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?) AND account_id = ?',
    accountId,
    MAX_HELD,
    accountId,
  )
}

/** True when there was one. */
export const takeReceipt = (db: Db, accountId: AccountId, peer: BareJid, stanzaId: string): boolean =>
  run(db, 'DELETE FROM receipt_held WHERE account_id = ? AND peer = ? AND stanza_id = ?', accountId, peer, stanzaId) > 0

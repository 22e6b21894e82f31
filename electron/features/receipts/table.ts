/** Receipts out of an archive that are here before what they confirm; and those we owe for what was missed. */
import type { AccountId } from '#shared/ids'
import { bareOf, type Jid } from '#shared/jid'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, run } from '#store/sql'

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
  {
    id: 2026112341,
    name: 'receipts: those we owe',
    up: (db) =>
      db.exec(`
        CREATE TABLE receipt_owed (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          peer TEXT NOT NULL,                 -- bare JID of the writer
          stanza_id TEXT NOT NULL,
          to_jid TEXT NOT NULL,               -- the writer's device
          PRIMARY KEY (account_id, peer, stanza_id)
        ) STRICT, WITHOUT ROWID;
      `),
  },
]

export interface Owed {
  to: Jid
  stanzaId: string
}

/** In the transaction of the message that asks for it. */
export const oweReceipt = (db: Db, accountId: AccountId, { to, stanzaId }: Owed): void =>
  void run(db, 'INSERT OR IGNORE INTO receipt_owed (account_id, peer, stanza_id, to_jid) VALUES (?, ?, ?, ?)', accountId, bareOf(to), stanzaId, to)

/** It has been given. */
export const dropOwed = (db: Db, accountId: AccountId, writer: Jid, stanzaId: string): number =>
  run(db, 'DELETE FROM receipt_owed WHERE account_id = ? AND peer = ? AND stanza_id = ?', accountId, bareOf(writer), stanzaId)

export const listOwed = (db: Db, accountId: AccountId): Owed[] =>
  all<Owed>(db, 'SELECT to_jid AS "to", stanza_id AS stanzaId FROM receipt_owed WHERE account_id = ?', accountId)

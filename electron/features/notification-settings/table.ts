/** Choices for chats that the server has still to be told. What was chosen stands with the conversations. */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, run } from '#store/sql'

export const migrations: Migration[] = [
  {
    id: 2026112347,
    name: 'notification settings: what is still to be told',
    up: (db) =>
      db.exec(`
        CREATE TABLE notify_untold (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          jid TEXT NOT NULL,
          PRIMARY KEY (account_id, jid)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO notify_untold (account_id, jid) SELECT account_id, peer FROM conversation_notify WHERE kind = 'chat' AND chosen IS NOT NULL;
      `),
  },
]

export const listUntold = (db: Db, accountId: AccountId): BareJid[] =>
  all<{ jid: BareJid }>(db, 'SELECT jid FROM notify_untold WHERE account_id = ?', accountId).map(({ jid }) => jid)

export const putUntold = (db: Db, accountId: AccountId, jid: string): void =>
  void run(db, 'INSERT OR IGNORE INTO notify_untold (account_id, jid) VALUES (?, ?)', accountId, jid)

export const dropUntold = (db: Db, accountId: AccountId, jid: string): void =>
  void run(db, 'DELETE FROM notify_untold WHERE account_id = ? AND jid = ?', accountId, jid)

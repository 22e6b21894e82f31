/** Cards as last read. */
import type { AccountId } from '#shared/ids'
import type { BareJid, Jid } from '#shared/jid'
import type { Profile } from '#shared/model/profile'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, one, run } from '#store/sql'

export const migrations: Migration[] = [
  {
    id: 2026112374,
    name: 'profile: cards',
    up: (db) =>
      db.exec(`
        CREATE TABLE profile (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          jid TEXT NOT NULL,
          card TEXT NOT NULL,               -- JSON of Profile
          at_ms INTEGER NOT NULL,
          PRIMARY KEY (account_id, jid)
        ) STRICT;
        CREATE INDEX profile_at ON profile (at_ms);
      `),
  },
]
/** Cards of people one looked at once need not stay for ever. */
const MAX_CARDS = 5000

export function getCard(db: Db, accountId: AccountId, jid: Jid): { profile: Profile; atMs: EpochMs } | null {
  const row = one<{ card: string; atMs: EpochMs }>(db, 'SELECT card, at_ms AS atMs FROM profile WHERE account_id = ? AND jid = ?', accountId, jid)
  return row && { profile: JSON.parse(row.card) as Profile, atMs: row.atMs }
}

export function putCard(db: Db, accountId: AccountId, jid: Jid, profile: Profile, atMs: EpochMs): void {
  run(db, 'INSERT OR REPLACE INTO profile (account_id, jid, card, at_ms) VALUES (?, ?, ?, ?)', accountId, jid, JSON.stringify(profile), atMs)
  run(db, 'DELETE FROM profile WHERE rowid IN (SELECT rowid FROM profile ORDER BY at_ms DESC LIMIT -1 OFFSET ?)', MAX_CARDS)
}

/** Whose cards say the same full name or mail. */
export const listAlike = (db: Db, accountId: AccountId, jid: BareJid): BareJid[] =>
  all<{ jid: BareJid }>(
    db,
    `SELECT other.jid FROM profile AS his JOIN profile AS other ON other.account_id = his.account_id AND other.jid <> his.jid
     WHERE his.account_id = ? AND his.jid = ? AND instr(other.jid, '/') = 0 AND (
       (other.card ->> '$.fullName' <> '' AND other.card ->> '$.fullName' = his.card ->> '$.fullName') OR
       (other.card ->> '$.email' <> '' AND other.card ->> '$.email' = his.card ->> '$.email'))
     ORDER BY other.jid LIMIT 20`,
    accountId, jid,
  ).map((row) => row.jid)

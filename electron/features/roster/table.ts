/** Contacts as the server last told them, and unanswered requests of others. */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Contact, ContactRequest } from '#shared/model/contact'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, run } from '#store/sql'

export const migrations: Migration[] = [
  {
    id: 2026112211,
    name: 'roster: contacts and requests',
    up: (db) =>
      db.exec(`
        CREATE TABLE contact (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          jid TEXT NOT NULL,
          name TEXT NOT NULL,
          subscription TEXT NOT NULL CHECK (subscription IN ('none', 'to', 'from', 'both')),
          is_pending INTEGER NOT NULL,
          PRIMARY KEY (account_id, jid)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE contact_group (
          account_id INTEGER NOT NULL,
          jid TEXT NOT NULL,
          name TEXT NOT NULL,
          PRIMARY KEY (account_id, jid, name),
          FOREIGN KEY (account_id, jid) REFERENCES contact(account_id, jid) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE contact_request (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          jid TEXT NOT NULL,
          message TEXT NOT NULL,
          at_ms INTEGER NOT NULL,
          PRIMARY KEY (account_id, jid)
        ) STRICT, WITHOUT ROWID;

        -- whom the user added here: his request back needs no second question
        CREATE TABLE contact_invited (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          jid TEXT NOT NULL,
          PRIMARY KEY (account_id, jid)
        ) STRICT, WITHOUT ROWID;
      `),
  },
]

interface Raw {
  jid: string
  name: string
  subscription: Contact['subscription']
  is_pending: number
}

export function listContacts(db: Db, accountId: AccountId): Contact[] {
  const groups = new Map<string, string[]>()
  for (const { jid, name } of all<{ jid: string; name: string }>(db, 'SELECT jid, name FROM contact_group WHERE account_id = ?', accountId)) {
    const list = groups.get(jid)
    if (list) list.push(name)
    else groups.set(jid, [name])
  }
  return all<Raw>(db, 'SELECT jid, name, subscription, is_pending FROM contact WHERE account_id = ?', accountId).map((raw) => ({
    jid: raw.jid as BareJid,
    name: raw.name,
    groups: groups.get(raw.jid) ?? [],
    subscription: raw.subscription,
    isPending: raw.is_pending === 1,
  }))
}

export function putContact(db: Db, accountId: AccountId, contact: Contact): void {
  const { jid, name, subscription, isPending, groups } = contact
  run(
    db,
    `INSERT INTO contact (account_id, jid, name, subscription, is_pending) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (account_id, jid) DO UPDATE SET
       name = excluded.name, subscription = excluded.subscription, is_pending = excluded.is_pending`,
    accountId,
    jid,
    name,
    subscription,
    isPending ? 1 : 0,
  )
  run(db, 'DELETE FROM contact_group WHERE account_id = ? AND jid = ?', accountId, jid)
  for (const group of groups) run(db, 'INSERT INTO contact_group (account_id, jid, name) VALUES (?, ?, ?)', accountId, jid, group)
}

export const removeContact = (db: Db, accountId: AccountId, jid: BareJid): void =>
  void run(db, 'DELETE FROM contact WHERE account_id = ? AND jid = ?', accountId, jid)

export const listRequests = (db: Db, accountId: AccountId): ContactRequest[] =>
  all<{ jid: string; message: string; at_ms: number }>(
    db,
    'SELECT jid, message, at_ms FROM contact_request WHERE account_id = ? ORDER BY at_ms DESC, jid',
    accountId,
  ).map((raw) => ({ jid: raw.jid as BareJid, message: raw.message, atMs: raw.at_ms as EpochMs }))

export function putRequest(db: Db, accountId: AccountId, { jid, message, atMs }: ContactRequest): void {
  run(
    db,
    `INSERT INTO contact_request (account_id, jid, message, at_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT (account_id, jid) DO UPDATE SET message = excluded.message`,
    accountId,
    jid,
    message,
    atMs,
  )
}

/** False when there was none. */
export const removeRequest = (db: Db, accountId: AccountId, jid: BareJid): boolean =>
  run(db, 'DELETE FROM contact_request WHERE account_id = ? AND jid = ?', accountId, jid) > 0

export const putInvited = (db: Db, accountId: AccountId, jid: BareJid): void =>
  void run(db, 'INSERT OR IGNORE INTO contact_invited (account_id, jid) VALUES (?, ?)', accountId, jid)

/** False when he was not. */
export const removeInvited = (db: Db, accountId: AccountId, jid: BareJid): boolean =>
  run(db, 'DELETE FROM contact_invited WHERE account_id = ? AND jid = ?', accountId, jid) > 0

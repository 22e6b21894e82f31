/** Invitations, received until they are answered or we are in, sent until their answer is seen. */
import type { AccountId } from '#shared/ids'
import type { BareJid, Jid } from '#shared/jid'
import type { InviteVia, SentInvite, SentInviteState } from '#shared/model/room-invite'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, insert, one, run } from '#store/sql'
import type { Invitation } from '#xmpp/xep/0249'

export const migrations: Migration[] = [
  {
    id: 2026112324,
    name: 'room-invites: received and sent',
    up: (db) =>
      db.exec(`
        CREATE TABLE room_invite_in (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          room TEXT NOT NULL,
          via TEXT NOT NULL,
          inviter TEXT NOT NULL,
          is_verified INTEGER NOT NULL,
          reason TEXT NOT NULL,
          password TEXT,
          is_continuation INTEGER NOT NULL,
          thread TEXT,
          at_ms INTEGER NOT NULL,
          UNIQUE (account_id, room)
        ) STRICT;
        CREATE TABLE room_invite_out (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          room TEXT NOT NULL,
          invited TEXT NOT NULL,
          via TEXT NOT NULL,
          state TEXT NOT NULL,
          reason TEXT NOT NULL,
          answer TEXT NOT NULL DEFAULT '',
          at_ms INTEGER NOT NULL,
          UNIQUE (account_id, room, invited)
        ) STRICT;
      `),
  },
]

export interface StoredInvitation extends Invitation {
  id: number
  isVerified: boolean
  atMs: EpochMs
}

interface RawIn {
  id: number
  room: BareJid
  via: InviteVia
  inviter: Jid
  is_verified: number
  reason: string
  password: string | null
  is_continuation: number
  thread: string | null
  at_ms: EpochMs
}
const fromIn = ({ is_verified, is_continuation, at_ms, ...raw }: RawIn): StoredInvitation => ({
  ...raw,
  isVerified: is_verified === 1,
  isContinuation: is_continuation === 1,
  atMs: at_ms,
})
const IN = 'id, room, via, inviter, is_verified, reason, password, is_continuation, thread, at_ms'
const OUT = 'id, room, invited AS "to", via, state, reason, answer, at_ms AS atMs'

export const listReceived = (db: Db, accountId: AccountId): StoredInvitation[] =>
  all<RawIn>(db, `SELECT ${IN} FROM room_invite_in WHERE account_id = ? ORDER BY at_ms DESC, id DESC`, accountId).map(fromIn)

export function findReceived(db: Db, accountId: AccountId, by: { id: number } | { room: BareJid }): StoredInvitation | null {
  const raw =
    'id' in by
      ? one<RawIn>(db, `SELECT ${IN} FROM room_invite_in WHERE account_id = ? AND id = ?`, accountId, by.id)
      : one<RawIn>(db, `SELECT ${IN} FROM room_invite_in WHERE account_id = ? AND room = ?`, accountId, by.room)
  return raw && fromIn(raw)
}

/** One for each room: the last one counts, and keeps the number of the first. */
export function putReceived(db: Db, accountId: AccountId, invitation: Omit<StoredInvitation, 'id'>): StoredInvitation {
  const { room, via, inviter, isVerified, reason, password, isContinuation, thread, atMs } = invitation
  run(
    db,
    `INSERT INTO room_invite_in (account_id, room, via, inviter, is_verified, reason, password, is_continuation, thread, at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account_id, room) DO UPDATE SET via = excluded.via, inviter = excluded.inviter, is_verified = excluded.is_verified,
       reason = excluded.reason, password = excluded.password, is_continuation = excluded.is_continuation,
       thread = excluded.thread, at_ms = excluded.at_ms`,
    accountId, room, via, inviter, isVerified ? 1 : 0, reason, password, isContinuation ? 1 : 0, thread, atMs,
  )
  return findReceived(db, accountId, { room }) as StoredInvitation
}

/** True when there was one. */
export const deleteReceived = (db: Db, accountId: AccountId, id: number): boolean =>
  run(db, 'DELETE FROM room_invite_in WHERE account_id = ? AND id = ?', accountId, id) > 0

export const listSent = (db: Db, accountId: AccountId): SentInvite[] =>
  all<SentInvite>(db, `SELECT ${OUT} FROM room_invite_out WHERE account_id = ? ORDER BY at_ms DESC, id DESC`, accountId)

/** The newest word to this person about this room. */
export function putSent(db: Db, accountId: AccountId, sent: Pick<SentInvite, 'room' | 'to' | 'via' | 'reason' | 'atMs'>): number {
  run(db, 'DELETE FROM room_invite_out WHERE account_id = ? AND room = ? AND invited = ?', accountId, sent.room, sent.to)
  return insert(
    db,
    `INSERT INTO room_invite_out (account_id, room, invited, via, state, reason, at_ms) VALUES (?, ?, ?, ?, 'sent', ?, ?)`,
    accountId, sent.room, sent.to, sent.via, sent.reason, sent.atMs,
  )
}

/** Only what still waits for an answer. True when there was such a one. */
export const settleSent = (db: Db, accountId: AccountId, room: BareJid, to: BareJid, state: SentInviteState, answer: string): boolean =>
  run(
    db,
    `UPDATE room_invite_out SET state = ?, answer = ? WHERE account_id = ? AND room = ? AND invited = ? AND state = 'sent'`,
    state, answer, accountId, room, to,
  ) > 0

export const deleteSent = (db: Db, accountId: AccountId, id: number): boolean =>
  run(db, 'DELETE FROM room_invite_out WHERE account_id = ? AND id = ?', accountId, id) > 0

/** Keeps the newest ones. */
export const trimSent = (db: Db, accountId: AccountId, keep: number): void =>
  void run(
    db,
    `DELETE FROM room_invite_out WHERE account_id = ? AND id NOT IN (SELECT id FROM room_invite_out WHERE account_id = ? ORDER BY at_ms DESC LIMIT ?)`,
    accountId, accountId, keep,
  )

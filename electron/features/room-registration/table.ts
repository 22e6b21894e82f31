/** Requests that wait for our word. A room asks once, perhaps while we are away: they are kept. */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { TidyForm } from '#shared/model/data-form'
import type { RegistrationRequest } from '#shared/model/room-requests'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, one, run } from '#store/sql'
import { answersOf } from '#xmpp/xep/0045-register'

export const migrations: Migration[] = [
  {
    id: 2026112322,
    name: 'room-registration: requests',
    up: (db) =>
      db.exec(`
        CREATE TABLE room_registration_request (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          room TEXT NOT NULL,
          id TEXT NOT NULL,
          nick TEXT,
          jid TEXT,
          form TEXT NOT NULL,
          at_ms INTEGER NOT NULL,
          PRIMARY KEY (account_id, room, id)
        ) STRICT, WITHOUT ROWID;
      `),
  },
]

interface Raw {
  room: BareJid
  id: string
  nick: string | null
  jid: BareJid | null
  form: string
  at_ms: EpochMs
}
export interface StoredRequest {
  request: RegistrationRequest
  form: TidyForm
}
const COLUMNS = 'room, id, nick, jid, form, at_ms'
/** More nobody can look through; the oldest goes. */
const MAX_PER_ROOM = 200

function fromRaw({ room, id, nick, jid, form: json, at_ms: atMs }: Raw): StoredRequest {
  const form = JSON.parse(json) as TidyForm
  return { request: { id, room, nick, jid, answers: answersOf(form), atMs }, form }
}

export const listRequests = (db: Db, accountId: AccountId, room: BareJid | null): StoredRequest[] =>
  all<Raw>(
    db,
    `SELECT ${COLUMNS} FROM room_registration_request WHERE account_id = ? AND (? IS NULL OR room = ?) ORDER BY at_ms, id`,
    accountId,
    room,
    room,
  ).map(fromRaw)

export function getRequest(db: Db, accountId: AccountId, room: BareJid, id: string): StoredRequest | null {
  const raw = one<Raw>(db, `SELECT ${COLUMNS} FROM room_registration_request WHERE account_id = ? AND room = ? AND id = ?`, accountId, room, id)
  return raw && fromRaw(raw)
}

export function putRequest(db: Db, accountId: AccountId, { request, form }: Omit<StoredRequest, 'request'> & { request: Omit<RegistrationRequest, 'answers'> }): void {
  const { room, id, nick, jid, atMs } = request
  run(
    db,
    `INSERT OR REPLACE INTO room_registration_request (account_id, room, id, nick, jid, form, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    accountId,
    room,
    id,
    nick,
    jid,
    JSON.stringify(form),
    atMs,
  )
  run(
    db,
    `DELETE FROM room_registration_request WHERE account_id = ? AND room = ? AND id NOT IN
       (SELECT id FROM room_registration_request WHERE account_id = ? AND room = ? ORDER BY at_ms DESC LIMIT ${MAX_PER_ROOM})`,
    accountId,
    room,
    accountId,
    room,
  )
}

export const deleteRequest = (db: Db, accountId: AccountId, room: BareJid, id: string): void =>
  void run(db, 'DELETE FROM room_registration_request WHERE account_id = ? AND room = ? AND id = ?', accountId, room, id)

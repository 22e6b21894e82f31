/** Who was in a room, as long as we were entitled to see his address: so that one can be banned who has left. */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Affiliation } from '#shared/model/room'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, run } from '#store/sql'

export const MAX_PER_ROOM = 5000
export const KEPT_MS = 90 * 24 * 3600 * 1000

export const migrations: Migration[] = [
  {
    id: 2026112301,
    name: 'room-admin: former occupants',
    up: (db) =>
      db.exec(`
        CREATE TABLE room_person (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          room TEXT NOT NULL,
          jid TEXT NOT NULL,                  -- bare
          nick TEXT NOT NULL,
          occupant_id TEXT,
          affiliation TEXT NOT NULL,
          first_seen_ms INTEGER NOT NULL,     -- under this nick
          last_seen_ms INTEGER NOT NULL,
          PRIMARY KEY (account_id, room, jid, nick)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX room_person_seen ON room_person (account_id, room, last_seen_ms);
      `),
  },
]

export interface PersonRow {
  jid: BareJid
  nick: string
  occupantId: string | null
  affiliation: Affiliation
  firstSeenMs: EpochMs
  lastSeenMs: EpochMs
}

export const putPerson = (db: Db, accountId: AccountId, room: BareJid, row: PersonRow): void =>
  void run(
    db,
    `INSERT INTO room_person (account_id, room, jid, nick, occupant_id, affiliation, first_seen_ms, last_seen_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account_id, room, jid, nick) DO UPDATE SET occupant_id = coalesce(excluded.occupant_id, occupant_id),
       affiliation = excluded.affiliation, last_seen_ms = excluded.last_seen_ms`,
    accountId, room, row.jid, row.nick, row.occupantId, row.affiliation, row.firstSeenMs, row.lastSeenMs,
  )

export function forgetPersons(db: Db, accountId: AccountId, room: BareJid, nowMs: EpochMs): void {
  run(db, 'DELETE FROM room_person WHERE account_id = ? AND room = ? AND last_seen_ms < ?', accountId, room, nowMs - KEPT_MS)
  run(
    db,
    `DELETE FROM room_person WHERE account_id = @accountId AND room = @room AND (jid, nick) IN
       (SELECT jid, nick FROM room_person WHERE account_id = @accountId AND room = @room ORDER BY last_seen_ms DESC, jid, nick LIMIT -1 OFFSET @keep)`,
    { accountId, room, keep: MAX_PER_ROOM },
  )
}

const COLUMNS = `jid, nick, occupant_id AS occupantId, affiliation, first_seen_ms AS firstSeenMs, last_seen_ms AS lastSeenMs`

/** Newest first. */
export const listPersons = (
  db: Db,
  accountId: AccountId,
  filter: { room: BareJid; text: string; before: { lastSeenMs: number; jid: string; nick: string } | null; limit: number },
): PersonRow[] =>
  all<PersonRow>(
    db,
    `SELECT ${COLUMNS} FROM room_person WHERE account_id = @accountId AND room = @room AND (@seen IS NULL OR (last_seen_ms, jid, nick) < (@seen, @jid, @nick))
       AND (@text = '' OR nick LIKE @text ESCAPE '\\' OR jid LIKE @text ESCAPE '\\')
     ORDER BY last_seen_ms DESC, jid DESC, nick DESC LIMIT @limit`,
    {
      accountId, room: filter.room, limit: filter.limit, seen: filter.before?.lastSeenMs ?? null, jid: filter.before?.jid ?? null, nick: filter.before?.nick ?? null,
      text: filter.text === '' ? '' : `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`,
    },
  )

/** Who has had this nick. */
export const listByNick = (db: Db, accountId: AccountId, room: BareJid, nick: string): PersonRow[] =>
  all<PersonRow>(db, `SELECT ${COLUMNS} FROM room_person WHERE account_id = ? AND room = ? AND nick = ?`, accountId, room, nick)

/** Who has written in a room lately: to be named after an @, also when they are gone. */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, one, run } from '#store/sql'

/** Names kept of one room: anybody can change his a thousand times. */
const MAX_WRITERS = 100

export const migrations: Migration[] = [
  {
    id: 2026112348,
    name: 'mentions: who has written in a room',
    up: (db) =>
      db.exec(`
        CREATE TABLE room_writer (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          room TEXT NOT NULL,
          nick TEXT NOT NULL,
          occupant_id TEXT,
          at_ms INTEGER NOT NULL,
          PRIMARY KEY (account_id, room, nick)
        ) STRICT, WITHOUT ROWID;
      `),
  },
]

export interface RecentWriter {
  nick: string
  occupantId: string | null
}

export function putWriter(db: Db, accountId: AccountId, room: BareJid, { nick, occupantId }: RecentWriter, atMs: EpochMs): void {
  run(
    db,
    `INSERT INTO room_writer (account_id, room, nick, occupant_id, at_ms) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (account_id, room, nick) DO UPDATE SET occupant_id = excluded.occupant_id, at_ms = excluded.at_ms
       WHERE excluded.at_ms >= room_writer.at_ms`,
    accountId, room, nick, occupantId, atMs,
  )
}

/** Last writers first. */
export function listWriters(db: Db, accountId: AccountId, room: BareJid): RecentWriter[] {
  run(
    db,
    `DELETE FROM room_writer WHERE account_id = @accountId AND room = @room AND at_ms < coalesce(
       (SELECT at_ms FROM room_writer WHERE account_id = @accountId AND room = @room ORDER BY at_ms DESC LIMIT 1 OFFSET @keep), 0)`,
    { accountId, room, keep: MAX_WRITERS },
  )
  return all<RecentWriter>(
    db, 'SELECT nick, occupant_id AS occupantId FROM room_writer WHERE account_id = ? AND room = ? ORDER BY at_ms DESC LIMIT ?', accountId, room, MAX_WRITERS,
  )
}

export const findWriter = (db: Db, accountId: AccountId, room: BareJid, nick: string): RecentWriter | null =>
  one<RecentWriter>(db, 'SELECT nick, occupant_id AS occupantId FROM room_writer WHERE account_id = ? AND room = ? AND nick = ?', accountId, room, nick)

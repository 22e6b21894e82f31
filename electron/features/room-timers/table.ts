/** Timers and how far the server knows of them. */
import type { AccountId } from '#shared/ids'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, one, run } from '#store/sql'
import type { StoredTimer } from './stanza'

export const migrations: Migration[] = [
  {
    id: 2026112302,
    name: 'room-timers: first table',
    up: (db) =>
      db.exec(`
        CREATE TABLE room_timer (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          id TEXT NOT NULL,
          room TEXT NOT NULL,
          kind TEXT NOT NULL CHECK (kind IN ('mute', 'ban')),
          jid TEXT,
          nick TEXT NOT NULL,
          occupant_id TEXT,
          set_at_ms INTEGER NOT NULL,
          until_ms INTEGER NOT NULL,
          reason TEXT NOT NULL,
          before TEXT NOT NULL,
          sync TEXT NOT NULL CHECK (sync IN ('synced', 'changed', 'removed')),
          PRIMARY KEY (account_id, id)
        ) STRICT, WITHOUT ROWID;
      `),
  },
]

/** `changed`: the server must be told, or has no place for it. `removed`: to be taken off the server, and then forgotten. */
export type Sync = 'synced' | 'changed' | 'removed'
export interface TimerRow extends StoredTimer {
  sync: Sync
}

const COLUMNS = `id, room, kind, jid, nick, occupant_id AS occupantId, set_at_ms AS setAtMs, until_ms AS untilMs, reason, before, sync`

export const listTimers = (db: Db, accountId: AccountId): TimerRow[] =>
  all<TimerRow>(db, `SELECT ${COLUMNS} FROM room_timer WHERE account_id = ? ORDER BY until_ms`, accountId)

export const getTimer = (db: Db, accountId: AccountId, id: string): TimerRow | null =>
  one<TimerRow>(db, `SELECT ${COLUMNS} FROM room_timer WHERE account_id = ? AND id = ?`, accountId, id)

export const putTimer = (db: Db, accountId: AccountId, row: TimerRow): void =>
  void run(
    db,
    `INSERT OR REPLACE INTO room_timer (account_id, id, room, kind, jid, nick, occupant_id, set_at_ms, until_ms, reason, before, sync)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    accountId, row.id, row.room, row.kind, row.jid, row.nick, row.occupantId, row.setAtMs, row.untilMs, row.reason, row.before, row.sync,
  )

export const setSync = (db: Db, accountId: AccountId, id: string, sync: Sync): void =>
  void run(db, 'UPDATE room_timer SET sync = ? WHERE account_id = ? AND id = ?', sync, accountId, id)

export const deleteTimer = (db: Db, accountId: AccountId, id: string): void =>
  void run(db, 'DELETE FROM room_timer WHERE account_id = ? AND id = ?', accountId, id)

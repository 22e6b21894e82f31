/** Rooms that we have muted: what it takes to undo it. */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { one, run } from '#store/sql'

export const migrations: Migration[] = [
  {
    id: 2026112355,
    name: 'room-mute-all: what was before',
    up: (db) =>
      db.exec(`
        CREATE TABLE room_mute_all (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          room TEXT NOT NULL,
          voice_by_default TEXT,              -- as the setting stood; NULL: the room has none
          muted TEXT NOT NULL,                -- JSON: who had no voice before
          PRIMARY KEY (account_id, room)
        ) STRICT, WITHOUT ROWID;
      `),
  },
]

/** Whom we know again. */
export interface Muted {
  nick: string
  jid: BareJid | null
  occupantId: string | null
}
export interface MuteAllRow {
  voiceByDefault: string | null
  muted: Muted[]
}

export function getMuteAll(db: Db, accountId: AccountId, room: BareJid): MuteAllRow | null {
  const raw = one<{ voice_by_default: string | null; muted: string }>(
    db, 'SELECT voice_by_default, muted FROM room_mute_all WHERE account_id = ? AND room = ?', accountId, room,
  )
  return raw ? { voiceByDefault: raw.voice_by_default, muted: JSON.parse(raw.muted) as Muted[] } : null
}
export const putMuteAll = (db: Db, accountId: AccountId, room: BareJid, row: MuteAllRow) =>
  run(
    db, 'INSERT OR REPLACE INTO room_mute_all (account_id, room, voice_by_default, muted) VALUES (?, ?, ?, ?)',
    accountId, room, row.voiceByDefault, JSON.stringify(row.muted),
  )
export const deleteMuteAll = (db: Db, accountId: AccountId, room: BareJid) =>
  run(db, 'DELETE FROM room_mute_all WHERE account_id = ? AND room = ?', accountId, room)

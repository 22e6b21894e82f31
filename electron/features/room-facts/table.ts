/** Pictures of rooms, as last seen. */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { AvatarType } from '#shared/model/room-facts'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, one, run } from '#store/sql'

export const migrations: Migration[] = [
  {
    id: 2026112326,
    name: 'room-facts: pictures',
    up: (db) =>
      db.exec(`
        CREATE TABLE room_avatar (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          room TEXT NOT NULL,
          hash TEXT NOT NULL,
          type TEXT NOT NULL,
          data BLOB NOT NULL,
          PRIMARY KEY (account_id, room)
        ) STRICT;
      `),
  },
]

export interface StoredAvatar {
  hash: string
  type: AvatarType
  data: Buffer
}

export const listHashes = (db: Db, accountId: AccountId): { room: BareJid; hash: string }[] =>
  all(db, 'SELECT room, hash FROM room_avatar WHERE account_id = ?', accountId)

export const getAvatar = (db: Db, accountId: AccountId, room: BareJid): StoredAvatar | null =>
  one<StoredAvatar>(db, 'SELECT hash, type, data FROM room_avatar WHERE account_id = ? AND room = ?', accountId, room)

export const putAvatar = (db: Db, accountId: AccountId, room: BareJid, { hash, type, data }: StoredAvatar): void =>
  void run(
    db,
    'INSERT OR REPLACE INTO room_avatar (account_id, room, hash, type, data) VALUES (?, ?, ?, ?, ?)',
    accountId, room, hash, type, data,
  )

/** True when there was one. */
export const deleteAvatar = (db: Db, accountId: AccountId, room: BareJid): boolean =>
  run(db, 'DELETE FROM room_avatar WHERE account_id = ? AND room = ?', accountId, room) > 0

/** Pictures of rooms once lay here; now with all others (avatars/table.ts). */
import type { Migration } from '#store/migrate'

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
  {
    id: 2026112373,
    name: 'room-facts: pictures go to those of all',
    up: (db) =>
      db.exec(`
        INSERT OR IGNORE INTO avatar_picture (hash, type, data, used_ms) SELECT hash, type, data, 0 FROM room_avatar;
        INSERT INTO avatar (account_id, jid, hash, source) SELECT account_id, room, hash, 'vcard' FROM room_avatar;
        DROP TABLE room_avatar;
      `),
  },
]

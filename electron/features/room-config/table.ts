/** Saved settings of rooms, for all accounts. */
import type { FormAnswer } from '#shared/model/form'
import type { RoomTemplate } from '#shared/model/room-config'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, one, run } from '#store/sql'

export const migrations: Migration[] = [
  {
    id: 2026112320,
    name: 'room-config: templates',
    up: (db) =>
      db.exec(`
        CREATE TABLE room_template (
          id INTEGER PRIMARY KEY,
          name TEXT NOT NULL UNIQUE,
          created_at_ms INTEGER NOT NULL,
          settings TEXT NOT NULL
        ) STRICT;
      `),
  },
]

interface Raw {
  id: number
  name: string
  created_at_ms: number
  settings: string
}
const COLUMNS = 'id, name, created_at_ms, settings'
const fromRaw = (raw: Raw): RoomTemplate => ({
  id: raw.id,
  name: raw.name,
  createdAtMs: raw.created_at_ms,
  settings: JSON.parse(raw.settings) as FormAnswer[],
})

export const listTemplates = (db: Db): RoomTemplate[] =>
  all<Raw>(db, `SELECT ${COLUMNS} FROM room_template ORDER BY name`).map(fromRaw)

export function getTemplate(db: Db, id: number): RoomTemplate | null {
  const raw = one<Raw>(db, `SELECT ${COLUMNS} FROM room_template WHERE id = ?`, id)
  return raw && fromRaw(raw)
}

/** Instead of an older one of this name. */
export function putTemplate(db: Db, name: string, settings: readonly FormAnswer[], nowMs: EpochMs): RoomTemplate {
  run(
    db,
    `INSERT INTO room_template (name, created_at_ms, settings) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET created_at_ms = excluded.created_at_ms, settings = excluded.settings`,
    name,
    nowMs,
    JSON.stringify(settings),
  )
  return listTemplates(db).find((template) => template.name === name) as RoomTemplate
}

/** False: another one has this name. */
export function renameTemplate(db: Db, id: number, name: string): boolean {
  if (one(db, 'SELECT 1 FROM room_template WHERE name = ? AND id <> ?', name, id)) return false
  run(db, 'UPDATE room_template SET name = ? WHERE id = ?', name, id)
  return true
}

export const removeTemplate = (db: Db, id: number): void => void run(db, 'DELETE FROM room_template WHERE id = ?', id)

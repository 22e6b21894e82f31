/** Forward-only migrations. Each runs in one transaction together with its row in `migration`. */
import type { Db } from '#store/database'
import { StoreError } from '#store/database'

export interface Migration {
  /** yyyymmddnn, unique over core and features. */
  id: number
  /** Who it belongs to, for the reader of the table. */
  name: string
  up: (db: Db) => void
}

/** Throws StoreError('newer') before touching anything when the file knows a migration that this build does not. */
export function migrate(db: Db, migrations: Migration[]): void {
  const pending = pendingMigrations(db, migrations)
  db.exec('CREATE TABLE IF NOT EXISTS migration (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT')
  for (const migration of pending) {
    db.transaction(() => {
      migration.up(db)
      db.prepare('INSERT INTO migration (id, name) VALUES (?, ?)').run(migration.id, migration.name)
      db.pragma(`user_version = ${migration.id}`)
    }).immediate()
  }
}

/** In their order. Throws StoreError('newer'). Only reads. */
export function pendingMigrations(db: Db, migrations: Migration[]): Migration[] {
  const sorted = [...migrations].sort((a, b) => a.id - b.id)
  const known = new Set(sorted.map((m) => m.id))
  if (known.size !== sorted.length) throw new Error('two migrations share an id')
  const applied = appliedIds(db)
  for (const id of applied) {
    if (!known.has(id)) throw new StoreError('newer', `the database was written by a newer version (migration ${id})`)
  }
  return sorted.filter((migration) => !applied.has(migration.id))
}

function appliedIds(db: Db): Set<number> {
  const table = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'").get()
  if (!table) return new Set()
  return new Set((db.prepare('SELECT id FROM migration').all() as { id: number }[]).map((row) => row.id))
}

/**
 * Opens the one SQLite file of a profile with the settings of SAFETY.md §5. Synchronous; one writer.
 */
import Database from 'better-sqlite3'
import { coreMigrations } from '#store/core-migrations'
import { migrate, type Migration } from '#store/migrate'

export type Db = Database.Database

/** "MGPI": tells our files from other SQLite files. */
const APPLICATION_ID = 0x4d475049

export type StoreProblem = 'locked' | 'newer' | 'corrupt' | 'not-ours' | 'disk-full' | 'io'

export class StoreError extends Error {
  constructor(
    readonly code: StoreProblem,
    message: string,
  ) {
    super(message)
  }
}

export interface OpenOptions {
  /** Absolute path, or `:memory:`. */
  file: string
  /** Path of a better_sqlite3.node other than the stock one (RUNTIME.md). */
  nativeBinding?: string | undefined
  /** Migrations of the features, besides the core's. */
  migrations?: Migration[]
}

/** Opens and migrates. Throws StoreError only; a file that is newer or not ours is left untouched. */
export function openDatabase(options: OpenOptions): Db {
  let db: Db | null = null
  try {
    db = new Database(options.file, options.nativeBinding ? { nativeBinding: options.nativeBinding } : {})
    claim(db)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL') // better-sqlite3's WAL default NORMAL lost rows in simulated power cuts
    db.pragma('busy_timeout = 5000')
    db.pragma('foreign_keys = ON')
    db.pragma('temp_store = MEMORY')
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    migrate(db, [...coreMigrations, ...(options.migrations ?? [])])
    return db
  } catch (error) {
    db?.close()
    throw asStoreError(error)
  }
}

/** An empty file becomes ours before anything else is written into it; any other must already be. */
function claim(db: Db): void {
  if (db.pragma('application_id', { simple: true }) === APPLICATION_ID) return
  const { n } = db.prepare('SELECT count(*) AS n FROM sqlite_master').get() as { n: number }
  if (n > 0) throw new StoreError('not-ours', 'the file is not a Magpie database')
  db.pragma(`application_id = ${APPLICATION_ID}`)
}

export function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const code = error instanceof Database.SqliteError ? error.code : ''
  const message = error instanceof Error ? error.message : String(error)
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return new StoreError('locked', message)
  if (code.startsWith('SQLITE_CORRUPT')) return new StoreError('corrupt', message)
  if (code === 'SQLITE_NOTADB') return new StoreError('not-ours', message)
  if (code === 'SQLITE_FULL') return new StoreError('disk-full', message)
  return new StoreError('io', message)
}

/** Empties the write-ahead log and closes: after this the file alone is complete. */
export function closeDatabase(db: Db): void {
  if (!db.open) return
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

/**
 * Opens the one SQLite file of a profile with the settings of SAFETY.md §5. Synchronous; one writer.
 */
import Database from 'better-sqlite3'
import { coreMigrations } from '#store/core-migrations'
import { migrate, type Migration } from '#store/migrate'

export type Db = Database.Database

/** "MGPI": tells our files from other SQLite files. */
const APPLICATION_ID = 0x4d475049

/** The log is folded in by a thread (checkpoints.ts) long before; only when that does not keep up, a commit does it. 32 MB. */
const LARGEST_LOG_PAGES = 8000

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
    db = openRaw(options.file, options.nativeBinding)
    // Only before anything is written; later it would be a write for nothing.
    if (db.pragma('page_count', { simple: true }) === 0) db.pragma('auto_vacuum = INCREMENTAL')
    claim(db)
    if (options.file !== ':memory:') useWal(db)
    db.pragma('synchronous = FULL') // better-sqlite3's WAL default NORMAL lost rows in simulated power cuts
    db.pragma(`wal_autocheckpoint = ${LARGEST_LOG_PAGES}`)
    db.pragma('busy_timeout = 5000')
    db.pragma('foreign_keys = ON')
    db.pragma('temp_store = MEMORY')
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    db.pragma('mmap_size = 0') // an I/O error in mapped memory would be a SIGBUS
    db.pragma('cache_size = -16000') // 16 MB
    db.pragma('secure_delete = FAST') // what is deleted does not stay readable in the file
    migrate(db, [...coreMigrations, ...(options.migrations ?? [])])
    return db
  } catch (error) {
    db?.close()
    throw asStoreError(error)
  }
}

/** Without settings or migrations: for looking before anything is written. */
export const openRaw = (file: string, nativeBinding?: string): Db => new Database(file, nativeBinding ? { nativeBinding } : {})

/** On a network file system SQLite stays with its old journal, and says so. */
function useWal(db: Db): void {
  const mode = db.pragma('journal_mode = WAL', { simple: true }) as string
  if (mode !== 'wal') throw new StoreError('io', `the profile's file system does not carry a write-ahead log (${mode}): move the profile to a local disk`)
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
  return storeErrorOf(code, error instanceof Error ? error.message : String(error))
}

/** By SQLite's code. */
export function storeErrorOf(code: string, message: string): StoreError {
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return new StoreError('locked', message)
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_FORMAT') return new StoreError('corrupt', message)
  if (code === 'SQLITE_NOTADB') return new StoreError('not-ours', message)
  // The shared-memory file cannot grow: in practice the disk is full.
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE') return new StoreError('disk-full', message)
  return new StoreError('io', message)
}

/** Room for 64 pages and a synced commit, or an exception: what a handful of messages needs. */
export function probeWrite(db: Db): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    db.exec('CREATE TABLE store_probe (bytes BLOB); INSERT INTO store_probe VALUES (zeroblob(262144))')
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK')
  }
  const version = db.pragma('user_version', { simple: true }) as number
  db.transaction(() => db.pragma(`user_version = ${version}`)).immediate()
}

/**
 * Runs a transaction whose loss costs nothing but the work, such as a page of an archive with the cursor that speaks of it: its
 * commit does not wait for the disk (SAFETY §5). The log is synced as a whole, so the next other commit makes it safe, too.
 */
export function withoutSync<T>(db: Db, work: () => T): T {
  if (db.inTransaction) return work()
  db.pragma('synchronous = NORMAL')
  unsynced.add(db)
  try {
    return work()
  } finally {
    unsynced.delete(db)
    db.pragma('synchronous = FULL')
  }
}

const unsynced = new WeakSet<Db>()
/** Is what is committed now safe at once? Else nothing may be acknowledged upon it. */
export const isSynced = (db: Db): boolean => !unsynced.has(db)

/** Empties the write-ahead log and closes: after this the file alone is complete. */
export function closeDatabase(db: Db): void {
  if (!db.open) return
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

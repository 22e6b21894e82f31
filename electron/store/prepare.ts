/**
 * What happens before the store is opened (SAFETY §5), at a time when waiting harms nobody: a chosen backup takes its place, a store
 * of a killed run is checked, a damaged one is set aside and saved as far as it can be read, a backup is made before migrations.
 */
import { closeSync, copyFileSync, existsSync, openSync, readFileSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { StoreRecovery } from '#shared/model/store'
import type { EpochMs } from '#shared/time'
import { listBackups, makeBackup, newestGoodBackup, removeDatabase, removeParts, stamp } from '#store/backup'
import { fullCheck, quickCheck } from '#store/check'
import { asStoreError, closeDatabase, openDatabase, openRaw, StoreError, type Db } from '#store/database'
import { coreMigrations } from '#store/core-migrations'
import { pendingMigrations, type Migration } from '#store/migrate'
import { clearMark, durableRename, fsyncDir, needsFullCheck, newFolder, sizeOf, storeFiles, wasUnclean, type StoreFiles } from '#store/profile-files'
import { salvage } from '#store/salvage'

export interface PrepareOptions {
  profileDir: string
  nowMs: EpochMs
  migrations: Migration[]
  /** See salvage.ts. */
  salvaged?: (db: Db) => void
  nativeBinding?: string | undefined
  log: (level: 'info' | 'warn' | 'error', message: string, detail?: Record<string, unknown>) => void
}

/** Under this a full check takes less than half a second more; larger stores have theirs every week, in the background. */
const FULL_AT_ONCE_BYTES = 40_000_000

/** After this the file opens. Null unless it had to be saved. Throws StoreError for what only the user can solve. */
export async function prepareStore(options: PrepareOptions): Promise<StoreRecovery | null> {
  const files = storeFiles(options.profileDir)
  removeParts(files)
  if (existsSync(savedFile(files))) swap(files, options.nowMs) // killed between saving and swapping
  await takeRestore(files, options)
  if (!existsSync(files.db) && !hasTraces(files)) return null
  const problem = await findProblem(files, options)
  return problem === null ? null : recover(files, options, problem)
}

/** Null: sound, and in this build's form. */
async function findProblem(files: StoreFiles, options: PrepareOptions): Promise<string | null> {
  const foreign = headerProblem(files)
  if (foreign !== null) return foreign
  if (wasUnclean(files)) {
    const isFull = needsFullCheck(files)
    const quick = isFull ? null : await quickCheck(files.db, options.nativeBinding)
    const problem = quick ?? (isFull || sizeOf(files.db) < FULL_AT_ONCE_BYTES ? await fullCheck(files.db, options.nativeBinding) : null)
    options.log('info', 'checked after an unclean exit', { problem })
    if (problem !== null) return problem
  }
  try {
    await backupBeforeMigration(files, options)
    closeDatabase(openDatabase({ file: files.db, nativeBinding: options.nativeBinding, migrations: options.migrations }))
    return null
  } catch (error) {
    const { code, message } = asStoreError(error)
    if (code === 'corrupt' || (code === 'not-ours' && hasTraces(files)) || isMisread(error)) return message
    throw error
  }
}

/** Damage that SQLite met as something else: half a page at the end, a length beyond all memory. */
const isMisread = (error: unknown) => ['SQLITE_IOERR_SHORT_READ', 'SQLITE_NOMEM', 'SQLITE_ERROR'].includes((error as { code?: string }).code ?? '')

/** Someone of ours was at work here: then a file that does not look like ours is damaged, not foreign. */
const hasTraces = (files: StoreFiles) => existsSync(files.reserve) || wasUnclean(files) || listBackups(files).length > 0

function headerProblem(files: StoreFiles): string | null {
  if (sizeOf(files.db) === 0) return hasTraces(files) ? 'the file is empty or gone' : null
  const head = Buffer.alloc(16)
  const fd = openSync(files.db, 'r')
  try {
    readSync(fd, head, 0, 16, 0)
  } finally {
    closeSync(fd)
  }
  if (head.toString('latin1') === 'SQLite format 3\0') return null
  if (hasTraces(files)) return 'the header is damaged'
  throw new StoreError('not-ours', 'the file is not a Magpie database')
}

async function backupBeforeMigration(files: StoreFiles, { migrations, nativeBinding, nowMs, log }: PrepareOptions): Promise<void> {
  if (sizeOf(files.db) === 0) return
  const db = openRaw(files.db, nativeBinding)
  try {
    const { n } = db.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'migration'").get() as { n: number }
    const pending = n > 0 ? pendingMigrations(db, [...coreMigrations, ...migrations]) : []
    if (pending.length === 0) return
    const name = await makeBackup(files, 'migration', nowMs, nativeBinding)
    log('info', 'backup before migrations', { name, migrations: pending.map((migration) => migration.id) })
  } finally {
    db.close()
  }
}

async function recover(files: StoreFiles, options: PrepareOptions, problem: string): Promise<StoreRecovery> {
  const { nativeBinding, migrations, log } = options
  const backup = await newestGoodBackup(files, nativeBinding)
  const { withLog, alone } = copiesOf(files)
  const part = `${files.db}.part`
  removeDatabase(part)
  const saved = await salvage(part, [withLog, alone, ...(backup ? [backup] : [])], { nativeBinding, migrations, salvaged: options.salvaged })
  const bad = await quickCheck(part, nativeBinding)
  if (bad !== null) throw new StoreError('corrupt', `what was saved is not sound: ${bad}`)
  // Only now, with the new file whole: a crash before this line begins anew, one after it ends what was begun.
  durableRename(part, savedFile(files))
  removeDatabase(part) // what the check left beside it
  const folder = swap(files, options.nowMs)
  for (const copy of [withLog, alone]) removeDatabase(copy)
  clearMark(files)
  log('error', 'the store was damaged; what could be read was saved', { problem, folder, ...saved })
  return { ...saved, folder }
}

const savedFile = (files: StoreFiles) => `${files.db}.saved`

function swap(files: StoreFiles, nowMs: EpochMs): string {
  const folder = setAside(files, `corrupt-${stamp(nowMs)}`)
  durableRename(savedFile(files), files.db)
  return folder
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

/** SQLite writes to what it opens: the damaged files themselves stay as they are. */
function copiesOf(files: StoreFiles): { withLog: string; alone: string } {
  const copy = (name: string, ends: string[]) => {
    const to = `${files.db}-${name}.part`
    removeDatabase(to)
    for (const end of ends) if (isFile(files.db + end)) copyFileSync(files.db + end, to + end)
    return to
  }
  return { withLog: copy('whole', ['', '-wal']), alone: copy('alone', ['']) }
}

/** Log first: without it beside them the remaining files are never read as if they were whole. */
function setAside(files: StoreFiles, name: string): string {
  const folder = newFolder(dirname(files.db), name)
  for (const end of ['-wal', '-shm', '']) if (existsSync(files.db + end)) renameSync(files.db + end, join(folder, basename(files.db) + end))
  fsyncDir(folder)
  fsyncDir(dirname(folder))
  return folder
}

/** The store as it is goes into a folder of its own; the backup's copy takes its place. */
async function takeRestore(files: StoreFiles, { nativeBinding, nowMs, log }: PrepareOptions): Promise<void> {
  if (!existsSync(files.restore)) return
  const name = readFileSync(files.restore, 'utf8')
  const backup = listBackups(files).find((one) => one.name === name)
  const path = backup && join(files.backups, backup.name)
  if (path && (await quickCheck(path, nativeBinding)) === null) {
    const part = `${files.db}-restore.part`
    copyFileSync(path, part)
    const folder = existsSync(files.db) ? setAside(files, `replaced-${stamp(nowMs)}`) : null
    durableRename(part, files.db)
    log('info', 'a backup took the place of the store', { name, folder })
  } else log('error', 'the chosen backup is not there or not sound; nothing was changed', { name })
  rmSync(files.restore, { force: true })
  fsyncDir(dirname(files.restore))
}


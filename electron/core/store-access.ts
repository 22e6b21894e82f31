/** Backups, export and import around the running store, and its housekeeping. */
import { rmSync, writeFileSync } from 'node:fs'
import type { Log } from '#core/log'
import type { StoreHealth } from '#core/store-health'
import type { AccountId } from '#shared/ids'
import type { BackupInfo, StoreCheck, StoreRecovery, StoreTrouble } from '#shared/model/store'
import type { PublishCore } from '#shared/model/core-events'
import { fail, ok, type Result } from '#shared/result'
import type { Clock } from '#shared/time'
import { getAccount } from '#store/accounts'
import { listBackups, makeBackup } from '#store/backup'
import { fullCheck } from '#store/check'
import { createCheckpoints } from '#store/checkpoints'
import { asStoreError, type Db } from '#store/database'
import { fsyncPath, type StoreFiles } from '#store/profile-files'
import { listSettings, putSetting } from '#store/settings'
import { importForeign, isDatabase } from '#store/foreign/import'
import { exportAccount, importAccount, type ExportCounts, type ImportCounts } from '#store/transfer'

export interface StoreAccess {
  readonly trouble: StoreTrouble | null
  /** The store was damaged at this start; null again once the user has read it. */
  readonly recovery: StoreRecovery | null
  acknowledgeRecovery(): void
  readonly lastCheck: StoreCheck | null
  backups(): BackupInfo[]
  backUpNow(): Promise<Result<BackupInfo>>
  /** At the next start this backup takes the place of the store; what is there now is kept in a folder. */
  restoreAtStart(name: string): Result<null>
  retry(): boolean
}

/** Paths come from a dialog of the system, never from a window's page: these are no calls. */
export interface Transfer {
  exportAccount(id: AccountId, path: string): Promise<Result<ExportCounts>>
  /** Of our own export, or of the database of Gajim or Dino. */
  importAccount(id: AccountId, path: string): Promise<Result<ImportCounts>>
}

export interface StoreAccessDeps {
  db: Db
  files: StoreFiles
  clock: Clock
  log: Log
  nativeBinding?: string | undefined
  health: StoreHealth
  recovery: StoreRecovery | null
  transaction: <T>(work: () => T) => T
  /** Lines of the features for an export. */
  exported(accountId: AccountId): { type: string }[]
  publish: PublishCore
  /** Rows of this account came in bulk. */
  imported(accountId: AccountId): void
}

const DAY_MS = 86_400_000
const CHECK_EVERY_MS = 7 * DAY_MS
const CHECK_KEY = 'store.lastCheck'
/** The place that was chosen is no place for a file, or not ours. */
const NOT_TO_BE_HAD = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR', 'EBUSY', 'ENAMETOOLONG'])
/** How often is looked whether a backup is due, the log folded in and empty pages given back. */
const HOUSEKEEPING_MS = 5 * 60_000

export function createStoreAccess(deps: StoreAccessDeps): { access: StoreAccess; transfer: Transfer; stop(): void } {
  const { db, files, clock, log, nativeBinding, health } = deps
  let { recovery } = deps
  let running: Promise<Result<BackupInfo>> | null = null

  const backUp = async (): Promise<Result<BackupInfo>> => {
    try {
      const name = await makeBackup(files, 'daily', clock.nowMs(), nativeBinding)
      log('info', 'backup made', { name })
      return ok(listBackups(files).find((backup) => backup.name === name) as BackupInfo)
    } catch (error) {
      const { code, message } = asStoreError(error)
      log('error', 'no backup', { code, message })
      return code === 'disk-full' ? fail('disk-full', message) : fail('internal', message)
    } finally {
      running = null
    }
  }
  const readCheck = (): StoreCheck | null => {
    const last = listSettings(db)[CHECK_KEY] as Partial<StoreCheck> | undefined
    return typeof last?.atMs === 'number' && typeof last.isSound === 'boolean' ? { atMs: last.atMs, isSound: last.isSound } : null
  }
  let lastCheck = readCheck()
  let isChecking = false
  /** In a thread that only reads: nobody waits for it (SAFETY §5 "at start"). */
  const checkAll = async () => {
    isChecking = true
    try {
      const problem = await fullCheck(files.db, nativeBinding)
      lastCheck = { atMs: clock.nowMs(), isSound: problem === null }
      log(problem === null ? 'info' : 'error', 'the store was checked', { problem })
      deps.publish('store.checked', lastCheck)
      if (problem !== null) health.reportDamage(problem)
      putSetting(db, CHECK_KEY, lastCheck)
    } catch (error) {
      log('warn', 'the store could not be checked', { error: String(error) })
    } finally {
      isChecking = false
    }
  }

  const backUpNow = () => (running ??= backUp())

  const housekeeping = () => {
    if (health.trouble !== null) return
    try {
      db.pragma('wal_checkpoint(PASSIVE)')
      db.pragma('incremental_vacuum(200)')
    } catch (error) {
      health.report(error)
      return
    }
    const last = listBackups(files).find((backup) => backup.reason === 'daily')
    // One of them at a time, and neither in the first minutes: that is when people wait for the program.
    if (!last || Math.abs(clock.nowMs() - last.atMs) >= DAY_MS) void backUpNow()
    else if (!isChecking && (!lastCheck || Math.abs(clock.nowMs() - lastCheck.atMs) >= CHECK_EVERY_MS)) void checkAll()
  }
  const checkpoints = createCheckpoints(db, files.db, nativeBinding, (error) => log('warn', 'the log was not folded in', { error: String(error) }))
  const timer = setInterval(housekeeping, HOUSEKEEPING_MS)
  timer.unref()

  const withAccount = async <T>(id: AccountId, work: (account: { id: AccountId; address: string }) => Promise<Result<T>>): Promise<Result<T>> => {
    const account = getAccount(db, id)
    if (!account) return fail('not-found', 'there is no such account')
    try {
      return await work(account)
    } catch (error) {
      health.report(error)
      const isFull = asStoreError(error).code === 'disk-full' || (error as { code?: string }).code === 'ENOSPC'
      log('error', 'export or import failed', { error: String(error) })
      if (isFull) return fail('disk-full', 'the disk is full')
      return fail(NOT_TO_BE_HAD.has((error as { code?: string }).code ?? '') ? 'refused' : 'internal', 'the file cannot be read or written')
    }
  }

  return {
    access: {
      get trouble() {
        return health.trouble
      },
      get recovery() {
        return recovery
      },
      get lastCheck() {
        return lastCheck
      },
      acknowledgeRecovery: () => void (recovery = null),
      backups: () => listBackups(files),
      backUpNow,
      restoreAtStart: (name) => {
        if (!listBackups(files).some((backup) => backup.name === name)) return fail('not-found', 'there is no such backup')
        try {
          writeFileSync(files.restore, name, { mode: 0o600 })
          fsyncPath(files.restore)
          return ok(null)
        } catch (error) {
          rmSync(files.restore, { force: true })
          return (error as { code?: string }).code === 'ENOSPC' ? fail('disk-full', 'the disk is full') : fail('internal', String(error))
        }
      },
      retry: health.retry,
    },
    transfer: {
      exportAccount: (id, path) =>
        withAccount(id, async (account) => ok(await exportAccount(db, account, path, clock.nowMs(), deps.exported(id)))),
      importAccount: (id, path) =>
        withAccount(id, async (account) => {
          const begin = (work: () => void) => deps.transaction(work)
          const isForeign = await isDatabase(path)
          const counts = isForeign ? await importForeign(db, account, path, nativeBinding, begin) : await importAccount(db, account, path, begin)
          if (counts === 'other-account') return fail('conflict', 'the file belongs to another account')
          if (counts === 'unreadable') return fail('refused', 'the other program’s file is damaged')
          if (counts === 'not-an-export') return fail('bad-input', 'the file is no export of Magpie')
          deps.imported(id)
          return ok(counts)
        }),
    },
    stop: () => {
      clearInterval(timer)
      checkpoints.stop()
    },
  }
}

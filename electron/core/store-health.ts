/**
 * What the core does when the store cannot be written (SAFETY §5): it says so, gives the reserve back to the disk, and takes the links
 * down, so that nothing comes in that could not be kept: what was not stored was not acknowledged either, and the server keeps it.
 * It tries again until there is space. After a failed fsync or damage only a restart helps, which checks the file first.
 */
import type { Log } from '#core/log'
import type { StoreTrouble } from '#shared/model/store'
import type { PublishCore } from '#shared/model/core-events'
import type { Clock } from '#shared/time'
import { asStoreError, probeWrite, type Db } from '#store/database'
import { dropReserve, makeReserve, markForFullCheck, type StoreFiles } from '#store/profile-files'

export interface StoreHealth {
  readonly trouble: StoreTrouble | null
  /** Whatever was thrown: only troubles of the store are taken up. */
  report(error: unknown): void
  /** A check has found the file damaged. */
  reportDamage(problem: string): void
  /** Tries to write now. True when all is well. */
  retry(): boolean
  /** The file must be checked at the next start. */
  readonly isSuspect: boolean
  stop(): void
}

export interface StoreHealthDeps {
  db: Db
  files: StoreFiles
  clock: Clock
  log: Log
  publish: PublishCore
  /** Nothing may come in any more … */
  pause(): void
  /** … and now again. */
  resume(): void
}

const RETRY_MS = 5000

export function createStoreHealth({ db, files, clock, log, publish, pause, resume }: StoreHealthDeps): StoreHealth {
  let trouble: StoreTrouble | null = null
  let isSuspect = false
  let timer: NodeJS.Timeout | undefined

  const retry = () => {
    if (trouble === null) return true
    if (isSuspect) return false
    try {
      probeWrite(db)
    } catch (error) {
      log('warn', 'the store still cannot be written', { code: asStoreError(error).code })
      return false
    }
    // Without room for the reserve the next message would meet the same end.
    if (!makeReserve(files)) return false
    clearInterval(timer)
    trouble = null
    log('info', 'the store can be written again')
    publish('store.ok', {})
    resume()
    return true
  }

  const begin = (code: StoreTrouble['code'], detail: Record<string, unknown>) => {
    dropReserve(files)
    if (trouble?.code === code) return
    trouble = { code, sinceMs: trouble?.sinceMs ?? clock.nowMs() }
    log('error', 'the store cannot be written; the connections wait', { code, ...detail })
    publish('store.problem', trouble)
    pause()
    clearInterval(timer)
    timer = setInterval(retry, RETRY_MS)
    timer.unref()
  }

  return {
    get trouble() {
      return trouble
    },
    get isSuspect() {
      return isSuspect
    },
    report: (error) => {
      if ((error as { name?: unknown } | null)?.name !== 'SqliteError') return
      const { code: kind } = asStoreError(error)
      const code = kind === 'disk-full' || kind === 'io' ? kind : kind === 'corrupt' || kind === 'not-ours' ? 'damaged' : null
      const sqlite = (error as { code?: string }).code ?? ''
      if (code === null || (code === 'io' && !sqlite.startsWith('SQLITE_IOERR'))) return
      // What a failed fsync has left on the disk nobody knows; a second one would claim that all is well (fsyncgate).
      if (code === 'damaged' || sqlite.includes('FSYNC')) isSuspect = true
      begin(code, { sqlite })
    },
    reportDamage: (problem) => {
      isSuspect = true
      markForFullCheck(files)
      begin('damaged', { problem })
    },
    retry,
    stop: () => clearInterval(timer),
  }
}

/** Removes the files of messages that are gone or were taken back, whoever did that. What the user saved elsewhere is his. */
import type { AppContext } from '#core/context'
import { removeFile } from './disk'
import { dropLocal, listUnused } from './table'

const LOOK_EVERY_MS = 1000

export function createSweeper({ db, filesDir, log }: Pick<AppContext, 'db' | 'filesDir' | 'log'>): { stop(): void } {
  let isStopped = false
  let isBusy = false
  /** Not tried again before the next start: a disk that refuses does so every time. */
  const refused = new Set<string>()

  const sweep = async (isStart: boolean) => {
    if (isBusy || isStopped) return
    isBusy = true
    for (const key of listUnused(db, isStart)) {
      if (refused.has(key)) continue
      try {
        await removeFile(filesDir, key)
        if (isStopped) return
        dropLocal(db, key)
      } catch (error) {
        refused.add(key)
        log('warn', 'a file cannot be removed', { error: String(error) })
      }
    }
    isBusy = false
  }
  void sweep(true)
  const timer = setInterval(() => void sweep(false), LOOK_EVERY_MS)
  timer.unref()
  return {
    stop: () => {
      isStopped = true
      clearInterval(timer)
    },
  }
}

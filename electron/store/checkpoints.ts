/**
 * While much is written the write-ahead log is folded in by a thread: a commit that does it writes and syncs thousands of pages, for
 * which the event loop stood still (50 to 100 ms per 1000 pages on a busy disk).
 */
import type { Db } from '#store/database'
import { checkpoint } from '#store/check'
import { one } from '#store/sql'

const LOOK_EVERY_MS = 1000
/** Rows, each about four pages with its indexes. */
const WORTH_IT = 1000

export function createCheckpoints(db: Db, file: string, nativeBinding: string | undefined, onError: (error: unknown) => void): { stop(): void } {
  let done = 0
  let isRunning = false
  const look = async () => {
    const { n } = one<{ n: number }>(db, 'SELECT total_changes() AS n') ?? { n: 0 }
    if (isRunning || n - done < WORTH_IT) return
    isRunning = true
    done = n
    try {
      await checkpoint(file, nativeBinding)
    } catch (error) {
      onError(error) // nothing is lost: it is done at the next occasion
    } finally {
      isRunning = false
    }
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

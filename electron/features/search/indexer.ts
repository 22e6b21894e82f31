/**
 * Brings the index up to date, in slices: the write path only notes what changed (table.ts), so that catching up 50,000 messages is
 * not slowed by their words. The index follows when a second went by without news, or after ten; a search does what is left itself.
 */
import type { AppContext } from '#core/context'
import { withoutSync } from '#store/database'
import { createSlices } from './slices'
import { countPending, isPending, newestPending } from './table'

const LOOK_EVERY_MS = 1000
const PATIENCE = 10
/** A search waits for so many (about 150 ms); with more it tells how many are missing. */
const WORTH_WAITING = 4000
/** Share of the time spent on it in the background: one part of three. */
const REST = 2

export interface Indexer {
  /** What came lately is in the index afterwards. Returns how many messages are not. */
  catchUp(): Promise<number>
  stop(): void
}

export const turn = () => new Promise((resolve) => setImmediate(resolve))

export function createIndexer({ db, clock, log, store, transaction }: Pick<AppContext, 'db' | 'clock' | 'log' | 'store' | 'transaction'>): Indexer {
  let isStopped = false
  let isWorking = false
  let newest = 0
  let patience = PATIENCE
  let isScattered = true

  /** Null: nothing can be written. Losing it costs nothing: what is pending is lost or kept with it. */
  const write = <T>(act: () => T): T | null => {
    if (isStopped || store.trouble !== null) return null
    try {
      return withoutSync(db, () => transaction(act))
    } catch (error) {
      log('warn', 'the search index was not written', { error: String(error) })
      return null
    }
  }

  const slices = createSlices(db, clock, write)
  const slice = (): boolean => {
    const isMore = slices.index()
    if (isMore) isScattered = true
    return isMore
  }

  const work = async () => {
    isWorking = true
    for (;;) {
      const began = clock.monotonicMs()
      const isMore = slice()
      await turn()
      if (isScattered) isScattered = slices.merge()
      if (!isMore && !isScattered) break
      const restMs = (clock.monotonicMs() - began) * REST
      await new Promise((resolve) => setTimeout(resolve, restMs).unref())
    }
    isWorking = false
  }

  const look = () => {
    if (isStopped || isWorking || (!isScattered && !isPending(db))) return
    const now = newestPending(db)
    if (now !== newest && --patience > 0) {
      newest = now
      return
    }
    patience = PATIENCE
    void work()
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  timer.unref()

  return {
    catchUp: async () => {
      if (countPending(db) <= WORTH_WAITING) while (slice()) await turn()
      return countPending(db)
    },
    stop: () => {
      isStopped = true
      clearInterval(timer)
    },
  }
}

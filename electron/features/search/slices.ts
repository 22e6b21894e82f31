/**
 * How much of the index is written in one go: as much as fits into a few milliseconds on this computer now. Whoever is slow today (a busy
 * machine, long messages, a disk that others use) writes less at a time; nobody waits for it.
 */
import type { Db } from '#store/database'
import type { Clock } from '#shared/time'
import { indexPending, mergeIndex } from './table'

/** Of one transaction; between two everything else has its turn. */
const SLICE_MS = 12
const MIN_ROWS = 8
const MAX_ROWS = 2000
const MIN_PAGES = 4
const MAX_PAGES = 64

/** `write`: one transaction; null when nothing can be written. */
export function createSlices(db: Db, clock: Clock, write: <T>(act: () => T) => T | null) {
  let rows = 100
  let pages = 16
  /** Of the time of a slice that its rows take; the rest is for reading them and for the commit. */
  let share = 0.5
  const since = (began: number) => Math.max(0.05, clock.monotonicMs() - began)
  const fit = (size: number, took: number, min: number, max: number) =>
    Math.round(Math.min(max, Math.max(min, size * Math.min(2, SLICE_MS / took)))) // twice as much at most: the next one may be harder

  return {
    /** False: nothing was left, or nothing can be written. */
    index: (): boolean => {
      const began = clock.monotonicMs()
      let worked = 0
      const found = write(() => {
        const done = indexPending(db, rows, () => since(began) > SLICE_MS * share)
        worked = since(began)
        return done
      })
      const took = since(began)
      if (!found || found.taken === 0) return false
      share = Math.min(0.9, Math.max(0.2, 0.8 * share + (0.2 * worked) / took))
      if (found.taken < found.seen) rows = fit(found.taken, took, MIN_ROWS, MAX_ROWS)
      else if (found.seen === rows || took > SLICE_MS) rows = fit(rows, took, MIN_ROWS, MAX_ROWS)
      return true
    },
    /** False: all of it is together, or nothing can be written. */
    merge: (): boolean => {
      const began = clock.monotonicMs()
      const isMore = write(() => mergeIndex(db, pages)) ?? false
      if (isMore) pages = fit(pages, since(began), MIN_PAGES, MAX_PAGES)
      return isMore
    },
  }
}

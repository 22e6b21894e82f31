/** Days of the local calendar as times, and back. Pure. */
import type { EpochMs } from '#shared/time'

/** Midnight before `ms`, `by` days later. */
export function dayStart(ms: number, by = 0): EpochMs {
  const day = new Date(ms)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + by).getTime() as EpochMs
}

/** As a date field has it: 2026-03-14. */
export function dayName(ms: number): string {
  const day = new Date(ms)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${String(day.getFullYear()).padStart(4, '0')}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

/** Null: no day. */
export function dayOf(name: string): EpochMs | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(name)
  if (!parts) return null
  const ms = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])).getTime()
  return Number.isNaN(ms) || dayName(ms) !== name ? null : (ms as EpochMs)
}

/** `untilMs` is the midnight after the last day. */
export interface DayRange {
  fromMs: EpochMs | null
  untilMs: EpochMs | null
}
/** Null: the last day is before the first, or no day is given. */
export function rangeOf(from: string, until: string): DayRange | null {
  const fromMs = dayOf(from)
  const last = dayOf(until)
  if ((from && fromMs === null) || (until && last === null) || (fromMs === null && last === null) || (fromMs !== null && last !== null && last < fromMs)) return null
  return { fromMs, untilMs: last === null ? null : dayStart(last, 1) }
}

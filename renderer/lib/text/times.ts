/** Times in words. `tag` is a BCP 47 language tag (locale.tag), `nowMs` the present. Days are those of the local calendar. */
import type { EpochMs } from '#shared/time'

const DAY_MS = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a DateTimeFormat costs about 50 µs; a list draws hundreds. */
function format(tag: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tag} ${name}`
  let found = formats.get(key)
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(tag, options)))
  return found
}

const midnight = (ms: number) => new Date(ms).setHours(0, 0, 0, 0)
/** Calendar days from `ms` to `nowMs`; noon-safe against daylight saving. Negative in the future. */
export const daysAgo = (ms: EpochMs, nowMs: EpochMs): number => Math.round((midnight(nowMs) - midnight(ms)) / DAY_MS)
export const isSameDay = (a: EpochMs, b: EpochMs): boolean => midnight(a) === midnight(b)
const isSameYear = (a: EpochMs, b: EpochMs) => new Date(a).getFullYear() === new Date(b).getFullYear()

const relativeDay = (days: number, tag: string) => {
  const word = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }).format(-days, 'day')
  return word.slice(0, 1).toLocaleUpperCase(tag) + word.slice(1)
}

/** 10:24 */
export const clockTime = (ms: EpochMs, tag: string): string =>
  format(tag, 'clock', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms)

/** Day and time, in a sentence: 14 March 2025, 10:24. */
export const momentTime = (ms: EpochMs, tag: string): string =>
  format(tag, 'moment', { year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms)

/** Everything, for the tooltip. */
/** To the second, in little place. */
export const exactTime = (ms: EpochMs, tag: string): string => format(tag, 'exact', { dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' }).format(ms)

export const fullTime = (ms: EpochMs, tag: string): string =>
  format(tag, 'full', { dateStyle: 'full', timeStyle: 'medium', hourCycle: 'h23' }).format(ms)

/** Short, for a list: 10:24 · yesterday · Tuesday · 3/14 · 2025/3/14. */
export function listTime(ms: EpochMs, nowMs: EpochMs, tag: string): string {
  const days = daysAgo(ms, nowMs)
  if (days === 0) return clockTime(ms, tag)
  if (days === 1) return relativeDay(1, tag)
  if (days > 1 && days < 7) return format(tag, 'weekday', { weekday: 'short' }).format(ms)
  if (isSameYear(ms, nowMs)) return format(tag, 'day', { month: 'numeric', day: 'numeric' }).format(ms)
  return format(tag, 'date', { year: 'numeric', month: 'numeric', day: 'numeric' }).format(ms)
}

const STEPS = [['day', DAY_MS], ['hour', 3_600_000], ['minute', 60_000]] as const

/** How long since: 3 hours ago · 5 days ago · now. */
export function agoText(ms: EpochMs, nowMs: EpochMs, tag: string): string {
  const passed = Math.max(0, nowMs - ms)
  const [unit, unitMs] = STEPS.find(([, stepMs]) => passed >= stepMs) ?? ['second', Infinity]
  return new Intl.RelativeTimeFormat(tag, { numeric: unitMs === Infinity ? 'auto' : 'always' }).format(unitMs === Infinity ? 0 : -Math.floor(passed / unitMs), unit)
}

/** Of something to come: 10:24 · 14 Mar, 10:24 · 14 Mar 2027, 10:24. */
export function untilTime(ms: EpochMs, nowMs: EpochMs, tag: string): string {
  if (isSameDay(ms, nowMs)) return clockTime(ms, tag)
  const year = isSameYear(ms, nowMs) ? {} : ({ year: 'numeric' } as const)
  return format(tag, `until${year.year ?? ''}`, { ...year, month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms)
}

/** For the line between two days: Today · Yesterday · Tuesday, 14 March · Friday, 14 March 2025. */
export function dayTitle(ms: EpochMs, nowMs: EpochMs, tag: string): string {
  const days = daysAgo(ms, nowMs)
  if (days === 0 || days === 1) return relativeDay(days, tag)
  if (isSameYear(ms, nowMs)) return format(tag, 'day-title', { weekday: 'long', month: 'long', day: 'numeric' }).format(ms)
  return format(tag, 'long-day-title', { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }).format(ms)
}

/** A day alone: 14 Mar 2025. */
export const dateText = (ms: EpochMs, tag: string): string => format(tag, 'date-text', { year: 'numeric', month: 'short', day: 'numeric' }).format(ms)

/** How long a mute or ban lasts, as one chooses it. Pure. */
import type { EpochMs } from '#shared/time'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** 0: until somebody lifts it. */
export const DURATIONS_MS = [0, 10 * MINUTE_MS, HOUR_MS, 8 * HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS] as const

export const untilAfter = (durationMs: number, nowMs: EpochMs): EpochMs => (nowMs + durationMs) as EpochMs

/** @param tag BCP 47 */
export function durationName(durationMs: number, tag: string): string {
  const [value, unit] = durationMs >= DAY_MS ? [durationMs / DAY_MS, 'day'] : durationMs >= HOUR_MS ? [durationMs / HOUR_MS, 'hour'] : [durationMs / MINUTE_MS, 'minute']
  return new Intl.NumberFormat(tag, { style: 'unit', unit: unit as string, unitDisplay: 'long', maximumFractionDigits: 0 }).format(value as number)
}

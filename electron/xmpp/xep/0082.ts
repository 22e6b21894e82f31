/** Date-times. XEP-0082 version 1.1.1 §3.2. Dates and times alone (§3.1, §3.3) are left out. */
import type { EpochMs } from '#shared/time'

const FORM = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,20}))?(Z|([+-])(\d\d):(\d\d))$/

/** Null for everything that is no valid time from 1970 to 9999. A leap second counts as the second after it. */
export function parseDateTime(text: string | null | undefined): EpochMs | null {
  const found = FORM.exec(text?.trim() ?? '')
  if (!found) return null
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [number, number, number, number, number, number]
  const offsetHours = Number(found[10] ?? 0)
  const offsetMinutes = Number(found[11] ?? 0)
  if (year < 1970 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60) return null
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate() || offsetHours > 23 || offsetMinutes > 59) return null
  const ms = Math.floor(Number(`0.${found[7] ?? '0'}`) * 1000)
  const offset = (found[9] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes) * 60_000
  const at = Date.UTC(year, month - 1, day, hour, minute, second, ms) - offset
  return at >= 0 && at < 253_402_300_800_000 ? (at as EpochMs) : null // year 10000
}

/** UTC with milliseconds. */
export function formatDateTime(atMs: EpochMs): string {
  return new Date(atMs).toISOString()
}

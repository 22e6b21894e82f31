/** The squares of a month's page in a calendar. Pure. */
import type { EpochMs } from '#shared/time'

export interface Month {
  year: number
  /** 0 … 11 */
  month: number
}
export const monthOf = (ms: number): Month => ({ year: new Date(ms).getFullYear(), month: new Date(ms).getMonth() })
export const monthStart = ({ year, month }: Month): EpochMs => new Date(year, month, 1).getTime() as EpochMs
export const shifted = ({ year, month }: Month, by: number): Month => monthOf(new Date(year, month + by, 1).getTime())

/** Weeks of seven days from `firstWeekday` (0 = Sunday) on; null: of another month. */
export function weeksOf({ year, month }: Month, firstWeekday: number): (EpochMs | null)[][] {
  const lead = (new Date(year, month, 1).getDay() - firstWeekday + 7) % 7
  const count = new Date(year, month + 1, 0).getDate()
  const squares = Array.from({ length: Math.ceil((lead + count) / 7) * 7 }, (_, i) => {
    const day = i - lead + 1
    return day < 1 || day > count ? null : (new Date(year, month, day).getTime() as EpochMs)
  })
  return Array.from({ length: squares.length / 7 }, (_, week) => squares.slice(week * 7, week * 7 + 7))
}

/** Chinese calendars begin with Monday, English ones here, too: ISO 8601. */
export const FIRST_WEEKDAY = 1

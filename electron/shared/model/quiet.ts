/** When the user does not want to be disturbed: by the hour, or for a while. Pure; the days are those of this computer. */
import type { Settings } from '#shared/model/settings'
import type { EpochMs } from '#shared/time'

type Wishes = Pick<Settings, 'quietHours' | 'quietUntilMs'>

/** When the quiet of now ends; null: it is not quiet. */
export function quietEnd({ quietHours, quietUntilMs }: Wishes, nowMs: EpochMs): EpochMs | null {
  const ends = [quietHours.isOn ? endOfHours(quietHours, nowMs) : null, quietUntilMs > nowMs ? quietUntilMs : null]
  const last = Math.max(...ends.map((end) => end ?? 0))
  return last > 0 ? (last as EpochMs) : null
}

/** The night that began yesterday may still last. Of both, the one that ends later. */
function endOfHours({ from, to, days }: Settings['quietHours'], nowMs: EpochMs): number | null {
  const now = new Date(nowMs)
  const spans = [-1, 0].map((offset) => {
    // By the calendar, not by 24 hours: on two days of the year the clock is put forward or back.
    const at = (minutes: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + offset, 0, minutes)
    const begin = at(from)
    return { day: begin.getDay(), begin: begin.getTime(), end: at(to > from ? to : to + 24 * 60).getTime() }
  })
  const lasting = spans.filter(({ day, begin, end }) => days.some((one) => one === day) && begin <= nowMs && nowMs < end)
  return lasting.length > 0 ? Math.max(...lasting.map(({ end }) => end)) : null
}

/** Spans of slow mode in words. Pure. */

/** `20 seconds`, `2 minutes`, `90 seconds`. @param tag BCP 47 */
export function spanText(seconds: number, tag: string): string {
  const isMinutes = seconds >= 60 && seconds % 60 === 0
  const [value, unit] = isMinutes ? [seconds / 60, 'minute'] : [seconds, 'second']
  return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}

/** `0:07`, `12:30`, `1:00:00`. Between 1 and `seconds` (an hour of the computer that was set anew tells nothing). */
export function countdown(leftMs: number, seconds: number): string {
  const left = Math.min(Math.max(Math.ceil(leftMs / 1000), 1), seconds)
  const two = (n: number) => String(n).padStart(2, '0')
  const [hours, minutes] = [Math.floor(left / 3600), Math.floor(left / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`
}

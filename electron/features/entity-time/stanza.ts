import type { EpochMs } from '#shared/time'
import { xml, type Element } from '#xmpp/element'
import { formatDateTime } from '#xmpp/xep/0082'

export const NS_TIME = 'urn:xmpp:time'

/** Offset from UTC in XEP-0082's form. `offsetMinutes` as Date.getTimezoneOffset() gives it: west is positive. */
export function formatZone(offsetMinutes: number): string {
  if (offsetMinutes === 0) return 'Z'
  const minutes = Math.abs(offsetMinutes)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${offsetMinutes > 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

export function buildTime(nowMs: EpochMs): Element {
  return xml(
    'time',
    { xmlns: NS_TIME },
    xml('tzo', {}, formatZone(new Date(nowMs).getTimezoneOffset())),
    xml('utc', {}, formatDateTime(nowMs)),
  )
}

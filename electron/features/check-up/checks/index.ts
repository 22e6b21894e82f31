/** All checks in the order of the run: what later ones stand on comes first. An area is one line here, and one in shared/check-up/texts.ts. */
import type { Check } from '../bench'
import { accountChecks } from './account'
import { archiveChecks } from './archive'
import { archivePagingChecks } from './archive-paging'
import { carbonChecks } from './carbons'
import { connectionChecks } from './connection'
import { contactChecks } from './contacts'
import { discoveryChecks } from './discovery'
import { externalChecks } from './external'
import { filesChecks } from './files'
import { messageChecks } from './messages'
import { payloadChecks } from './payloads'
import { publishingChecks } from './publishing'
import { publishingEventChecks } from './publishing-events'
import { roomChecks } from './rooms'
import { servicesChecks } from './services'
import { streamChecks } from './stream'

export const allChecks: readonly Check[] = [
  ...connectionChecks,
  ...streamChecks,
  ...contactChecks,
  ...accountChecks,
  ...messageChecks,
  ...carbonChecks,
  ...payloadChecks,
  ...archiveChecks,
  ...archivePagingChecks,
  ...publishingChecks,
  ...publishingEventChecks,
  ...filesChecks,
  ...discoveryChecks,
  ...externalChecks,
  ...servicesChecks,
  ...roomChecks,
]

/** Some of them, with all that must have passed or run before, in the order of the run: each finds the same as among all. */
export function someChecks(isWanted: (check: Check) => boolean): Check[] {
  const neededBy = ({ after = [], needs = [] }: Check): string[] => [...after, ...needs].flatMap((id) => [id, ...neededBy(allChecks.find((one) => one.id === id)!)])
  const wanted = new Set(allChecks.filter(isWanted).flatMap((check) => [check.id, ...neededBy(check)]))
  return allChecks.filter(({ id }) => wanted.has(id))
}

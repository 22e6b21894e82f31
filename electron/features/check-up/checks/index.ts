/** All checks in the order of the run: what later ones stand on comes first. An area is one line here, and one in shared/check-up/texts.ts. */
import type { Check } from '../bench'
import { connectionChecks } from './connection'
import { discoveryChecks } from './discovery'
import { externalChecks } from './external'
import { filesChecks } from './files'
import { publishingChecks } from './publishing'
import { publishingEventChecks } from './publishing-events'
import { servicesChecks } from './services'

export const allChecks: readonly Check[] = [
  ...connectionChecks,
  ...publishingChecks,
  ...publishingEventChecks,
  ...filesChecks,
  ...discoveryChecks,
  ...externalChecks,
  ...servicesChecks,
]

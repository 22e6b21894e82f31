/** All checks in the order of the run: what later ones stand on comes first. An area is one line here, and one in shared/check-up/texts.ts. */
import type { Check } from '../bench'
import { connectionChecks } from './connection'
import { roomChecks } from './rooms'

export const allChecks: readonly Check[] = [
  ...connectionChecks,
  ...roomChecks,
]

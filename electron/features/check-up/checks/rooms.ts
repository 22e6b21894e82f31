/** Rooms, in those that the run makes and destroys itself: what later ones stand on comes first. */
import type { Check } from '../bench'
import { affiliations } from './rooms/affiliations'
import { joining } from './rooms/joining'
import { ending, more, settings } from './rooms/keeping'
import { making } from './rooms/making'
import { people } from './rooms/people'
import { roles } from './rooms/roles'
import { speaking } from './rooms/speaking'

export const roomChecks: Check[] = [...making, ...joining, ...settings, ...speaking, ...people, ...affiliations, ...roles, ...more, ...ending]

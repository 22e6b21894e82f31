import type { Availability } from '#shared/model/contact'
import type { PresenceMark } from '../../lib/ui/Avatar.svelte'

const marks: Record<Availability, PresenceMark> = { chatty: 'online', online: 'online', away: 'away', xa: 'away', dnd: 'busy', offline: 'offline' }
export const markOf = (availability: Availability): PresenceMark => marks[availability]

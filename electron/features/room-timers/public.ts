/** Who is muted for a time, for features that give voice to many. */
import { publicApi } from '#core/feature'
import type { RoomPerson } from '#features/rooms/public'
import type { BareJid } from '#shared/jid'

export interface RoomTimersApi {
  isMuted(room: BareJid, person: RoomPerson): boolean
}

export const roomTimersApi = publicApi<RoomTimersApi>('room-timers')

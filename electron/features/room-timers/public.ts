/** Who is muted for a time, for features that take voice from many and give it back. */
import { publicApi } from '#core/feature'
import type { RoomPerson } from '#features/rooms/public'
import type { BareJid } from '#shared/jid'

export interface RoomTimersApi {
  isMuted(room: BareJid, person: RoomPerson): boolean
  /** Where nobody shall speak now, a mute whose time is over ends without giving voice: who holds it gives it later. */
  holdVoiceWhile(isHeld: (room: BareJid) => boolean): void
}

export const roomTimersApi = publicApi<RoomTimersApi>('room-timers')

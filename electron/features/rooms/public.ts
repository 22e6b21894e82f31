/** Who speaks in a room, for the features that must know him again. */
import { publicApi } from '#core/feature'
import type { Incoming } from '#core/inbound'

export interface Speaker {
  /** XEP-0421; only where the room announces it, since elsewhere anybody may make one up. */
  occupantId: string | null
  /** One stay of one occupant while we were in, whatever his nick. Null for what the room replays. */
  visit: string | null
}

export interface RoomsApi {
  /** Null when the message is from no room of ours. */
  speakerOf(message: Incoming): Speaker | null
}

export const roomsApi = publicApi<RoomsApi>('rooms')

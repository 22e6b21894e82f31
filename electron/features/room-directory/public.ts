/** Room services, for the feature that makes rooms. */
import { publicApi } from '#core/feature'
import type { BareJid } from '#shared/jid'

export interface RoomDirectoryApi {
  /** Room services of the own server; empty when it has none or did not answer. */
  services(): Promise<{ jid: BareJid; name: string }[]>
  /** Does the room answer discovery? False also when nothing answers. */
  exists(room: BareJid): Promise<boolean>
}

export const roomDirectoryApi = publicApi<RoomDirectoryApi>('room-directory')

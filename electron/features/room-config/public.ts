/** Settings of rooms by their meaning, for features of which a few settings are a part. */
import { publicApi } from '#core/feature'
import type { BareJid } from '#shared/jid'
import type { RoomConfigKey } from '#shared/model/room-config'
import type { Result } from '#shared/result'

export interface RoomConfigApi {
  /**
   * Sets these; what the room's form does not have is left out. `before`: the value of each that it has. `ignored`: the room said yes
   * and did not do it.
   */
  change(room: BareJid, wishes: Partial<Record<RoomConfigKey, string>>): Promise<Result<{ before: Partial<Record<RoomConfigKey, string>>; ignored: RoomConfigKey[] }>>
}

export const roomConfigApi = publicApi<RoomConfigApi>('room-config')

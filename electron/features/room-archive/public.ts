/** What is older than all we have of a room, for whoever scrolls up. */
import { publicApi } from '#core/feature'
import type { BareJid } from '#shared/jid'
import type { Result } from '#shared/result'

export interface RoomArchiveApi {
  /**
   * Fetches and stores one page of the room's archive: the newest of what we do not have. `hasMore` false: there is no
   * more to be had (or no archive). A page may bring nothing to show (markers, reactions): ask again then.
   */
  older(room: BareJid): Promise<Result<{ hasMore: boolean }>>
}

export const roomArchiveApi = publicApi<RoomArchiveApi>('room-archive')

import { publicApi } from '#core/feature'
import type { BareJid, Jid } from '#shared/jid'

export interface AvatarsApi {
  /** What a presence says (XEP-0153, 0486): the hash of the picture in the vCard; '': there is none. Rooms and their occupants, too. */
  announced(jid: Jid, hash: string): void
  /** We have just given it there ourselves. */
  put(jid: BareJid, data: Buffer): void
}

export const avatarsApi = publicApi<AvatarsApi>('avatars')

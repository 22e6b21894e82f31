import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import { MAX_ROOM_AVATAR_BYTES, type RoomAvatar, type RoomFacts } from '#shared/model/room-facts'
import { accountId, bareJid } from '#shared/schema'

const ofRoom = { accountId, room: bareJid }
const base64 = v.pipe(v.string(), v.maxLength(Math.ceil(MAX_ROOM_AVATAR_BYTES / 3) * 4), v.regex(/^[A-Za-z0-9+/]+={0,2}$/))

export const contract = defineContract({
  calls: {
    /** Asked anew each time; also for rooms that we are not in. */
    'roomFacts.get': call(v.object(ofRoom)).returns<RoomFacts>(),
    /** The picture of the room as it was last seen; null when it has none. Asks the room when nothing is known. */
    'roomFacts.avatar': call(v.object(ofRoom)).returns<{ avatar: RoomAvatar | null }>(),
    /** For owners. PNG, JPEG, GIF or WebP of at most MAX_ROOM_AVATAR_BYTES; null takes it away. */
    'roomFacts.setAvatar': call(v.object({ ...ofRoom, base64: v.nullable(base64) })).returns<null>(),
  },
  events: {
    'roomFacts.avatarChanged': event<{ accountId: AccountId; room: BareJid; hash: string | null }>(),
  },
  /** Hashes of the pictures that are at hand. */
  snapshot: data<{ avatars: { room: BareJid; hash: string }[] }>(),
})

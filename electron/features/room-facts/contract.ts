import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import { MAX_ROOM_AVATAR_BYTES, type RoomFacts } from '#shared/model/room-facts'
import { accountId, bareJid, base64 } from '#shared/schema'

const ofRoom = { accountId, room: bareJid }

export const contract = defineContract({
  calls: {
    /** Asked anew each time; also for rooms that we are not in. The picture it names is had by avatar.get. */
    'roomFacts.get': call(v.object(ofRoom)).returns<RoomFacts>(),
    /** For owners. PNG, JPEG, GIF or WebP of at most MAX_ROOM_AVATAR_BYTES; null takes it away. */
    'roomFacts.setAvatar': call(v.object({ ...ofRoom, base64: v.nullable(base64(MAX_ROOM_AVATAR_BYTES)) })).returns<null>(),
  },
})

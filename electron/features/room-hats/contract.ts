import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { RoomHats } from '#shared/model/room-hats'
import { accountId, bareJid, line } from '#shared/schema'

const ofRoom = { accountId, room: bareJid }
const uri = v.pipe(line, v.trim(), v.minLength(1))
const hue = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(360)))
const hat = v.object({ uri, title: v.pipe(line, v.trim(), v.minLength(1), v.maxLength(100)), hue })

export const contract = defineContract({
  calls: {
    /** For those who run the room: what titles there are, who has them, what may be done. `not-supported` where there are none. */
    'roomHats.get': call(v.object(ofRoom)).returns<RoomHats>(),
    /** New, or with the uri of an old one: changed. */
    'roomHats.create': call(v.object({ ...ofRoom, hat })).returns<null>(),
    /** Taken from everybody who has it. */
    'roomHats.destroy': call(v.object({ ...ofRoom, uri })).returns<null>(),
    /** `hat` whole: rooms without a list of titles make it up of this. */
    'roomHats.assign': call(v.object({ ...ofRoom, jid: bareJid, hat })).returns<null>(),
    'roomHats.unassign': call(v.object({ ...ofRoom, jid: bareJid, uri })).returns<null>(),
  },
})

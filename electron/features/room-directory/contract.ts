import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { BareJid } from '#shared/jid'
import type { RoomListing } from '#shared/model/room'
import { accountId, bareJid } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /** Room services of the own server. */
    'roomDirectory.services': call(v.object({ accountId })).returns<{ services: { jid: BareJid; name: string }[] }>(),
    /** Public rooms of a service, at most `limit`; `isMore` when there are others. */
    'roomDirectory.list': call(
      v.object({ accountId, service: bareJid, limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)) }),
    ).returns<{ rooms: RoomListing[]; isMore: boolean }>(),
    /** What a room says of itself. */
    'roomDirectory.info': call(v.object({ accountId, room: bareJid })).returns<RoomListing>(),
  },
})

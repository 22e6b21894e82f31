import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId, ConversationId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Occupant, Room } from '#shared/model/room'
import { accountId, bareJid, line, text } from '#shared/schema'

const ofRoom = { accountId, room: bareJid }
const optional = v.optional(line)

export const contract = defineContract({
  calls: {
    /** Goes in (and bookmarks it). Without `nick` one is chosen; a taken nick is varied. The outcome comes as `room.changed`. */
    'room.join': call(v.object({ ...ofRoom, nick: optional, password: optional })).returns<{ conversationId: ConversationId }>(),
    /** Leaves and no longer joins at start; `forget` takes it off the list, too. */
    'room.leave': call(v.object({ ...ofRoom, forget: v.boolean() })).returns<null>(),
    /** Makes a room in one step, never left locked. Without `room` an address is made from the name on `service`. */
    'room.create': call(
      v.object({
        accountId,
        service: v.optional(bareJid),
        room: v.optional(bareJid),
        name: v.pipe(line, v.minLength(1)),
        kind: v.picklist(['private-group', 'public-channel']),
        nick: optional,
        invite: v.pipe(v.array(bareJid), v.maxLength(100)),
      }),
    ).returns<{ room: BareJid; conversationId: ConversationId; notes: string[] }>(),
    'room.setSubject': call(v.object({ ...ofRoom, subject: text })).returns<null>(),
    'room.setNick': call(v.object({ ...ofRoom, nick: v.pipe(line, v.minLength(1)) })).returns<null>(),
    /** Who is there now. The renderer asks when it shows a room, then follows `room.occupantsChanged`. */
    'room.occupants': call(v.object(ofRoom)).returns<{ occupants: Occupant[] }>(),
  },
  events: {
    'room.changed': event<{ accountId: AccountId; room: Room }>(),
    /** Off the list. */
    'room.removed': event<{ accountId: AccountId; jid: BareJid }>(),
    /** Batched per tick. */
    'room.occupantsChanged': event<{ accountId: AccountId; room: BareJid; changed: Occupant[]; removed: string[]; isReset: boolean }>(),
  },
  snapshot: data<{ rooms: Room[] }>(),
})

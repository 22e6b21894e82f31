import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId, ConversationId } from '#shared/ids'
import type { InviteOutcome, ReceivedInvite, RoomInvites } from '#shared/model/room-invite'
import { accountId, bareJid, line } from '#shared/schema'

const id = v.pipe(v.number(), v.integer(), v.minValue(1))

export const contract = defineContract({
  calls: {
    /**
     * Asks people into a room, each for himself. `auto`: through the room where that is what lets them in (members only),
     * else directly to contacts and through the room to others, and the other way when the first one is refused.
     * `thread` of a one-to-one chat: the room goes on with it.
     */
    'roomInvite.send': call(
      v.object({
        accountId,
        room: bareJid,
        to: v.pipe(v.array(bareJid), v.minLength(1), v.maxLength(100)),
        reason: v.optional(line),
        via: v.optional(v.picklist(['auto', 'mediated', 'direct'])),
        thread: v.optional(line),
      }),
    ).returns<{ outcomes: InviteOutcome[] }>(),
    /** Goes in, with the password that came along. */
    'roomInvite.accept': call(v.object({ accountId, id, nick: v.optional(line) })).returns<{ conversationId: ConversationId }>(),
    /** `isTold`: the inviter learns it; only possible through the room (XEP-0249 knows no such answer). */
    'roomInvite.decline': call(v.object({ accountId, id, reason: v.optional(line) })).returns<{ isTold: boolean }>(),
    /** Off the list; nobody is told. */
    'roomInvite.dismiss': call(v.object({ accountId, id, list: v.picklist(['received', 'sent']) })).returns<null>(),
  },
  events: {
    /** Worth a notification: a new one, not a second one for the same room. */
    'roomInvite.received': event<{ accountId: AccountId; invite: ReceivedInvite }>(),
    'roomInvite.changed': event<{ accountId: AccountId } & RoomInvites>(),
  },
  snapshot: data<RoomInvites>(),
})

import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { RoomTimer, RoomTimerEnd } from '#shared/model/room-timers'
import { accountId, bareJid, epochMs, line } from '#shared/schema'

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(100))

/** Errors of changes in the room carry a RoomAdminProblem in `problem`. */
export const contract = defineContract({
  calls: {
    /**
     * Mutes somebody who is there (by `nick`), or bans somebody (by `jid`, or the `nick` of somebody there), until then. A timer for the
     * same person and kind takes the place of the one before. Look at `timer.isShared`: if false, only this device will lift it.
     */
    'roomTimer.start': call(
      v.object({
        accountId, room: bareJid, kind: v.picklist(['mute', 'ban']), nick: v.optional(line), jid: v.optional(bareJid), untilMs: epochMs, reason: v.optional(line),
      }),
    ).returns<{ timer: RoomTimer }>(),
    'roomTimer.change': call(v.object({ accountId, id, untilMs: epochMs })).returns<{ timer: RoomTimer }>(),
    /** `lift`: ends it now. Else only the timer goes, and the mute or ban stays for good. */
    'roomTimer.cancel': call(v.object({ accountId, id, lift: v.boolean() })).returns<null>(),
  },
  events: {
    'roomTimer.changed': event<{ accountId: AccountId; timer: RoomTimer }>(),
    'roomTimer.removed': event<{ accountId: AccountId; id: string; room: BareJid; end: RoomTimerEnd }>(),
  },
  snapshot: data<{ timers: RoomTimer[] }>(),
})

import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import { accountId, bareJid } from '#shared/schema'

const ofRoom = { accountId, room: bareJid }

/** Errors carry a RoomAdminProblem in `problem`. */
export const contract = defineContract({
  calls: {
    /**
     * On: the room becomes moderated (§10.2), and everybody below admin loses voice (§8.4), whoever comes in anew, too. Off: it is no
     * longer moderated, and everybody may speak who could before, and who came since. `changed` and `failed` count people.
     */
    'roomMuteAll.set': call(v.object({ ...ofRoom, isOn: v.boolean() })).returns<{ changed: number; failed: number }>(),
    /** Only makes the room moderated, so that whoever is muted is; all others keep their voice. */
    'roomMuteAll.moderate': call(v.object(ofRoom)).returns<null>(),
  },
})

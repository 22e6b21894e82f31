import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { VoiceRequest } from '#shared/model/room-requests'
import { accountId, bareJid, line } from '#shared/schema'

const ofRoom = { accountId, room: bareJid }

export const contract = defineContract({
  calls: {
    /**
     * Asks the moderators for voice. Errors: `conflict` one can speak already, `not-supported` the server knows no such
     * requests, `refused` with condition `resource-constraint` too soon after the last one. A yes shows in `room.changed`
     * (ownRole); nobody tells of a no.
     */
    'roomVoice.request': call(v.object(ofRoom)).returns<null>(),
    /** `conflict`: it is settled already (somebody else did, or he left). */
    'roomVoice.answer': call(v.object({ ...ofRoom, id: line, allow: v.boolean() })).returns<null>(),
  },
  events: {
    /** Open requests of this room (for its moderators), and whether our own one is out. */
    'roomVoice.changed': event<{ accountId: AccountId; room: BareJid; requests: VoiceRequest[]; isAsking: boolean }>(),
  },
  snapshot: data<{ requests: VoiceRequest[]; asking: BareJid[] }>(),
})

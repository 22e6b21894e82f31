import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import { formLimits } from '#shared/model/data-form'
import type { RegistrationRequest, RoomRegistration, RoomRegistrationOutcome } from '#shared/model/room-requests'
import { accountId, bareJid, line } from '#shared/schema'

const ofRoom = { accountId, room: bareJid }
const values = v.pipe(v.array(v.pipe(v.string(), v.maxLength(formLimits.value))), v.maxLength(100))
const answers = v.pipe(v.array(v.object({ name: line, values })), v.maxLength(formLimits.fields))

export const contract = defineContract({
  calls: {
    /** How we stand with the register of a room, which we need not be in. */
    'roomRegistration.open': call(v.object(ofRoom)).returns<RoomRegistration>(),
    /** Answers to the form that `open` brought; required fields must be among them. */
    'roomRegistration.submit': call(v.object({ ...ofRoom, answers })).returns<RoomRegistrationOutcome>(),
    /** Gives the nick free again; on some servers membership goes with it. */
    'roomRegistration.remove': call(v.object(ofRoom)).returns<null>(),
    /** §7.12: the nick the room keeps for us; null when there is none, or the room does not keep any. */
    'roomRegistration.reservedNick': call(v.object(ofRoom)).returns<{ nick: string | null }>(),
    /** For those who run the room: says yes or no to a request (§9.9). */
    'roomRegistration.answer': call(v.object({ ...ofRoom, id: line, allow: v.boolean() })).returns<null>(),
    /** Takes it off the list without an answer. */
    'roomRegistration.dismiss': call(v.object({ ...ofRoom, id: line })).returns<null>(),
  },
  events: {
    'roomRegistration.requestsChanged': event<{ accountId: AccountId; room: BareJid; requests: RegistrationRequest[] }>(),
  },
  snapshot: data<{ requests: RegistrationRequest[] }>(),
})

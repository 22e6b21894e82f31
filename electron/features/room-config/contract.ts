import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import { formLimits } from '#shared/model/data-form'
import type { RoomConfigConflict, RoomConfigForm, RoomConfigOutcome, RoomConfigProposal, RoomTemplate } from '#shared/model/room-config'
import { accountId, bareJid, line, text } from '#shared/schema'

const ofRoom = { accountId, room: bareJid }
const values = v.pipe(v.array(v.pipe(v.string(), v.maxLength(formLimits.value))), v.maxLength(formLimits.values))
const answers = v.pipe(v.array(v.object({ name: line, values })), v.maxLength(formLimits.fields))
const templateName = v.pipe(line, v.trim(), v.minLength(1), v.maxLength(100))
const id = v.pipe(v.number(), v.integer(), v.minValue(1))

export const contract = defineContract({
  calls: {
    /** The settings as they are now. From here on `roomConfig.changed` tells of changes by others, until roomConfig.close. */
    'roomConfig.open': call(v.object(ofRoom)).returns<RoomConfigForm>(),
    'roomConfig.close': call(v.object(ofRoom)).returns<null>(),
    /**
     * Sends what differs from the settings as they are now. When those are no longer of this `revision` nothing is sent: the
     * outcome is a conflict with the new form, and another submit with its revision goes ahead.
     */
    'roomConfig.submit': call(v.object({ ...ofRoom, revision: line, changes: answers })).returns<RoomConfigOutcome>(),
    /** The room ends for everybody. `alternate`: where to go instead, `password` what it takes to get in there. */
    'roomConfig.destroy': call(
      v.object({ ...ofRoom, reason: v.optional(text), alternate: v.optional(bareJid), password: v.optional(line) }),
    ).returns<null>(),
    /** What would have to change for `room` to be set up like `from`. Both must be rooms that we own. */
    'roomConfig.copyFrom': call(v.object({ ...ofRoom, from: bareJid })).returns<RoomConfigProposal>(),

    'roomTemplate.list': call(v.object({ accountId })).returns<{ templates: RoomTemplate[] }>(),
    /** Keeps the settings of a room (without its name, password and people) under this name, instead of one of that name. */
    'roomTemplate.save': call(v.object({ ...ofRoom, name: templateName })).returns<RoomTemplate>(),
    'roomTemplate.rename': call(v.object({ accountId, id, name: templateName })).returns<null>(),
    'roomTemplate.remove': call(v.object({ accountId, id })).returns<null>(),
    /** As copyFrom, out of a template. */
    'roomTemplate.propose': call(v.object({ ...ofRoom, id })).returns<RoomConfigProposal>(),
  },
  events: {
    /** Somebody else changed the settings of a room whose form is open. */
    'roomConfig.changed': event<{ accountId: AccountId; form: RoomConfigForm; fields: RoomConfigConflict[] }>(),
    /** Templates are for all accounts. */
    'roomTemplate.changed': event<{ templates: RoomTemplate[] }>(),
  },
  snapshot: data<{ templates: RoomTemplate[] }>(),
})

import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import { NOTIFY_LEVELS } from '#shared/model/conversation'
import { accountId, conversationId } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /** On all devices of the account; shows as `conversation.changed`. Talks with one occupant of a room: on this device. */
    'conversation.setNotify': call(v.object({ accountId, conversationId, level: v.picklist(NOTIFY_LEVELS) })).returns<null>(),
  },
})

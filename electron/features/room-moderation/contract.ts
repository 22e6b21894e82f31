import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import { accountId, bareJid, line, messageId } from '#shared/schema'

/** What is recalled shows as `message.changed`: `isRetracted`, and `recall` when a moderator did it. */
export const contract = defineContract({
  calls: {
    /**
     * Takes a message of a room back: an own one as its writer (XEP-0424), another's as a moderator (XEP-0425). Clients that do not know
     * this keep showing it: say so. Errors carry a RoomAdminProblem in `problem`.
     */
    'roomModeration.recall': call(v.object({ accountId, messageId, reason: v.optional(line) })).returns<{ as: 'writer' | 'moderator' }>(),
    /** What the room offers; for showing the action. `moderate`: messages of others, if we are a moderator. */
    'roomModeration.abilities': call(v.object({ accountId, room: bareJid })).returns<{ moderate: boolean; ownRecall: boolean }>(),
  },
})

import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import { accountId, bareJid } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /**
     * Whom a message in this room can mention. `recent`: last writers first, also those who are gone. In a message that is sent,
     * "@nick" and "@all" / "@所有人" become mentions by themselves.
     */
    'mention.candidates': call(v.object({ accountId, room: bareJid })).returns<{ recent: string[]; canPeople: boolean; canEveryone: boolean }>(),
  },
})

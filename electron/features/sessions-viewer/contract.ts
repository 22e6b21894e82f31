import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { OwnSessions, SessionAnswers } from '#shared/model/own-sessions'
import { accountId, jid, ofAccount } from '#shared/schema'

const ofSession = v.object({ accountId, jid })

export const contract = defineContract({
  calls: {
    'sessions.list': call(ofAccount).returns<OwnSessions>(),
    /** Asks one for its program, and how long nobody has touched it. */
    'sessions.ask': call(ofSession).returns<SessionAnswers>(),
    /** Logs another one out. `not-supported` where the server does not offer that. */
    'sessions.end': call(ofSession).returns<null>(),
  },
})

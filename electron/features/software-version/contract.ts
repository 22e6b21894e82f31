import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { SoftwareVersion } from '#shared/model/software-version'
import { accountId, jid } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /** Which program runs there: a full JID, a server or a component. */
    'version.query': call(v.object({ accountId, jid })).returns<SoftwareVersion>(),
  },
})

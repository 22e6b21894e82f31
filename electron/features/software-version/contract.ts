import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import { accountId, jid } from '#shared/schema'

export interface SoftwareVersion {
  name: string
  version: string
  os: string | null
}

export const contract = defineContract({
  calls: {
    /** Which program runs there: a full JID, a server or a component. */
    'version.query': call(v.object({ accountId, jid })).returns<SoftwareVersion>(),
  },
})

import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { ServiceView } from '#shared/model/services'
import { accountId, jid } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /** Asks an address what it is and what it has: always anew. Refusals stand in the view. */
    'services.look': call(v.object({ accountId, jid, node: v.nullable(v.pipe(v.string(), v.maxLength(3000))) })).returns<ServiceView>(),
  },
})

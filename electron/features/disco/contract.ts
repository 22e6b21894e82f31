import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { CapsDetail, CapsEntry } from '#shared/model/capabilities'
import { accountId, line, ofAccount } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /** Hashes that are in use now, or that were verified once: these are kept, for all accounts. */
    'caps.list': call(ofAccount).returns<{ entries: CapsEntry[] }>(),
    'caps.entry': call(v.object({ accountId, hash: line, ver: line })).returns<CapsDetail>(),
    /** Nothing is kept any more; those who are there are asked anew. */
    'caps.clear': call(ofAccount).returns<null>(),
  },
})

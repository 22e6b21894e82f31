import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { UnreadStanza } from '#shared/model/quarantine'
import { accountId, line, ofAccount } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /** Newest first. */
    'quarantine.list': call(ofAccount).returns<{ stanzas: UnreadStanza[] }>(),
    /** When it comes again it is tried like any other. */
    'quarantine.forget': call(v.object({ accountId, hash: line })).returns<null>(),
  },
})

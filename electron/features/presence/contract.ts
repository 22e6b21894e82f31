import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { ContactPresence, OwnStatus } from '#shared/model/contact'
import { accountId, line } from '#shared/schema'

export const contract = defineContract({
  calls: {
    'status.set': call(
      v.object({ accountId, availability: v.picklist(['chatty', 'online', 'away', 'xa', 'dnd', 'invisible']), signature: line }),
    ).returns<null>(),
  },
  events: {
    /** Batched per tick; somebody who went is there with availability `offline`. */
    'presence.changed': event<{ accountId: AccountId; presences: ContactPresence[] }>(),
    'status.changed': event<{ accountId: AccountId; status: OwnStatus }>(),
  },
  snapshot: data<{ presences: ContactPresence[]; status: OwnStatus }>(),
})

import { call, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { ConnectionFacts } from '#shared/model/connection-facts'
import { ofAccount } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /** All that is known of the connection now. */
    'connectionFacts.get': call(ofAccount).returns<ConnectionFacts>(),
    /** Lets the link go as a pulled cable does. `offline` when there is none. */
    'connectionFacts.cut': call(ofAccount).returns<null>(),
  },
  events: {
    /** Something of it has changed: at most a few times a second, and only while the workbench is switched on. */
    'connectionFacts.changed': event<{ accountId: AccountId }>(),
  },
})

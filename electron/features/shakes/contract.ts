import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId, ConversationId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import { accountId, bareJid, conversationId } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /** Shakes the other's window, if he lets us. Refusals carry a ShakeProblem. */
    'shake.send': call(v.object({ accountId, conversationId })).returns<null>(),
    /** Whether this contact may shake our window; all may until it is said. */
    'shake.setAllowed': call(v.object({ accountId, jid: bareJid, isAllowed: v.boolean() })).returns<null>(),
  },
  events: {
    /** The window is to shake; not told while the user does not want to be disturbed. */
    'shake.received': event<{ accountId: AccountId; conversationId: ConversationId }>(),
    'shake.refusedChanged': event<{ accountId: AccountId; refused: BareJid[] }>(),
  },
  snapshot: data<{ refused: BareJid[] }>(),
})

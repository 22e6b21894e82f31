import { data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'

export const contract = defineContract({
  events: {
    /** '': he goes by none any more. */
    'nick.changed': event<{ accountId: AccountId; jid: BareJid; nick: string }>(),
  },
  snapshot: data<{ nicks: { jid: BareJid; nick: string }[] }>(),
})

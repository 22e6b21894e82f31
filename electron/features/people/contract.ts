import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import { accountId, bareJid } from '#shared/schema'

export const MAX_ADDRESSES = 20

export const contract = defineContract({
  calls: {
    /** From now on these contacts, and whoever each of them already is, are one person; the first gives his name. */
    'person.merge': call(v.object({ accountId, jids: v.pipe(v.array(bareJid), v.minLength(2), v.maxLength(MAX_ADDRESSES)) })).returns<null>(),
    /** This address stands for itself again. */
    'person.split': call(v.object({ accountId, jid: bareJid })).returns<null>(),
  },
  events: {
    'people.changed': event<{ accountId: AccountId; people: BareJid[][] }>(),
  },
  /** Those with several addresses; the first of each gives the name. */
  snapshot: data<{ people: BareJid[][] }>(),
})

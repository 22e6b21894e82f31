import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { Jid } from '#shared/jid'
import { accountId, jid, ofAccount } from '#shared/schema'

/** Whose messages are kept when their address stands in neither list; `roster`: those of contacts. */
export type ArchiveDefault = 'always' | 'roster' | 'never'

export interface ArchivePreferences {
  default: ArchiveDefault
  always: Jid[]
  never: Jid[]
}

const addresses = v.pipe(v.array(jid), v.maxLength(1000))

export const contract = defineContract({
  calls: {
    /** As the server has them now. `not-supported`: it has an archive, but nothing can be chosen; `not-found`: no archive. */
    'archivePreferences.get': call(ofAccount).returns<ArchivePreferences>(),
    /** Gives what the server has made of it. */
    'archivePreferences.set': call(
      v.object({ accountId, preferences: v.object({ default: v.picklist(['always', 'roster', 'never']), always: addresses, never: addresses }) }),
    ).returns<ArchivePreferences>(),
  },
  events: {
    'archivePreferences.changed': event<{ accountId: AccountId; preferences: ArchivePreferences | null }>(),
  },
  /** Null: not known (yet), or nothing can be chosen. */
  snapshot: data<{ preferences: ArchivePreferences | null }>(),
})

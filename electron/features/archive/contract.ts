import { data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'

/** What the archive is asked for now. `news`: what was missed; `history`: what is older than this installation. */
export interface ArchiveProgress {
  isCatchingUp: boolean
  isFetchingHistory: boolean
  /** Messages looked through since the session began. */
  seen: number
}

export const contract = defineContract({
  events: {
    'archive.progress': event<ArchiveProgress & { accountId: AccountId }>(),
  },
  snapshot: data<ArchiveProgress>(),
})

import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import { accountId, conversationId } from '#shared/schema'

/** What the archive is asked for now. `news`: what was missed; `history`: what is older than this installation. */
export interface ArchiveProgress {
  isCatchingUp: boolean
  isFetchingHistory: boolean
  /** Messages looked through since the session began. */
  seen: number
}

export interface Older {
  /** Messages that were not here before. */
  added: number
  /** What lies before them: `more` may be asked for; `start`: nothing, this is the beginning; `none`: no archive to ask. */
  before: 'more' | 'start' | 'none'
}

export const contract = defineContract({
  calls: {
    /** Fetches one page older than all that is here of this conversation. The messages come as `message.added`, before the answer. */
    'archive.older': call(v.object({ accountId, conversationId })).returns<Older>(),
  },
  events: {
    'archive.progress': event<ArchiveProgress & { accountId: AccountId }>(),
  },
  snapshot: data<ArchiveProgress>(),
})

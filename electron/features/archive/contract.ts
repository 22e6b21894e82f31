import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { MessageCursor } from '#shared/model/message'
import { accountId, conversationId } from '#shared/schema'
import type { EpochMs } from '#shared/time'

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

/** Messages may be missing in the midst of a conversation. */
export interface ArchiveHole {
  id: number
  /** It lies before the first message at or after this place. */
  at: MessageCursor
  /** Null: from the beginning. */
  fromMs: EpochMs | null
  toMs: EpochMs
  /** `not-fetched`: the server has them; `expired`: not any more; `not-archived`: nobody has kept them. */
  why: 'not-fetched' | 'expired' | 'not-archived'
  /** There is an archive that can be asked now. */
  canHeal: boolean
  isHealing: boolean
}

export const contract = defineContract({
  calls: {
    /** Fetches one page older than all that is here of this conversation. The messages come as `message.added`, before the answer. */
    'archive.older': call(v.object({ accountId, conversationId })).returns<Older>(),
    /** What is missing in the midst, oldest first. */
    'archive.holes': call(v.object({ accountId, conversationId })).returns<{ holes: ArchiveHole[] }>(),
    /** Asks for what is missing there, a page of it; `added`: messages that came. */
    'archive.heal': call(v.object({ accountId, conversationId, holeId: v.number() })).returns<{ added: number }>(),
  },
  events: {
    'archive.progress': event<ArchiveProgress & { accountId: AccountId }>(),
    /** In some conversation of the account there are more or fewer, or one is being filled. */
    'archive.holesChanged': event<{ accountId: AccountId }>(),
  },
  snapshot: data<ArchiveProgress>(),
})

import { data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'

/** What the archive of a room is asked for now. `news`: what was missed; `refill`: what damage to the store has taken. */
export interface RoomArchiveWork {
  kind: 'news' | 'refill'
  /** Messages looked through so far. */
  seen: number
}

export const contract = defineContract({
  events: {
    /** Null: nothing is asked any more. */
    'roomArchive.progress': event<{ accountId: AccountId; room: BareJid; work: RoomArchiveWork | null }>(),
  },
  snapshot: data<{ works: { room: BareJid; work: RoomArchiveWork }[] }>(),
})

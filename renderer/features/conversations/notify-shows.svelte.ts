/** What the notifications of single conversations show, where that was chosen for them alone. */
import type { ContractEvent, Snapshot } from '#contract'
import type { Conversation } from '#shared/model/conversation'
import type { NotifyShows } from '#shared/model/settings'
import { register } from '../../lib/sync'

type Place = Pick<Conversation, 'kind' | 'peer'> & { accountId: number }
const keyOf = ({ accountId, kind, peer }: Place) => `${accountId} ${kind} ${peer}`

class NotifyShowsState {
  #chosen = $state.raw<ReadonlyMap<string, NotifyShows>>(new Map())

  /** Null: as everywhere. */
  chosen(conversation: Place): NotifyShows | null {
    return this.#chosen.get(keyOf(conversation)) ?? null
  }

  load(snapshot: Snapshot) {
    const all = Object.entries(snapshot.accounts).flatMap(([id, slices]) =>
      (slices['notification-settings']?.shows ?? []).map((one) => [keyOf({ accountId: Number(id), ...one }), one.shows] as const))
    this.#chosen = new Map(all)
  }

  apply(event: ContractEvent) {
    if (event.name !== 'notifyShows.changed') return
    const chosen = new Map(this.#chosen)
    if (event.payload.shows === null) chosen.delete(keyOf(event.payload))
    else chosen.set(keyOf(event.payload), event.payload.shows)
    this.#chosen = chosen
  }
}

export const notifyShows = register(new NotifyShowsState())

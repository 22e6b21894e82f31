/** What the archives of rooms are doing, each for its room. */
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import { SvelteMap } from 'svelte/reactivity'
import { register } from '../../lib/sync'
import { Calm, type Work } from './calm.svelte'

class RoomArchiveState {
  readonly #rooms = new SvelteMap<string, Calm>()

  /** What is shown of it; null while there is nothing to tell. */
  shownOf(accountId: AccountId, room: BareJid): Work | null {
    return this.#rooms.get(`${accountId} ${room}`)?.shown ?? null
  }

  load(snapshot: Snapshot) {
    for (const calm of this.#rooms.values()) calm.set(null)
    for (const [id, state] of Object.entries(snapshot.accounts)) {
      for (const { room, work } of state['room-archive'].works) this.#set(Number(id) as AccountId, room, work)
    }
  }

  apply(event: ContractEvent) {
    if (event.name === 'roomArchive.progress') this.#set(event.payload.accountId, event.payload.room, event.payload.work)
  }

  #set(accountId: AccountId, room: BareJid, work: Work | null) {
    const key = `${accountId} ${room}`
    let calm = this.#rooms.get(key)
    if (!calm && work) this.#rooms.set(key, (calm = new Calm()))
    calm?.set(work)
  }
}

export const roomArchive = register(new RoomArchiveState())

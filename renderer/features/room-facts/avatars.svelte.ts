/** Which rooms have a picture (XEP-0486), by its hash; the pictures themselves are asked for where they are shown. */
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import { register } from '../../lib/sync'

class Avatars {
  #hashes = $state.raw<ReadonlyMap<string, string | null>>(new Map())

  hashOf(accountId: AccountId, room: string): string | null {
    return this.#hashes.get(`${accountId} ${room}`) ?? null
  }

  load(snapshot: Snapshot) {
    this.#hashes = new Map(
      Object.entries(snapshot.accounts).flatMap(([id, slices]) => (slices['room-facts']?.avatars ?? []).map(({ room, hash }) => [`${id} ${room}`, hash] as const)),
    )
  }

  apply(event: ContractEvent) {
    if (event.name !== 'roomFacts.avatarChanged') return
    const { accountId, room, hash } = event.payload
    this.#hashes = new Map(this.#hashes).set(`${accountId} ${room}`, hash)
  }
}

export const avatars = register(new Avatars())

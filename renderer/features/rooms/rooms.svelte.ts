/** The rooms of all accounts that are logged in: joined ones and bookmarks. */
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import type { Room } from '#shared/model/room'
import { register } from '../../lib/sync'

class Rooms {
  #byAccount = $state.raw<ReadonlyMap<AccountId, ReadonlyMap<string, Room>>>(new Map())

  get(accountId: AccountId | null, jid: string): Room | null {
    return accountId === null ? null : (this.#byAccount.get(accountId)?.get(jid) ?? null)
  }

  of(accountId: AccountId | null): Room[] {
    return accountId === null ? [] : [...(this.#byAccount.get(accountId)?.values() ?? [])]
  }

  load(snapshot: Snapshot) {
    this.#byAccount = new Map(
      Object.entries(snapshot.accounts).map(([id, account]) => [
        Number(id) as AccountId,
        new Map((account.rooms?.rooms ?? []).map((room) => [room.jid as string, room])),
      ]),
    )
  }

  apply(event: ContractEvent) {
    if (event.name !== 'room.changed' && event.name !== 'room.removed') return
    const { accountId } = event.payload
    const rooms = new Map(this.#byAccount.get(accountId))
    if (event.name === 'room.changed') rooms.set(event.payload.room.jid, event.payload.room)
    else rooms.delete(event.payload.jid)
    this.#byAccount = new Map(this.#byAccount).set(accountId, rooms)
  }
}

export const rooms = register(new Rooms())

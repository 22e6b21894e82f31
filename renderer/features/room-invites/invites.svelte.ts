/** Invitations into rooms, of all accounts: those we got and those we sent. */
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import type { ReceivedInvite, RoomInvites, SentInvite } from '#shared/model/room-invite'
import { register } from '../../lib/sync'

const none: RoomInvites = { received: [], sent: [] }

class Invites {
  #byAccount = $state.raw<ReadonlyMap<AccountId, RoomInvites>>(new Map())
  /** Of all accounts, those of people we know first, then newest first. */
  readonly received: readonly (ReceivedInvite & { accountId: AccountId })[] = $derived(
    [...this.#byAccount]
      .flatMap(([accountId, { received }]) => received.map((invite) => ({ ...invite, accountId })))
      .sort((a, b) => Number(a.isFromStranger) - Number(b.isFromStranger) || b.atMs - a.atMs),
  )

  sentTo(accountId: AccountId, room: string): SentInvite[] {
    return (this.#byAccount.get(accountId) ?? none).sent.filter((one) => one.room === room)
  }

  load(snapshot: Snapshot) {
    this.#byAccount = new Map(Object.entries(snapshot.accounts).map(([id, slices]) => [Number(id) as AccountId, slices['room-invites'] ?? none]))
  }

  apply(event: ContractEvent) {
    if (event.name !== 'roomInvite.changed') return
    const { accountId, received, sent } = event.payload
    this.#byAccount = new Map(this.#byAccount).set(accountId, { received, sent })
  }
}

export const invites = register(new Invites())

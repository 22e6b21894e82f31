/** People with several addresses, as the user has put them together; seen from an account, as all of contacts. */
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Availability, ContactPresence } from '#shared/model/contact'
import { register } from '../../lib/sync'
import { presenceOf } from './contacts.svelte'

class People {
  #byAddress = $state.raw<ReadonlyMap<string, readonly BareJid[]>>(new Map())

  /** All his addresses, the one that gives the name first; empty: he has only this one. */
  addressesOf(jid: string, accountId: AccountId): readonly BareJid[] {
    return this.#byAddress.get(`${accountId} ${jid}`) ?? []
  }

  /** The address that gives the name. */
  headOf(jid: string, accountId: AccountId): string {
    return this.addressesOf(jid, accountId)[0] ?? jid
  }

  load(snapshot: Snapshot) {
    this.#byAddress = new Map(Object.entries(snapshot.accounts).flatMap(([id, slices]) => entriesOf(Number(id), slices.people?.people ?? [])))
  }

  apply(event: ContractEvent) {
    if (event.name !== 'people.changed') return
    const { accountId, people: changed } = event.payload
    const others = [...this.#byAddress].filter(([key]) => !key.startsWith(`${accountId} `))
    this.#byAddress = new Map([...others, ...entriesOf(accountId, changed)])
  }
}

const entriesOf = (accountId: number, all: readonly (readonly BareJid[])[]) => all.flatMap((jids) => jids.map((jid) => [`${accountId} ${jid}`, jids] as const))

export const people = register(new People())

const RANK: Record<Availability, number> = { chatty: 0, online: 1, dnd: 2, away: 3, xa: 4, offline: 5 }
export const rankOf = (presence: ContactPresence | null): number => RANK[presence?.availability ?? 'offline']

/** Where he is best to be reached: his most available address; among equals the one before. */
export function bestAddress(jid: string, accountId: AccountId): string {
  const all = people.addressesOf(jid, accountId)
  return all.reduce<string>((best, one) => (rankOf(presenceOf(one, accountId)) < rankOf(presenceOf(best, accountId)) ? one : best), all[0] ?? jid)
}

/** How he is there at his best address. */
export const bestPresence = (jid: string, accountId: AccountId): ContactPresence | null => presenceOf(bestAddress(jid, accountId), accountId)

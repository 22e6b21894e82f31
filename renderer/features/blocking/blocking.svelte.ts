/** Whom each account keeps away. */
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import { bareOf, domainOf, parseJid, type Jid } from '#shared/jid'
import type { Blocking } from '#shared/model/blocking'
import { call } from '../../lib/api'
import { showError } from '../../lib/state/toasts.svelte'
import { register } from '../../lib/sync'

const NONE: Blocking = { isSupported: null, canReport: false, jids: [] }

class BlockingState {
  #byAccount = $state.raw<ReadonlyMap<AccountId, Blocking>>(new Map())

  of(accountId: AccountId): Blocking {
    return this.#byAccount.get(accountId) ?? NONE
  }

  /** XEP-0191 §5: himself, or his whole server. Null: he is free. */
  entryFor(address: string, accountId: AccountId): Jid | null {
    const jid = parseJid(address)
    const { jids } = this.of(accountId)
    return (jid && [jid, bareOf(jid), domainOf(jid)].find((one) => jids.includes(one))) ?? null
  }

  load(snapshot: Snapshot) {
    this.#byAccount = new Map(Object.entries(snapshot.accounts).map(([id, slices]) => [Number(id) as AccountId, slices.blocking.blocking]))
  }

  apply(event: ContractEvent) {
    if (event.name !== 'blocking.changed') return
    this.#byAccount = new Map(this.#byAccount).set(event.payload.accountId, event.payload.blocking)
  }
}

export const blocking = register(new BlockingState())

export async function unblock(accountId: AccountId, jid: Jid): Promise<void> {
  const result = await call('block.remove', { accountId, jid })
  if (!result.ok) showError(result.error)
}

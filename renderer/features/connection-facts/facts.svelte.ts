/** The connection of the account whose page is open: asked for when it opens and whenever the core says that something has changed. */
import type { ContractEvent } from '#contract'
import type { AccountId } from '#shared/ids'
import type { ConnectionFacts } from '#shared/model/connection-facts'
import type { CallError } from '#shared/result'
import { call } from '../../lib/api'
import { register } from '../../lib/sync'

class FactsState {
  facts = $state.raw<ConnectionFacts | null>(null)
  problem = $state.raw<CallError | null>(null)
  #accountId: AccountId | null = null
  #isAsking = false
  #isWanted = false

  /** Gives the end of it. */
  open(accountId: AccountId): () => void {
    this.#accountId = accountId
    this.facts = null
    this.problem = null
    void this.#ask()
    return () => {
      if (this.#accountId === accountId) this.#accountId = null
    }
  }

  load(): void {
    if (this.#accountId !== null) void this.#ask()
  }

  apply(event: ContractEvent): void {
    if (event.name === 'connectionFacts.changed' && event.payload.accountId === this.#accountId) void this.#ask()
  }

  async #ask(): Promise<void> {
    this.#isWanted = true
    if (this.#isAsking) return
    this.#isAsking = true
    while (this.#isWanted && this.#accountId !== null) {
      this.#isWanted = false
      const accountId = this.#accountId
      const result = await call('connectionFacts.get', { accountId })
      if (accountId !== this.#accountId) continue
      if (result.ok) this.facts = result.value
      this.problem = result.ok ? null : result.error
    }
    this.#isAsking = false
  }
}

export const connectionFacts = register(new FactsState())

/** The accounts of this computer, as the main process tells them. */
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import type { Account } from '#shared/model/account'
import { register } from '../sync'
import { navigation } from './navigation.svelte'

class Accounts {
  #list = $state.raw<Account[]>([])
  /** False where the system has no keychain: passwords then live until the program ends. */
  canRemember = $state(false)
  isLoaded = $state(false)

  get list(): readonly Account[] {
    return this.#list
  }

  get(id: AccountId | null): Account | null {
    return this.#list.find((account) => account.id === id) ?? null
  }

  /** The account on screen. */
  get current(): Account | null {
    return this.get(navigation.accountId)
  }

  load(snapshot: Snapshot) {
    this.#list = snapshot.app.accounts.accounts
    this.canRemember = snapshot.app.accounts.canRemember
    this.isLoaded = true
  }

  apply(event: ContractEvent) {
    if (event.name === 'account.changed') {
      const { account } = event.payload
      const isKnown = this.#list.some((other) => other.id === account.id)
      this.#list = isKnown ? this.#list.map((other) => (other.id === account.id ? account : other)) : [...this.#list, account]
    } else if (event.name === 'account.removed') {
      this.#list = this.#list.filter((account) => account.id !== event.payload.accountId)
    }
  }
}

export const accounts = register(new Accounts())

/** The accounts of this computer, as the main process tells them. */
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import type { Account } from '#shared/model/account'
import { register } from '../sync'
import { navigation } from './navigation.svelte'

/** Of the tokens --account-N. */
const COLOURS = 6

class Accounts {
  #list = $state.raw<Account[]>([])
  /** False where the system has no keychain: passwords then live until the program ends. */
  canRemember = $state(false)
  isLoaded = $state(false)
  /** The account whose login is on screen until it is online. Set by the login alone. */
  pendingId = $state<AccountId | null>(null)
  readonly #active: readonly Account[] = $derived(this.#list.filter((account) => account.isActive && account.id !== this.pendingId))

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

  /** Logged in, in the user's order. Without the one whose login is on screen: it may still be a mistyped address. */
  get active(): readonly Account[] {
    return this.#active
  }

  /** Marks and account choices are shown only then. */
  get isSeveral(): boolean {
    return this.#active.length > 1
  }

  /** CSS colour of the account's mark; the same as long as no older account is removed. */
  colourOf(id: AccountId): string {
    const place = this.#list.filter((account) => account.id < id).length
    return `var(--account-${(place % COLOURS) + 1})`
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
    } else if (event.name === 'account.ordered') {
      const { accountIds } = event.payload
      this.#list = [...this.#list].sort((a, b) => accountIds.indexOf(a.id) - accountIds.indexOf(b.id))
    } else if (event.name === 'account.removed') {
      this.#list = this.#list.filter((account) => account.id !== event.payload.accountId)
    }
  }
}

export const accounts = register(new Accounts())

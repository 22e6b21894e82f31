/** A login in progress: from the button until the account is online, or the user gives up. */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Account, ServerSettings } from '#shared/model/account'
import type { ProblemView } from '#shared/model/connection'
import type { OwnAvailability } from '#shared/model/contact'
import type { CallError } from '#shared/result'
import { call } from '../../lib/api'
import { accounts } from '../../lib/state/accounts.svelte'
import { navigation } from '../../lib/state/navigation.svelte'

export interface LoginRequest {
  address: BareJid
  /** Null: the remembered one. */
  password: string | null
  remember: boolean
  autoLogin: boolean
  server: Partial<ServerSettings>
  /** Null or absent: as it was. */
  proxyPassword?: string | null
  availability: OwnAvailability
}

class Login {
  isSubmitting = $state(false)
  /** The call itself was refused. */
  error = $state.raw<CallError | null>(null)
  /** A certificate the user already accepted for this server while registering. */
  #acceptedFingerprint: string | null = null

  /** The account whose login is on screen; the main view waits until it is online. */
  get pendingId(): AccountId | null {
    return accounts.pendingId
  }

  readonly account: Account | null = $derived(accounts.get(accounts.pendingId))
  readonly problem: ProblemView | null = $derived.by(() => {
    const connection = this.account?.connection
    return connection?.phase === 'offline' || connection?.phase === 'waiting' ? connection.problem : null
  })
  readonly isConnecting: boolean = $derived(this.isSubmitting || (accounts.pendingId !== null && this.problem === null))

  async submit(request: LoginRequest, acceptedFingerprint: string | null = null): Promise<void> {
    const { availability, ...input } = request
    this.#acceptedFingerprint = acceptedFingerprint
    this.error = null
    this.isSubmitting = true
    const before = accounts.pendingId
    const result = await call('account.login', input)
    if (result.ok) {
      const { accountId } = result.value
      accounts.pendingId = accountId
      if (accounts.active.length === 0) navigation.showAccount(accountId)
      if (before !== null && before !== accountId) void call('account.logout', { accountId: before }) // another address: that one is given up
      await setAvailability(accountId, availability)
    } else this.error = result.error
    this.isSubmitting = false
  }

  /** Follows the account on screen; called whenever it changed. */
  follow() {
    if (this.account?.connection.phase === 'online') {
      accounts.pendingId = null
      if (navigation.dialog?.name === 'add-account') navigation.dialog = null
    }
    const fingerprint = this.problem?.certificate?.fingerprint
    if (this.pendingId !== null && fingerprint && fingerprint === this.#acceptedFingerprint) {
      this.#acceptedFingerprint = null
      void call('account.acceptCertificate', { accountId: this.pendingId, fingerprint })
    }
  }

  async cancel(): Promise<void> {
    const accountId = accounts.pendingId
    accounts.pendingId = null
    this.error = null
    if (accountId !== null) await call('account.logout', { accountId })
  }
}

/** The session keeps its status between logins: it is told only when the user chose another one. */
async function setAvailability(accountId: AccountId, availability: OwnAvailability): Promise<void> {
  const snapshot = await window.magpie.snapshot()
  const status = snapshot.accounts[accountId]?.presence.status
  if (status && status.availability !== availability) await call('status.set', { accountId, availability, signature: status.signature })
}

export const login = new Login()

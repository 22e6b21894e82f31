/** What may be missing in the midst of the conversation on screen, and asking for it. */
import type { CallOutput, ContractEvent } from '#contract'
import type { AccountId, ConversationId } from '#shared/ids'
import type { CallError } from '#shared/result'
import { call } from '../../lib/api'

export type Hole = CallOutput<'archive.holes'>['holes'][number]

export class Holes {
  list = $state.raw<readonly Hole[]>([])
  /** The last try for a hole has failed, or brought nothing where nothing was expected. */
  failures = $state.raw<ReadonlyMap<number, CallError | 'nothing'>>(new Map())
  #wasOnline: boolean | null = null
  #generation = 0

  constructor(
    readonly accountId: AccountId,
    readonly conversationId: ConversationId,
  ) {}

  async load(): Promise<void> {
    const generation = ++this.#generation
    const result = await call('archive.holes', { accountId: this.accountId, conversationId: this.conversationId })
    if (result.ok && generation === this.#generation) this.list = result.value.holes
  }

  /** A page of what belongs there. */
  async heal(holeId: number): Promise<void> {
    this.#note(holeId, null)
    // What the server has is asked for on and on, also through pages of which nothing is shown.
    const isThere = this.list.find((hole) => hole.id === holeId)?.why === 'not-fetched'
    const result = await call('archive.heal', { accountId: this.accountId, conversationId: this.conversationId, holeId })
    if (!result.ok) this.#note(holeId, result.error)
    else if (result.value.added === 0 && !isThere) this.#note(holeId, 'nothing')
  }

  apply(event: ContractEvent): void {
    if (event.name === 'archive.holesChanged' && event.payload.accountId === this.accountId) void this.load()
    else if (event.name === 'account.changed' && event.payload.account.id === this.accountId) {
      const isOnline = event.payload.account.connection.phase === 'online'
      if (this.#wasOnline !== isOnline) {
        this.failures = new Map()
        void this.load()
      }
      this.#wasOnline = isOnline
    }
  }

  #note(holeId: number, failure: CallError | 'nothing' | null) {
    const failures = new Map(this.failures)
    if (failure) failures.set(holeId, failure)
    else failures.delete(holeId)
    this.failures = failures
  }
}

/** What the console shows of one account: fetched from the core piece by piece as it grows, by the filters. */
import type { ContractEvent } from '#contract'
import type { AccountId } from '#shared/ids'
import type { WireDirection, WireEntry, WireFilter, WireKind } from '#shared/model/console'
import { call } from '../../lib/api'
import { register } from '../../lib/sync'
import { showError } from '../../lib/state/toasts.svelte'

const PAGE = 500
/** Rows in the page; older ones can be fetched again. */
const MAX_ROWS = 10_000

export class ConsoleView {
  rows = $state.raw<readonly WireEntry[]>([])
  /** There are earlier ones that fit. */
  isMore = $state(false)
  isPaused = $state(false)
  /** Came while it is paused. */
  missed = $state(0)
  #lastSeq = 0
  #generation = 0
  #isReading = false
  #isWanted = false

  constructor(readonly accountId: AccountId, readonly filter: () => WireFilter) {}

  /** From the beginning: other filters. */
  async start(): Promise<void> {
    this.#lastSeq = 0
    this.rows = []
    this.isMore = false
    this.#generation++
    this.#isReading = false
    await this.#read()
  }

  grown(lastSeq: number): void {
    if (this.isPaused) this.missed = Math.max(0, lastSeq - this.#lastSeq)
    else void this.#read()
  }

  setPaused(isPaused: boolean): void {
    this.isPaused = isPaused
    this.missed = 0
    if (!isPaused) void this.#read()
  }

  emptied(): void {
    this.rows = []
    this.isMore = false
    this.missed = 0
  }

  async older(): Promise<void> {
    const mine = this.#generation
    const result = await call('console.read', { accountId: this.accountId, filter: this.filter(), afterSeq: 0, beforeSeq: this.rows[0]?.seq ?? null, limit: PAGE })
    if (mine !== this.#generation) return
    if (!result.ok) return showError(result.error)
    this.rows = [...result.value.entries, ...this.rows]
    this.isMore = result.value.isMore
  }

  async #read(): Promise<void> {
    if (this.#isReading) return void (this.#isWanted = true)
    this.#isReading = true
    const mine = this.#generation
    do {
      this.#isWanted = false
      const isFirst = this.#lastSeq === 0
      const result = await call('console.read', { accountId: this.accountId, filter: this.filter(), afterSeq: this.#lastSeq, beforeSeq: null, limit: PAGE })
      if (mine !== this.#generation) return
      if (!result.ok) break
      const { entries, lastSeq, isMore } = result.value
      this.#lastSeq = lastSeq
      // More than one page at once: what lies between is left out like what is older.
      if (isFirst || isMore) [this.rows, this.isMore] = [entries, isMore]
      else if (entries.length > 0) {
        const rows = [...this.rows, ...entries]
        if (rows.length > MAX_ROWS) this.isMore = true
        this.rows = rows.slice(-MAX_ROWS)
      }
    } while (this.#isWanted)
    this.#isReading = false
  }
}

/** The filters outlive the page: somebody who comes back, or comes from a message, finds them as they are. */
class ConsoleState {
  direction = $state<WireDirection | 'all'>('all')
  kinds = $state<WireKind[]>([])
  text = $state('')
  namespace = $state('')
  address = $state('')
  view = $state.raw<ConsoleView | null>(null)

  readonly filter = $derived.by((): WireFilter => ({
    ...(this.direction !== 'all' && { direction: this.direction }),
    ...(this.kinds.length > 0 && { kinds: [...this.kinds] }),
    ...(this.text.trim() && { text: this.text.trim() }),
    ...(this.namespace.trim() && { namespace: this.namespace.trim() }),
    ...(this.address.trim() && { address: this.address.trim() }),
  }))
  readonly isFiltered = $derived(Object.keys(this.filter).length > 0)

  only(text: string): void {
    this.direction = 'all'
    this.kinds = []
    this.namespace = ''
    this.address = ''
    this.text = text
  }

  load(): void {
    // A new snapshot says nothing of the wire.
  }

  apply(event: ContractEvent): void {
    if (event.name === 'console.grew' && event.payload.accountId === this.view?.accountId) this.view.grown(event.payload.lastSeq)
    else if (event.name === 'console.cleared' && event.payload.accountId === this.view?.accountId) this.view.emptied()
  }
}

export const xmlConsole = register(new ConsoleState())

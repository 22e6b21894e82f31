/** One search over messages: words and filters in, pages of hits out. Asks as the user types; only the newest answer counts. */
import type { CallInput } from '#contract'
import type { AccountId, ConversationId } from '#shared/ids'
import type { FoundMessage } from '#shared/model/search'
import type { CallError } from '#shared/result'
import type { EpochMs } from '#shared/time'
import { call } from '../../lib/api'

type Input = CallInput<'search.messages'>
export type Seat = Input['seat']
export interface Filters {
  conversation: { accountId: AccountId; id: ConversationId } | null
  /** `own`: the user's; else as in FoundMessage.sender. */
  sender: 'own' | { sender: string } | null
  kind: NonNullable<Input['kind']> | null
  /** From and until a day, exclusive; local midnights. */
  fromMs: EpochMs | null
  untilMs: EpochMs | null
}
export const NO_FILTERS: Filters = { conversation: null, sender: null, kind: null, fromMs: null, untilMs: null }

/** Keys come faster than answers are read. */
const PAUSE_MS = 120
const PAGE = 50
/** More than this nobody reads; narrowing down helps. */
const MAX_HITS = 1000
/** While older messages are still on their way into the index. */
const AGAIN_MS = 3000

export class MessageSearch {
  text = $state('')
  filters = $state.raw<Filters>(NO_FILTERS)
  hits = $state.raw<readonly FoundMessage[]>([])
  isBusy = $state(false)
  hasMore = $state(false)
  problem = $state.raw<CallError | null>(null)
  /** Messages that are not looked through yet. */
  unread = $state(0)

  #next: number | null = null
  #generation = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(readonly seat: Seat) {}

  readonly hasFilters = $derived(Object.values(this.filters).some((one) => one !== null))
  readonly isOn = $derived(this.text.trim() !== '' || this.hasFilters)

  /** Anew, after a moment. */
  ask(text: string, filters: Filters = this.filters) {
    const isSame = text.trim() === this.text.trim() && filters === this.filters
    this.text = text
    this.filters = filters
    if (isSame) return
    this.#restart(PAUSE_MS)
  }

  filter(change: Partial<Filters>) {
    this.filters = { ...this.filters, ...change }
    this.#restart(0)
  }

  #restart(pauseMs: number) {
    this.#generation++
    clearTimeout(this.#timer)
    this.isBusy = this.isOn
    if (this.isOn) this.#timer = setTimeout(() => void this.#fetch(undefined), pauseMs)
    else this.clear()
  }

  again() {
    this.#restart(0)
  }

  clear() {
    this.#generation++
    clearTimeout(this.#timer)
    this.text = ''
    this.filters = NO_FILTERS
    this.hits = []
    this.isBusy = this.hasMore = false
    this.problem = null
    this.unread = 0
    this.#next = null
  }

  async more(): Promise<void> {
    if (!this.isBusy && this.#next !== null) await this.#fetch(this.#next)
  }

  async #fetch(before: number | undefined) {
    const generation = ++this.#generation
    this.isBusy = true
    const { conversation, sender, kind, fromMs, untilMs } = this.filters
    const result = await call('search.messages', {
      text: this.text.slice(0, 500), seat: this.seat, limit: PAGE, before,
      accountId: conversation?.accountId, conversationId: conversation?.id,
      ...(sender === 'own' ? { isOwn: true } : sender && { sender: sender.sender }),
      kind: kind ?? undefined, fromMs: fromMs ?? undefined, untilMs: untilMs ?? undefined,
    })
    if (generation !== this.#generation) return
    this.isBusy = false
    this.problem = result.ok ? null : result.error
    if (!result.ok) return
    this.hits = before === undefined ? result.value.hits : [...this.hits, ...result.value.hits]
    this.#next = this.hits.length < MAX_HITS ? result.value.next : null
    this.hasMore = this.#next !== null
    this.unread = result.value.unread
    if (this.unread > 0 && before === undefined) this.#timer = setTimeout(() => void this.#fetch(undefined), AGAIN_MS)
  }
}

/** What the servers find and is not on this computer. Asked only when the user says so: the words go there. Only the newest question counts. */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { FoundOnServer } from '#shared/model/search'
import type { CallError } from '#shared/result'
import type { EpochMs } from '#shared/time'
import { call } from '../../lib/api'

export interface ServerWords {
  text: string
  accountIds: readonly AccountId[]
  peer?: BareJid
  fromMs?: EpochMs
  untilMs?: EpochMs
}
/** Also good as the id of an element: what servers call their entries may be anything. */
const keyOf = ({ accountId, archiveId }: FoundOnServer) => `${accountId}-${archiveId.replace(/[^a-z0-9.-]/giu, (char) => `_${char.codePointAt(0)}_`)}`

export class ServerSearch {
  /** Accounts whose server can do it. */
  offered = $state.raw<readonly AccountId[]>([])
  hits = $state.raw<readonly FoundOnServer[]>([])
  wasAsked = $state(false)
  isBusy = $state(false)
  hasMore = $state(false)
  problem = $state.raw<CallError | null>(null)

  #words: ServerWords | null = null
  #next = new Map<AccountId, string | null>()
  #generation = 0

  readonly isOffered = $derived(this.offered.length > 0)
  keyOf = keyOf

  /** Other words: what was found is void. Null: nothing that a server could look for. */
  async change(words: ServerWords | null): Promise<void> {
    const generation = ++this.#generation
    this.#words = words
    this.#next.clear()
    this.hits = []
    this.wasAsked = this.isBusy = this.hasMore = false
    this.problem = null
    if (!words) return void (this.offered = [])
    const answers = await Promise.all(
      words.accountIds.map(async (accountId) => {
        const result = await call('archiveSearch.isOffered', { accountId })
        return result.ok && result.value.isOffered ? [accountId] : []
      }),
    )
    if (generation === this.#generation) this.offered = answers.flat()
  }

  /** The first page, or the one after the last; also again after a failure. */
  async ask(): Promise<void> {
    const words = this.#words
    const wanted = this.offered.filter((id) => this.#next.get(id) !== null)
    if (!words || this.isBusy || wanted.length === 0) return
    const generation = ++this.#generation
    this.wasAsked = this.isBusy = true
    this.problem = null
    const { accountIds: _, ...about } = words
    const answers = await Promise.all(
      wanted.map(async (accountId) => {
        const before = this.#next.get(accountId)
        return { accountId, result: await call('archiveSearch.find', { ...about, accountId, ...(typeof before === 'string' && { before }) }) }
      }),
    )
    if (generation !== this.#generation) return
    this.isBusy = false
    const known = new Map(this.hits.map((hit) => [keyOf(hit), hit]))
    for (const { accountId, result } of answers) {
      if (!result.ok) {
        this.problem = result.error
        continue
      }
      this.#next.set(accountId, result.value.next)
      for (const hit of result.value.hits) known.set(keyOf(hit), hit)
    }
    this.hits = [...known.values()].sort((a, b) => b.sentAtMs - a.sentAtMs)
    this.hasMore = this.offered.some((id) => this.#next.get(id) !== null)
  }
}

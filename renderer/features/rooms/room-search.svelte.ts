/**
 * Finding rooms of many servers by words (XEP-0433). The words leave only when the user says so: they go to the search service
 * that he has named, else to one of his own server.
 */
import type { AccountId } from '#shared/ids'
import { parseBareJid, type BareJid } from '#shared/jid'
import type { RoomListing } from '#shared/model/room'
import type { FoundRoom } from '#shared/model/room-search'
import type { CallError } from '#shared/result'
import { call } from '../../lib/api'
import { Preference } from '../../lib/state/preference.svelte'

const named = new Preference<string>('room-search-service', '', (value): value is string => typeof value === 'string')

/** Search services only say that not everybody gets in, not why. */
export type FoundListing = RoomListing & { isClosed?: boolean }
const toListing = (one: FoundRoom): FoundListing => ({
  jid: one.jid, name: one.name, description: one.description || null, occupantCount: one.occupantCount, isPasswordProtected: null, isMembersOnly: null,
  isClosed: one.isOpen === false,
})

export class RoomSearch {
  readonly accountId: AccountId
  #own = $state.raw<BareJid | null>(null)
  #next: string | null = null
  #request = 0
  /** What `found` was found by; '' before any search. */
  words = $state('')
  found = $state.raw<FoundListing[]>([])
  total = $state<number | null>(null)
  hasMore = $state(false)
  isLoading = $state(false)
  problem = $state.raw<CallError | null>(null)

  constructor(accountId: AccountId) {
    this.accountId = accountId
    void call('roomSearch.services', { accountId }).then((result) => {
      if (result.ok) this.#own = result.value.services[0]?.jid ?? null
    })
  }

  /** Null: none is known. */
  get service(): BareJid | null {
    return parseBareJid(named.value) ?? this.#own
  }
  /** The one the user has named; '' for the own server's. */
  get named(): string {
    return named.value
  }
  set named(value: string) {
    named.value = value
    this.clear()
  }

  clear() {
    this.#request++
    this.#next = null
    Object.assign(this, { words: '', found: [], total: null, hasMore: false, isLoading: false, problem: null })
  }

  /** The first page for new words, else the next one. */
  async find(words: string): Promise<void> {
    const { service } = this
    if (!service) return
    const isMore = words === this.words && this.#next !== null
    if (!isMore) this.clear()
    const mine = ++this.#request
    Object.assign(this, { words, isLoading: true, problem: null })
    const after = isMore && this.#next !== null ? { after: this.#next } : {}
    const result = await call('roomSearch.find', { accountId: this.accountId, service, words, order: 'users', ...after })
    if (mine !== this.#request) return
    this.isLoading = false
    if (!result.ok) return void (this.problem = result.error)
    const known = new Set(this.found.map((one) => one.jid))
    this.found = [...this.found, ...result.value.rooms.filter((one) => !known.has(one.jid)).map(toListing)]
    this.total = result.value.total
    this.#next = result.value.next
    this.hasMore = result.value.next !== null
  }
}

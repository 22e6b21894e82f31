/** What the archives of all accounts are doing, in one line; and what each server keeps. */
import type { CallOutput, ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import { SvelteMap } from 'svelte/reactivity'
import { register } from '../../lib/sync'

export type ArchivePreferences = CallOutput<'archivePreferences.get'>
export interface Work {
  /** `news`: what was missed; `history`: what is older than this installation. */
  kind: 'news' | 'history'
  /** Messages looked through, over all accounts that do this. */
  seen: number
}
interface Progress {
  isCatchingUp: boolean
  isFetchingHistory: boolean
  seen: number
}

/** What is done sooner is never shown … */
const SHOWN_AFTER_MS = 400
/** … and what is shown stays long enough to be read. */
const SHOWN_FOR_MS = 1000

class ArchiveState {
  /** What is shown; null while there is nothing to tell. */
  shown = $state.raw<Work | null>(null)
  readonly #progress = new Map<AccountId, Progress>()
  readonly #preferences = new SvelteMap<AccountId, ArchivePreferences>()
  #delay: ReturnType<typeof setTimeout> | null = null
  #hold: ReturnType<typeof setTimeout> | null = null

  /** Null: not known, or the server lets nobody choose. */
  preferencesOf(accountId: AccountId): ArchivePreferences | null {
    return this.#preferences.get(accountId) ?? null
  }

  load(snapshot: Snapshot) {
    this.#progress.clear()
    this.#preferences.clear()
    for (const [key, { archive, 'archive-preferences': chosen }] of Object.entries(snapshot.accounts)) {
      const id = Number(key) as AccountId
      this.#progress.set(id, archive)
      if (chosen.preferences) this.#preferences.set(id, chosen.preferences)
    }
    this.#show()
  }

  apply(event: ContractEvent) {
    if (event.name === 'archive.progress') {
      this.#progress.set(event.payload.accountId, event.payload)
      this.#show()
    } else if (event.name === 'archivePreferences.changed') {
      const { accountId, preferences } = event.payload
      if (preferences) this.#preferences.set(accountId, preferences)
      else this.#preferences.delete(accountId)
    }
  }

  #work(): Work | null {
    const all = [...this.#progress.values()]
    const sum = (list: Progress[]) => list.reduce((seen, one) => seen + one.seen, 0)
    const behind = all.filter((one) => one.isCatchingUp)
    if (behind.length > 0) return { kind: 'news', seen: sum(behind) }
    const older = all.filter((one) => one.isFetchingHistory)
    return older.length > 0 ? { kind: 'history', seen: sum(older) } : null
  }

  #show() {
    const work = this.#work()
    if (work === null) {
      if (this.#delay) clearTimeout(this.#delay)
      this.#delay = null
      if (!this.#hold) this.shown = null
    } else if (this.shown) this.shown = work
    else this.#delay ??= setTimeout(() => this.#begin(), SHOWN_AFTER_MS)
  }

  #begin() {
    this.#delay = null
    this.shown = this.#work()
    this.#hold = setTimeout(() => {
      this.#hold = null
      this.shown = this.#work()
    }, SHOWN_FOR_MS)
  }
}

export const archive = register(new ArchiveState())

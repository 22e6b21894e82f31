/** What the archives of all accounts are doing, in one line; and what each server keeps. */
import type { CallOutput, ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import { SvelteMap } from 'svelte/reactivity'
import { register } from '../../lib/sync'
import { Calm, type Work } from './calm.svelte'

export type ArchivePreferences = CallOutput<'archivePreferences.get'>
interface Progress {
  isCatchingUp: boolean
  isFetchingHistory: boolean
  seen: number
}

class ArchiveState {
  readonly #calm = new Calm()
  readonly #progress = new Map<AccountId, Progress>()
  readonly #preferences = new SvelteMap<AccountId, ArchivePreferences>()

  /** What is shown, over all accounts that do this; null while there is nothing to tell. */
  get shown(): Work | null {
    return this.#calm.shown
  }

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
    this.#calm.set(this.#work())
  }

  apply(event: ContractEvent) {
    if (event.name === 'archive.progress') {
      this.#progress.set(event.payload.accountId, event.payload)
      this.#calm.set(this.#work())
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
}

export const archive = register(new ArchiveState())

/** The check-up as the core tells it, and which report is on screen. */
import type { ContractEvent, Snapshot } from '#contract'
import type { AreaKey, CheckReport } from '#shared/check-up/report'
import type { AccountId } from '#shared/ids'
import type { CheckUpState, CheckUpSummary } from '#shared/model/check-up'
import { call } from '../../lib/api'
import { showError } from '../../lib/state/toasts.svelte'
import { register } from '../../lib/sync'

class CheckUp {
  #state = $state.raw<CheckUpState>({ progress: null, failure: null })
  #reports = $state.raw<readonly CheckUpSummary[]>([])
  #shown = $state.raw<{ id: number; report: CheckReport } | null>(null)
  #other = $state.raw<{ id: number; report: CheckReport } | null>(null)

  get progress() {
    return this.#state.progress
  }
  get failure() {
    return this.#state.failure
  }
  /** Newest first. */
  get reports() {
    return this.#reports
  }
  /** The one on screen. */
  get shown() {
    return this.#shown
  }
  /** With which it is compared. */
  get other() {
    return this.#other
  }

  /** `areas` null: all. */
  async start(accountIds: [AccountId] | [AccountId, AccountId], areas: AreaKey[] | null): Promise<void> {
    const result = await call('checkUp.start', { accountIds, areas })
    if (!result.ok) showError(result.error)
  }

  async show(id: number | null): Promise<void> {
    this.#other = null
    this.#shown = id === null ? null : await this.#get(id)
  }

  async compareWith(id: number | null): Promise<void> {
    this.#other = id === null ? null : await this.#get(id)
  }

  async forget(id: number): Promise<void> {
    const result = await call('checkUp.forget', { reportId: id })
    if (!result.ok) showError(result.error)
    else if (this.#shown?.id === id) await this.show(null)
  }

  /** False: it is none. */
  async import(file: File): Promise<boolean> {
    let report: unknown
    try {
      report = file.size > 8_000_000 ? null : JSON.parse(await file.text())
    } catch (error) {
      void error // no JSON, or not to be read
      return false
    }
    const result = await call('checkUp.import', { report: report as never })
    if (result.ok) await this.show(result.value.reportId)
    return result.ok
  }

  async #get(id: number) {
    const result = await call('checkUp.report', { reportId: id })
    if (!result.ok) showError(result.error)
    return result.ok ? { id, report: result.value } : null
  }

  load(snapshot: Snapshot) {
    const { progress, failure, reports } = snapshot.app['check-up']
    this.#state = { progress, failure }
    this.#reports = reports
  }

  apply(event: ContractEvent) {
    if (event.name === 'checkUp.changed') this.#state = event.payload
    else if (event.name === 'checkUp.reports') {
      const isNew = this.progress !== null && event.payload.reports[0]?.isImported === false && event.payload.reports[0].id !== this.#reports[0]?.id
      this.#reports = event.payload.reports
      if (isNew) void this.show(this.#reports[0]!.id) // its run has just ended
    }
  }
}

export const checkUp = register(new CheckUp())

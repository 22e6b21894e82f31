/** How the store on the disk is doing: whether it can be written, and what was saved of a damaged one. */
import type { ContractEvent, Snapshot } from '#contract'
import type { StoreCheck, StoreRecovery, StoreTrouble } from '#shared/model/store'
import { call } from '../api'
import { register } from '../sync'

class StoreState {
  trouble = $state.raw<StoreTrouble | null>(null)
  /** The last full check. */
  check = $state.raw<StoreCheck | null>(null)
  recovery = $state.raw<StoreRecovery | null>(null)

  acknowledge() {
    this.recovery = null
    void call('store.acknowledgeRecovery', {})
  }

  load({ app }: Snapshot) {
    this.trouble = app.store.trouble
    this.recovery = app.store.recovery
    this.check = app.store.check
  }

  apply(event: ContractEvent) {
    if (event.name === 'store.problem') this.trouble = event.payload
    else if (event.name === 'store.ok') this.trouble = null
    else if (event.name === 'store.checked') this.check = event.payload
    else if (event.name === 'store.recovered') this.recovery = event.payload
  }
}

export const store = register(new StoreState())

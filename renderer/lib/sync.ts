/**
 * The only subscriber to events. Takes a snapshot, then applies what is newer; a gap means a new snapshot. State modules
 * register here and are otherwise read-only: `load` and `apply` are their only writers.
 */
import type { ContractEvent, Snapshot } from '#contract'

export interface Projection {
  load(snapshot: Snapshot): void
  apply(event: ContractEvent): void
}

const projections: Projection[] = []

/** State modules call this once, at import. */
export function register<P extends Projection>(projection: P): P {
  projections.push(projection)
  return projection
}

/** Resolves when the first snapshot is shown. */
export async function startSync(): Promise<void> {
  let revision = -1
  let waiting: ContractEvent[] = []
  let isLoading = false

  const apply = (event: ContractEvent) => {
    revision = event.revision
    for (const projection of projections) projection.apply(event)
  }

  const load = async () => {
    isLoading = true
    const snapshot = await window.magpie.snapshot()
    revision = snapshot.revision
    for (const projection of projections) projection.load(snapshot)
    const later = waiting.filter((event) => event.revision > revision)
    waiting = []
    isLoading = false
    receive(later)
  }

  const receive = (events: ContractEvent[]) => {
    for (const event of events) {
      if (event.name.startsWith('desktop.')) {
        // A wish of the user outside the window, not a change of the core's state: it has no place in the numbering.
        for (const projection of projections) projection.apply(event)
        continue
      }
      if (isLoading) waiting.push(event)
      else if (event.revision === revision + 1) apply(event)
      else if (event.revision > revision) {
        waiting.push(event)
        void load()
      }
      // A session began or ended: everything of that account comes anew with a snapshot.
      if (!isLoading && event.name === 'account.sessionChanged') void load()
    }
  }

  window.magpie.subscribe(receive)
  await load()
}

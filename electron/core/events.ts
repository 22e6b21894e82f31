/**
 * Events: published after the commit of the transaction that made them true, numbered, in order. What a window shows
 * comes from here and from nowhere else.
 */
export interface CoreEvent {
  /** Grows by one with every event; a snapshot carries the number of the last event it contains. */
  revision: number
  name: string
  payload: unknown
}

export interface EventBus {
  readonly revision: number
  publish(name: string, payload: unknown): void
  subscribe(listener: (event: CoreEvent) => void): () => void
  /** Runs `work` in one transaction; its events leave after the commit. Nested calls join the outer one. */
  transaction<T>(work: () => T): T
  /** Runs `act` when the transaction in hand is committed and its events have left; at once when there is none. Not at all after a rollback. */
  afterCommit(act: () => void): void
}

/**
 * `begin` runs its argument inside a database transaction and throws what it throws, after rolling back; `onRolledBack` learns of it
 * when events may leave again.
 */
export function createEventBus(
  begin: <T>(work: () => T) => T, onListenerError: (error: unknown) => void, onRolledBack: (error: unknown) => void = () => undefined,
): EventBus {
  const listeners = new Set<(event: CoreEvent) => void>()
  let revision = 0
  let held: { name: string; payload: unknown }[] | null = null
  let acts: (() => void)[] = []

  const attempt = (work: () => void) => {
    try {
      work()
    } catch (error) {
      onListenerError(error)
    }
  }

  const emit = (name: string, payload: unknown) => {
    const event = { revision: ++revision, name, payload }
    for (const listener of listeners) attempt(() => listener(event))
  }

  return {
    get revision() {
      return revision
    },
    publish: (name, payload) => (held ? void held.push({ name, payload }) : emit(name, payload)),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    transaction: (work) => {
      if (held) return work()
      const mine: { name: string; payload: unknown }[] = []
      const mineToDo: (() => void)[] = []
      held = mine
      acts = mineToDo
      let value
      try {
        value = begin(work)
      } catch (error) {
        held = null
        onRolledBack(error)
        throw error
      }
      held = null
      for (const { name, payload } of mine) emit(name, payload)
      for (const act of mineToDo) attempt(act)
      return value
    },
    afterCommit: (act) => (held ? void acts.push(act) : act()),
  }
}

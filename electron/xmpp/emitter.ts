/** Typed events whose listeners cannot harm each other or the stream: what they throw is logged (SAFETY.md P2). */
import type { ConnectionDeps } from './types'

export class Emitter<E extends { [K in keyof E]: (...args: never[]) => void }> {
  /** What the last listener that threw has thrown. */
  fault = ''
  #listeners = new Map<keyof E, Set<E[keyof E]>>()

  constructor(readonly log: ConnectionDeps['log']) {}

  has(event: keyof E): boolean {
    return (this.#listeners.get(event)?.size ?? 0) > 0
  }

  on<K extends keyof E>(event: K, listener: E[K]): () => void {
    const set = this.#listeners.get(event) ?? new Set()
    this.#listeners.set(event, set)
    set.add(listener)
    return () => set.delete(listener)
  }

  /** Synchronous, in order of registration. False when a listener threw. */
  emit<K extends keyof E>(event: K, ...args: Parameters<E[K]>): boolean {
    let isOk = true
    for (const listener of [...(this.#listeners.get(event) ?? [])]) {
      try {
        listener(...args)
      } catch (error) {
        isOk = false
        this.fault = String((error as Error)?.stack ?? error).slice(0, 2000)
        this.log('error', `a listener of ${String(event)} threw`, { error: this.fault })
      }
    }
    return isOk
  }
}

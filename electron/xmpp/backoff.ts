/**
 * How long to wait before the next attempt: 1 s doubling to 2 min, from the start again after 60 s online; somewhere between a quarter
 * and all of that, so that those a server has lost come back spread, and none of them more than twenty times in ten minutes (SAFETY R1).
 */
const FIRST_MS = 1000
const MAX_MS = 120_000
const STABLE_MS = 60_000

export class BackOff {
  #attempt = 0
  #onlineSinceMs: number | null = null

  constructor(readonly random: () => number, readonly monotonicMs: () => number) {}

  get attempt(): number {
    return this.#attempt
  }

  online(): void {
    this.#onlineSinceMs = this.monotonicMs()
  }

  reset(): void {
    this.#attempt = 0
    this.#onlineSinceMs = null
  }

  /** Milliseconds until the next attempt. */
  next(): number {
    if (this.#onlineSinceMs !== null && this.monotonicMs() - this.#onlineSinceMs >= STABLE_MS) this.#attempt = 0
    this.#onlineSinceMs = null
    const ceiling = Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(this.#attempt, 20))
    this.#attempt++
    return Math.round((0.25 + 0.75 * this.random()) * ceiling)
  }
}

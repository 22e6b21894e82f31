/** How long to wait before the next attempt: full jitter, 1 s doubling to 2 min, from the start again after 60 s online. */
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

  /** Milliseconds until the next attempt. Never nought, so that a server that is restarting is not hammered. */
  next(): number {
    if (this.#onlineSinceMs !== null && this.monotonicMs() - this.#onlineSinceMs >= STABLE_MS) this.#attempt = 0
    this.#onlineSinceMs = null
    const ceiling = Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(this.#attempt, 20))
    this.#attempt++
    return Math.max(100, Math.round(this.random() * ceiling))
  }
}

/** What is at work, as it is shown: what is done soon never, and what is shown stays long enough to be read. */
const SHOWN_AFTER_MS = 400
const SHOWN_FOR_MS = 1000

export interface Work {
  /** `news`: what was missed; `history`: what is older than this installation; `refill`: what damage to the store has taken. */
  kind: 'news' | 'history' | 'refill'
  /** Messages looked through. */
  seen: number
}

export class Calm {
  /** Null while there is nothing to tell. */
  shown = $state.raw<Work | null>(null)
  #work: Work | null = null
  #delay: ReturnType<typeof setTimeout> | null = null
  #hold: ReturnType<typeof setTimeout> | null = null

  set(work: Work | null) {
    this.#work = work
    if (work === null) {
      if (this.#delay) clearTimeout(this.#delay)
      this.#delay = null
      if (!this.#hold) this.shown = null
    } else if (this.shown) this.shown = work
    else this.#delay ??= setTimeout(() => this.#begin(), SHOWN_AFTER_MS)
  }

  #begin() {
    this.#delay = null
    this.shown = this.#work
    this.#hold = setTimeout(() => {
      this.#hold = null
      this.shown = this.#work
    }, SHOWN_FOR_MS)
  }
}

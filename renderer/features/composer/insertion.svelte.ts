/** What something else on the page (a menu on a person) puts into the text that is being written. */
class Insertion {
  /** Counts up: the same words may be put in twice. */
  #count = 0
  wanted = $state.raw<{ count: number; text: string } | null>(null)

  put(text: string) {
    this.wanted = { count: ++this.#count, text }
  }
}

export const insertion = new Insertion()

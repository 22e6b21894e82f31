/** What is asked for and its latest answer: an answer that was overtaken by a newer question does not count. */
import type { CallError, Result } from '#shared/result'

export class Lookup<T> {
  /** Of the last time, as long as it is asked anew. */
  value = $state.raw<T | null>(null)
  error = $state.raw<CallError | null>(null)
  isAsking = $state(false)
  #run = 0

  async ask(question: () => Promise<Result<T>>): Promise<void> {
    const mine = ++this.#run
    this.isAsking = true
    const result = await question()
    if (mine !== this.#run) return
    this.isAsking = false
    this.error = result.ok ? null : result.error
    this.value = result.ok ? result.value : null
  }

  /** Nothing was asked yet. */
  forget(): void {
    this.#run++
    this.isAsking = false
    this.value = this.error = null
  }
}

import { processorMs } from '../support/processor-time'

/** What went wrong, and how long the program did nothing else. */
export class Findings {
  uncaught = 0
  markersLost = 0
  hangs = 0
  maxStallMs = 0
  /** The stanzas after which each was seen; the first few. */
  readonly words: string[] = []
  #at = 0
  #cpuMs = 0
  readonly #onFault = (error: unknown) => this.fault(String((error as Error)?.stack ?? error))

  constructor(readonly say: (line: string) => void) {
    process.on('uncaughtException', this.#onFault).on('unhandledRejection', this.#onFault)
  }

  stop(): void {
    process.off('uncaughtException', this.#onFault).off('unhandledRejection', this.#onFault)
  }

  fault(words: string): void {
    this.uncaught++
    this.note(`uncaught: ${words.slice(0, 1500)}`)
  }

  note(words: string): void {
    if (this.words.length < 20) this.say(words)
    this.words.push(words.slice(0, 2000))
    if (this.words.length > 1000) this.words.pop()
  }

  /** From here on it counts again. */
  resume(): void {
    this.#at = performance.now()
    this.#cpuMs = processorMs()
  }

  /**
   * One turn of the loop. A stall is time in which the program computed and nothing else had its turn: the smaller of the clock's and the
   * processor's time, because others compute on this machine, too.
   */
  turn(): Promise<void> {
    return new Promise((resolve) => setImmediate(() => {
      const stallMs = Math.min(performance.now() - this.#at, processorMs() - this.#cpuMs)
      if (stallMs > this.maxStallMs) this.maxStallMs = stallMs
      if (stallMs > 100) {
        this.hangs++
        this.note(`stalled for ${Math.round(stallMs)} ms`)
      }
      this.resume()
      resolve()
    }))
  }
}

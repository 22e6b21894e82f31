/** Nothing hangs (SAFETY.md P10): a limit for every step of an attempt and one for the whole; both end in an abort. */
import { failure } from './errors'

export const STEP_MS = 20_000
export const WHOLE_MS = 60_000

/** Does not wait for what cannot be aborted itself (getaddrinfo). */
export function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(failure('timeout'))
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/**
 * A limit of its own within the attempt's. Not AbortSignal.timeout inside AbortSignal.any: Node may collect such a pair as
 * garbage while it is waited for, and then it never comes.
 */
export async function within<T>(signal: AbortSignal, limitMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const abort = () => controller.abort()
  const timer = setTimeout(abort, limitMs)
  signal.addEventListener('abort', abort)
  if (signal.aborted) abort()
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}

export class Watchdog {
  readonly #controller = new AbortController()
  readonly #whole: NodeJS.Timeout
  #step: NodeJS.Timeout | undefined

  constructor(wholeMs = WHOLE_MS, readonly stepMs = STEP_MS) {
    this.#whole = setTimeout(() => this.#controller.abort(), wholeMs)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  step(limitMs = this.stepMs): void {
    clearTimeout(this.#step)
    this.#step = setTimeout(() => this.#controller.abort(), limitMs)
  }

  abort(): void {
    this.stop()
    this.#controller.abort()
  }

  stop(): void {
    clearTimeout(this.#whole)
    clearTimeout(this.#step)
  }
}

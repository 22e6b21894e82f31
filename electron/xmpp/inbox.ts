/**
 * What was read and waits for its turn. A server at full speed delivers hundreds of stanzas in one read: they are handled in the
 * stream's order, in slices, between which everything else has its turn, and the link is not read on while many wait.
 * Messages that follow upon each other are one transaction (a commit waits for the disk); all or none of them counts. When one
 * of them fails, they are taken one by one, so that it takes no other along.
 */
import { nameOf, type Element } from './element'

/** Longest work without giving way; the commit at the end comes on top. */
const SLICE_MS = 8
const GROUP_MAX = 100
const PAUSE_AT = 200
const RESUME_AT = 50

export interface Arrival {
  el: Element
  /** It came before the session was counted. */
  isEarly: boolean
  /** Spoiled: only counted. */
  isDropped: boolean
}

export interface InboxHandlers {
  /** False: a listener threw. */
  handle(arrival: Arrival): boolean
  /** Runs `work` as one transaction; throws, when nothing of it is stored. Absent: every message by itself. */
  group: ((work: () => void) => void) | null
  /** False: nothing can be stored now. What waits would stand as if nothing were missing before it, so it is left to the server. */
  mayStore(): boolean
  /** Inside the transaction, at its end. */
  groupEnd(): void
  /** What the handling of a group has counted is void. */
  mark(): () => void
  log(level: 'warn', message: string, detail?: Record<string, unknown>): void
}

export interface Pausable {
  pause(): void
  resume(): void
}

export class Inbox {
  #waiting: Arrival[] = []
  #scheduled: NodeJS.Immediate | undefined
  #isBusy = false
  #isPaused = false
  #isClosed = false
  /** So many are handled one by one, because together they failed. */
  #oneByOne = 0

  constructor(readonly handlers: InboxHandlers, readonly link: Pausable, readonly monotonicMs: () => number) {}

  push(arrival: Arrival): void {
    if (this.#isClosed) return
    this.#waiting.push(arrival)
    if (!this.#isPaused && this.#waiting.length >= PAUSE_AT) {
      this.#isPaused = true
      this.link.pause()
    }
    this.#schedule()
  }

  /** Handles all that waits, now. Harmless while one is in hand: then the rest follows upon it. */
  flush(): void {
    if (this.#isBusy) return
    while (this.#waiting.length > 0) this.#slice()
  }

  /** Nothing comes any more; what has come is handled, save what lies behind a stanza in hand. */
  close(): void {
    this.flush()
    this.#isClosed = true
    this.#waiting = []
    clearImmediate(this.#scheduled)
  }

  #schedule(): void {
    this.#scheduled ??= setImmediate(() => {
      this.#scheduled = undefined
      this.#slice()
      if (this.#waiting.length > 0) this.#schedule()
      if (this.#isPaused && this.#waiting.length < RESUME_AT) {
        this.#isPaused = false
        this.link.resume()
      }
    })
  }

  #slice(): void {
    const endMs = this.monotonicMs() + SLICE_MS
    this.#isBusy = true
    try {
      do {
        if (!this.handlers.mayStore()) return this.#refuse()
        if (this.#oneByOne === 0 && this.#isGroup()) this.#group(endMs)
        else this.#one()
      } while (this.#waiting.length > 0 && this.monotonicMs() < endMs)
    } finally {
      this.#isBusy = false
    }
  }

  /** For good: the link is about to be taken down. */
  #refuse(): void {
    this.#isClosed = true
    this.#waiting = []
  }

  #one(): void {
    this.#oneByOne = Math.max(0, this.#oneByOne - 1)
    const arrival = this.#waiting.shift()
    if (arrival) this.handlers.handle(arrival)
  }

  #mayJoin(at: number): boolean {
    const arrival = this.#waiting[at]
    return arrival !== undefined && !arrival.isDropped && !arrival.isEarly && nameOf(arrival.el) === 'message'
  }

  #isGroup(): boolean {
    return this.handlers.group !== null && this.#mayJoin(0) && this.#mayJoin(1)
  }

  #group(endMs: number): void {
    const rollBack = this.handlers.mark()
    const taken: Arrival[] = []
    try {
      this.handlers.group?.(() => {
        do {
          const arrival = this.#waiting.shift() as Arrival
          taken.push(arrival)
          if (!this.handlers.handle(arrival)) throw new Error(`a message failed: number ${taken.length} of those stored together`)
        } while (taken.length < GROUP_MAX && this.#mayJoin(0) && this.monotonicMs() < endMs)
        this.handlers.groupEnd()
      })
    } catch (error) {
      rollBack()
      if (this.#isClosed) return
      this.handlers.log('warn', 'messages could not be stored together: one by one', { messages: taken.length, error: String(error) })
      this.#waiting.unshift(...taken)
      this.#oneByOne = taken.length
    }
  }
}

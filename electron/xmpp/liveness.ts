/**
 * Is the other side still there? After something was sent a silent link is noticed within 15 s. While nobody says anything
 * the server is asked after what silence the network bears (heartbeat.ts), by the smallest question whose answer proves that
 * it lives: `<r/>` (XEP-0198), or a ping (XEP-0199) where there is no stream management.
 * In between the kernel's TCP keepalive holds the routers' mappings and finds a dead link within a minute (link.ts).
 * Whitespace (RFC 6120 §4.6.1) is a sign of life after a question, never in its place, and is not sent: it has no answer, and unanswered data in flight stops the
 * kernel's probes (Linux then retries for about 15 minutes), so it would make a dead link live longer (xmpp/README.md weighs it).
 * Where the kernel sees only a proxy, the question comes every 45 s at most.
 */
import type { Heartbeat } from './heartbeat'

const REQUEST_DEBOUNCE_MS = 250
/** With the debounce below 15 s. */
export const ANSWER_MS = 14_000
/** After a wake-up the answer either comes soon or never. */
export const WAKE_PROBE_MS = 5000
/** A timer that comes so late: the program stood still, and the answer may lie unread before us. */
const STOOD_STILL_MS = 2000
/**
 * Bytes: whatever comes in smaller pieces says nothing yet, not even `<a xmlns='urn:xmpp:sm:3'/>`. A link that drips, from a server that hangs
 * within a stanza or means no good, is asked like a silent one.
 */
const SMALLEST_WORD = 24
/** For the answers to what was sent, the page is told at most so often. */
const PULSE_EVERY_MS = 10_000

export interface LivenessHandlers {
  /** Writes the question. False: it cannot be written. */
  ask(): boolean
  /** Does every question get an answer of its own, that is told by answered()? */
  answersAreTold(): boolean
  pulse(): void
  /** Nothing comes any more. The session may be resumed. */
  onSilent(): void
  /** The server talks, but takes nothing from us. */
  onDeaf(): void
}

export class Liveness {
  #debounce: NodeJS.Timeout | undefined
  #answer: NodeJS.Timeout | undefined
  #deaf: NodeJS.Timeout | undefined
  #idle: NodeJS.Timeout | undefined
  #isAsleep = false
  /** The first question without answer; the silence before it, when that is what is tried. */
  #asked: { atMs: number; silenceMs: number | null; hasHeard: boolean } | null = null
  #answers = 0
  #lastPulseMs = -Infinity

  constructor(
    readonly handlers: LivenessHandlers, readonly heartbeat: Heartbeat,
    readonly times: { answerMs: number; idleMs: number | null; monotonicMs: () => number },
    /** A resumed session whose server answers nothing, though it talks, has lost its way (see onDeaf). */
    readonly isResumed: boolean,
  ) {}

  /** Something was written that the server shall confirm. */
  written(): void {
    this.#debounce ??= setTimeout(() => this.ask(), REQUEST_DEBOUNCE_MS)
  }

  ask(limitMs = this.times.answerMs, silenceMs: number | null = null): void {
    clearTimeout(this.#debounce)
    this.#debounce = undefined
    if (!this.handlers.ask()) return
    this.#asked ??= { atMs: this.times.monotonicMs(), silenceMs, hasHeard: false }
    if (this.#answer === undefined || limitMs < this.times.answerMs) this.#await(limitMs)
    if (this.handlers.answersAreTold()) this.#deaf ??= setTimeout(() => this.handlers.onDeaf(), 2 * this.times.answerMs)
  }

  /** Something came: so many bytes. */
  heard(bytes: number): void {
    if (bytes >= SMALLEST_WORD || this.#idle === undefined) this.#rest()
    if (this.#asked && this.handlers.answersAreTold()) {
      this.#asked.hasHeard = true
      return this.#await(this.times.answerMs) // a backlog may stand before the answer; silence after it counts anew
    }
    if (bytes >= SMALLEST_WORD) this.#settle()
  }

  /** The server has confirmed what was asked. */
  answered(): void {
    this.#answers++
    clearTimeout(this.#deaf)
    this.#deaf = undefined
    this.#settle()
  }

  /** The computer goes to sleep: nothing is asked and nothing is missed until wake(). */
  sleep(): void {
    this.stop()
    this.#asked = null
    this.#isAsleep = true
  }

  wake(): void {
    this.#isAsleep = false
    this.#rest()
    this.ask(WAKE_PROBE_MS)
  }

  stop(): void {
    for (const timer of [this.#debounce, this.#answer, this.#deaf, this.#idle]) clearTimeout(timer)
    this.#debounce = this.#answer = this.#deaf = this.#idle = undefined
  }

  #settle(): void {
    clearTimeout(this.#answer)
    this.#answer = undefined
    if (!this.#asked) return
    const { atMs, silenceMs } = this.#asked
    const nowMs = this.times.monotonicMs()
    this.#asked = null
    this.heartbeat.answered(nowMs - atMs)
    if (silenceMs !== null) this.heartbeat.survived(silenceMs)
    if (silenceMs === null && nowMs - this.#lastPulseMs < PULSE_EVERY_MS) return
    this.#lastPulseMs = nowMs
    this.handlers.pulse()
  }

  #await(limitMs: number): void {
    clearTimeout(this.#answer)
    const dueMs = this.times.monotonicMs() + limitMs
    this.#answer = setTimeout(() => {
      this.#answer = undefined
      if (this.times.monotonicMs() - dueMs > STOOD_STILL_MS) return this.ask(WAKE_PROBE_MS)
      const asked = this.#asked
      this.heartbeat.lost(asked?.silenceMs ?? null)
      if (this.isResumed && this.#answers === 0 && asked?.hasHeard) this.handlers.onDeaf()
      else this.handlers.onSilent()
    }, limitMs)
  }

  /** Counts the silence from here. */
  #rest(): void {
    clearTimeout(this.#idle)
    if (this.#isAsleep) return
    const silenceMs = this.times.idleMs ?? this.heartbeat.intervalMs
    const dueMs = this.times.monotonicMs() + silenceMs
    this.#idle = setTimeout(() => {
      this.#idle = undefined
      const isLate = this.times.monotonicMs() - dueMs > STOOD_STILL_MS
      if (isLate) this.ask(WAKE_PROBE_MS)
      else this.ask(this.times.answerMs, silenceMs)
    }, silenceMs)
  }
}

/**
 * Stream management. XEP-0198 version 1.6.3. Left out: `location` (Tigase names `localhost`), state kept over a restart.
 * Counts, keeps what is not yet acknowledged and says what became of it; when and where to write is the session's affair.
 */
import { attr, isNamed, nsOf, parseBoolean, parseCount, xml, type Element } from './element'

export const NS_SM = 'urn:xmpp:sm:3'
const WRAP = 2 ** 32

/** How many stanzas `h` acknowledges beyond the last one; the counter begins again after 2^32 − 1 (§4). */
export const newlyAcknowledged = (before: number, h: number) => (h - before + WRAP) % WRAP

export interface AckEvents {
  acked(stanza: Element): void
  lost(stanza: Element): void
}

export class Management {
  #id: string | null = null
  /** How long the server keeps the session, by its own word; null = not said. */
  #maxMs: number | null = null
  #inbound = 0
  #outbound = 0
  #queue: Element[] = []
  /** A stanza that could not be handled: nothing after it is acknowledged, so that the server sends it again on resume. */
  #isFrozen = false
  #failedAt: number | null = null
  isOn = false

  constructor(readonly events: AckEvents) {}

  get hasUnacked(): boolean {
    return this.#queue.length > 0
  }

  canResume(downForMs: number): boolean {
    return this.#id !== null && downForMs < (this.#maxMs ?? Infinity)
  }

  /** `<enabled/>`: both counters begin at nought in this very moment. */
  enabled(el: Element): void {
    const seconds = parseCount(attr(el, 'max'))
    this.#id = parseBoolean(attr(el, 'resume')) ? attr(el, 'id') : null
    this.#maxMs = seconds ? seconds * 1000 : null
    this.#inbound = this.#outbound = 0
    this.#isFrozen = false
    this.#failedAt = null
    this.isOn = true
  }

  /** The server does not answer for this session any more: it must not be resumed. */
  abandon(): void {
    this.#id = null
  }

  buildResume(): Element {
    return xml('resume', { xmlns: NS_SM, h: this.#inbound, previd: this.#id })
  }

  buildAck(): Element {
    return xml('a', { xmlns: NS_SM, h: this.#inbound })
  }

  /** Before the stanza is written: an acknowledgement may be quicker than the write's end. */
  sent(stanza: Element): void {
    if (this.isOn) this.#queue.push(stanza)
  }

  /** A first-level stanza was received. `wasHandled` = false: a listener threw. */
  received(wasHandled: boolean): void {
    if (!this.isOn || this.#isFrozen) return
    if (!wasHandled && this.#failedAt !== this.#inbound) {
      this.#failedAt = this.#inbound
      this.#isFrozen = true
      return
    }
    // Handled, or failed for the second time after a resume: given up, else it would come back for ever.
    this.#inbound = (this.#inbound + 1) % WRAP
  }

  /** False when the server acknowledges more than was sent: the stream must end (§4). */
  acknowledge(el: Element): boolean {
    const h = parseCount(attr(el, 'h'))
    if (h === null) return true
    const count = newlyAcknowledged(this.#outbound, h)
    if (count > this.#queue.length) return false
    this.#outbound = h
    for (const stanza of this.#queue.splice(0, count)) this.events.acked(stanza)
    return true
  }

  /** `<resumed/>`: what has to be written again, in order; null when its `h` is impossible. */
  resumed(el: Element): Element[] | null {
    this.#isFrozen = false
    if (!this.acknowledge(el)) return null
    return [...this.#queue]
  }

  /** The session is over. `el`: a `<failed/>` that may still say how far the server got. */
  ended(el: Element | null): void {
    if (el) this.acknowledge(el)
    this.isOn = false
    this.#id = null
    for (const stanza of this.#queue.splice(0)) this.events.lost(stanza)
  }
}

export const isEnabled = (el: Element) => isNamed(el, 'enabled', NS_SM)
export const isResumed = (el: Element) => isNamed(el, 'resumed', NS_SM)
export const isManagement = (el: Element) => nsOf(el) === NS_SM

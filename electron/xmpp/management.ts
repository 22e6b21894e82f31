/**
 * Stream management. XEP-0198 version 1.6.3. Left out: `location` (Tigase names `localhost`).
 * Counts, keeps what is not yet acknowledged and says what became of it; when and where to write is the session's affair.
 * With a Resumption the session outlives the program: of what was written only messages are remembered, by id and place.
 */
import type { FullJid } from '#shared/jid'
import { attr, isNamed, nameOf, nsOf, parseBoolean, parseCount, xml, type Element } from './element'
import type { ManagementFact } from '#shared/model/link-facts'
import type { Resumption, SavedSession } from './types'

export const NS_SM = 'urn:xmpp:sm:3'
const WRAP = 2 ** 32

/** How many stanzas `h` acknowledges beyond the last one; the counter begins again after 2^32 − 1 (§4). */
export const newlyAcknowledged = (before: number, h: number) => (h - before + WRAP) % WRAP

/** Is the stanza with this place among those that `h` acknowledges? The older half of the circle lies behind. */
export const isBehind = (seq: number, h: number) => (h - seq + WRAP) % WRAP < WRAP / 2

export interface AckEvents {
  ackedBefore(ids: string[]): void
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
  /** Of an earlier run of the program, until the server has said what became of them. */
  #before: SavedSession['sent'] | null = null
  /** As far as it is stored; the counter of what is no message follows with the next acknowledgement. */
  #storedInbound = 0
  isOn = false

  constructor(readonly events: AckEvents, readonly store: Resumption | null = null) {}

  /** The session of an earlier run. How long it has been down only the server knows. */
  restore(session: SavedSession): void {
    this.#id = session.id
    this.#inbound = this.#storedInbound = session.inbound
    this.#before = session.sent
    this.isOn = true
  }

  /** A session that this run of the program did not begin: nothing of it is in memory. */
  get isRestored(): boolean {
    return this.#before !== null
  }

  get hasUnacked(): boolean {
    return this.#queue.length > 0
  }

  get fact(): ManagementFact {
    const unacknowledged = this.#queue.length
    const sent = (this.#outbound + unacknowledged) % WRAP
    return { isOn: this.isOn, id: this.#id, maxMs: this.#maxMs, handled: this.#inbound, sent, acknowledged: this.#outbound, unacknowledged }
  }

  canResume(downForMs: number): boolean {
    return this.#id !== null && downForMs < (this.#maxMs ?? Infinity)
  }

  /** `<enabled/>`: both counters begin at nought in this very moment. */
  enabled(el: Element, jid: FullJid): void {
    const seconds = parseCount(attr(el, 'max'))
    this.#id = parseBoolean(attr(el, 'resume')) ? attr(el, 'id') : null
    this.#maxMs = seconds ? seconds * 1000 : null
    this.#inbound = this.#outbound = 0
    this.#isFrozen = false
    this.#failedAt = null
    this.#storedInbound = 0
    this.isOn = true
    this.store?.begin(this.#id === null ? null : { id: this.#id, jid, inbound: 0 })
  }

  /** Inside the transaction that stores what the stanza in hand brings. */
  count(): void {
    if (this.isOn && !this.#isFrozen) this.#storeInbound((this.#inbound + 1) % WRAP)
  }

  /** All that has been handled so far, inside a transaction; to be called when it is committed. Null: there is nothing new. */
  countHandled(): (() => void) | null {
    const inbound = this.#inbound
    if (!this.isOn || this.#id === null || inbound === this.#storedInbound) return null
    this.#storeInbound(inbound)
    return () => void (this.#storedInbound = inbound)
  }

  /** Gives the way back to here, when what was handled since was not stored. */
  mark(): () => void {
    const [inbound, isFrozen, failedAt] = [this.#inbound, this.#isFrozen, this.#failedAt]
    return () => {
      this.#inbound = inbound
      this.#isFrozen = isFrozen
      this.#failedAt = failedAt
    }
  }

  #storeInbound(inbound: number): void {
    if (inbound === this.#storedInbound || this.#id === null) return
    this.store?.received(inbound)
  }

  /** It must not be resumed: closed in order, or the server does not answer for it any more. */
  abandon(): void {
    this.#id = null
    this.store?.begin(null)
  }

  buildResume(): Element {
    return xml('resume', { xmlns: NS_SM, h: this.#inbound, previd: this.#id })
  }

  /** What is acknowledged is stored before: a later resume must not speak of less. */
  buildAck(): Element {
    this.#storeInbound(this.#inbound)
    this.#storedInbound = this.#inbound
    return xml('a', { xmlns: NS_SM, h: this.#inbound })
  }

  /** Before the stanza is written: an acknowledgement may be quicker than the write's end. */
  sent(stanza: Element): void {
    if (!this.isOn) return
    const id = nameOf(stanza) === 'message' ? attr(stanza, 'id') : null
    if (id !== null && this.#id !== null) this.store?.sending((this.#outbound + this.#queue.length + 1) % WRAP, id)
    this.#queue.push(stanza)
  }

  /** A first-level stanza was received. `wasHandled` = false: a listener threw. False: the server will send it again. */
  received(wasHandled: boolean): boolean {
    if (!this.isOn) return true
    if (this.#isFrozen) return false
    if (!wasHandled && this.#failedAt !== this.#inbound) {
      this.#failedAt = this.#inbound
      this.#isFrozen = true
      return false
    }
    // Handled, or failed for the second time after a resume: given up, else it would come back for ever.
    this.#inbound = (this.#inbound + 1) % WRAP
    return true
  }

  /** False when the server acknowledges more than was sent: the stream must end (§4). */
  acknowledge(el: Element): boolean {
    const h = parseCount(attr(el, 'h'))
    if (h === null) return true
    if (this.#before) {
      this.#settleBefore(h)
      return true
    }
    const count = newlyAcknowledged(this.#outbound, h)
    if (count > this.#queue.length) return false
    this.#outbound = h
    const done = this.#queue.splice(0, count)
    for (const stanza of done) this.events.acked(stanza)
    const ids = done.flatMap((stanza) => (nameOf(stanza) === 'message' ? (attr(stanza, 'id') ?? []) : []))
    if (ids.length > 0) this.store?.settled(ids)
    return true
  }

  /** What the server has taken is told; the rest is the outbox's again. Our count goes on from the server's. */
  #settleBefore(h: number): void {
    const before = this.#before ?? []
    this.#before = null
    this.#outbound = h
    this.events.ackedBefore(before.filter(({ seq }) => isBehind(seq, h)).map(({ id }) => id))
    this.store?.settled(before.map(({ id }) => id))
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
    this.#before = null
    for (const stanza of this.#queue.splice(0)) this.events.lost(stanza)
  }
}

export const isEnabled = (el: Element) => isNamed(el, 'enabled', NS_SM)
export const isResumed = (el: Element) => isNamed(el, 'resumed', NS_SM)
export const isManagement = (el: Element) => nsOf(el) === NS_SM

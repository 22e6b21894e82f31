/**
 * What happens on the stream while online: stanzas to their listeners, acknowledgements. A link that is no more alive
 * (liveness.ts) is destroyed, not closed: the session stays resumable.
 */
import { domainOf, parseJid, type FullJid } from '#shared/jid'
import { attr, isNamed, nameOf, NS_CLIENT, nsOf, xml, type Element } from './element'
import { failure, type ConnectionFailure } from './errors'
import { INDIRECT_MS, type Heartbeat } from './heartbeat'
import { Inbox, type Arrival } from './inbox'
import { isManagement, NS_SM, type Management } from './management'
import type { LoggedIn } from './login'
import { Liveness } from './liveness'
import { parseStreamLimits } from './stream-limits'
import type { StanzaGuard } from './types'

/** An acknowledgement has its counter stored first, which waits for the disk: by then it often is, with what came meanwhile. */
const ACKNOWLEDGE_MS = 50
const ALIVE = 'alive'

const STANZAS = ['message', 'presence', 'iq']
export const isStanza = (el: Element) => STANZAS.includes(nameOf(el)) && nsOf(el) === NS_CLIENT

function hasBadAddress(el: Element, name: 'from' | 'to'): boolean {
  const address = attr(el, name)
  return address !== null && parseJid(address) === null
}

export interface SessionHandlers {
  /** False: a listener threw. */
  stanza(el: Element): boolean
  iq(el: Element): void
  /** Null: nothing is remembered of what fails. */
  guard: StanzaGuard | null
  /** What the last listener that threw has thrown. */
  fault(): string
  /** Several messages as one transaction; null: each by itself. */
  group: ((work: () => void) => void) | null
  mayStore(): boolean
  /** An answer to the heartbeat. */
  pulse(): void
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string, detail?: Record<string, unknown>): void
}

export class SessionStream {
  readonly jid: FullJid
  readonly #inbox: Inbox
  #isCounting = false
  /** The messages in hand are one transaction; has one of them been stored? */
  #group: { hasStored: boolean; committed: (() => void) | null } | null = null
  readonly #maxBytes: number | null
  readonly #liveness: Liveness
  #owed: NodeJS.Timeout | undefined

  constructor(
    readonly loggedIn: LoggedIn, readonly management: Management, readonly handlers: SessionHandlers,
    readonly times: { answerMs: number; idleMs: number | null; monotonicMs: () => number }, readonly heartbeat: Heartbeat,
  ) {
    this.jid = loggedIn.jid
    const limits = parseStreamLimits(loggedIn.secure.streamFeatures)
    this.#maxBytes = limits.maxBytes
    heartbeat.idleLimitMs = limits.idleMs
    if (loggedIn.secure.proxy !== null || loggedIn.secure.transport === 'websocket') heartbeat.ceilingMs = INDIRECT_MS
    this.#liveness = new Liveness({
      ask: () => this.#ask(),
      answersAreTold: () => management.isOn,
      pulse: () => handlers.pulse(),
      onSilent: () => this.#destroy(failure('timeout', 'the link is dead')),
      onDeaf: () => this.#giveUp(),
    }, heartbeat, times, loggedIn.resend !== null)
    this.#inbox = new Inbox({
      handle: (arrival) => this.#receive(arrival),
      group: handlers.group && ((work) => this.#runGroup(work)),
      mayStore: () => handlers.mayStore(),
      groupEnd: () => {
        if (this.#group?.hasStored) this.#group.committed = management.countHandled()
      },
      mark: () => management.mark(),
      log: handlers.log,
    }, loggedIn.stream.link, times.monotonicMs)
    loggedIn.stream.whenDown(() => {
      this.#liveness.stop()
      clearTimeout(this.#owed)
      this.#inbox.close()
    })
  }

  /** Begins to hand out what comes, first what has come since the login. */
  begin(): void {
    const { stream } = this.loggedIn
    stream.link.on('data', (data) => stream.failure || this.#liveness.heard(data.length))
    this.#liveness.heard(Infinity)
    if (this.loggedIn.resend) this.#liveness.ask() // for what was written again
    stream.onDropped = (el) => isStanza(el) && this.#inbox.push({ el, isEarly: false, isDropped: true })
    stream.consume((el, isEarly) => this.#inbox.push({ el, isEarly, isDropped: false }))
  }

  write(stanza: Element): boolean {
    const { stream } = this.loggedIn
    const encoded = stream.encode(stanza)
    if (encoded === null || (this.#maxBytes !== null && Buffer.byteLength(encoded) > this.#maxBytes)) {
      this.handlers.log('error', 'stanza too large, not sent', { id: attr(stanza, 'id') })
      return false
    }
    if (stream.failure) return false
    try {
      this.management.sent(stanza)
    } catch (error) {
      stream.fail(failure('closed', `the store refuses: ${(error as Error).message}`))
      return false
    }
    stream.writeElement(stanza, encoded)
    stream.traffic.stanzasOut++
    if (this.management.isOn) this.#liveness.written()
    return true
  }

  /** For the transaction that stores the stanza in hand. */
  countStanza(): void {
    if (this.#group) this.#group.hasStored = true
    else if (this.#isCounting) this.management.count()
  }

  /** For any other transaction: see Connection. */
  countHandled(): (() => void) | null {
    return this.#group ? null : this.management.countHandled()
  }

  /** An element that is no stanza: not counted, not acknowledged, not written again. */
  writeNonza(el: Element): boolean {
    return this.loggedIn.stream.writeElement(el)
  }

  /** The network may be another one: a dead link shows itself at once. */
  probe(): void {
    this.#liveness.wake()
  }

  sleep(): void {
    this.#liveness.sleep()
  }

  /** As if the network had gone: without a word to the server. The session stays resumable. */
  cut(): void {
    this.#destroy(failure('closed', 'cut by the user'))
  }

  /** Last words before a clean end: what we have, and the request for what they have. */
  flush(): void {
    this.#inbox.flush()
    if (!this.management.isOn) return
    this.#acknowledge()
    this.loggedIn.stream.writeElement(xml('r', { xmlns: NS_SM }))
  }

  #acknowledge(): void {
    clearTimeout(this.#owed)
    this.#owed = undefined
    try {
      this.loggedIn.stream.writeElement(this.management.buildAck())
    } catch (error) {
      this.handlers.log('error', 'not acknowledged: the store refuses', { error: String(error) })
    }
  }

  /** The answer to #ask() where there is no stream management. */
  isSignOfLife(el: Element): boolean {
    return attr(el, 'id') === ALIVE && (attr(el, 'from') === null || attr(el, 'from') === domainOf(this.jid))
  }

  #ask(): boolean {
    const { stream } = this.loggedIn
    if (this.management.isOn) return stream.writeElement(xml('r', { xmlns: NS_SM }))
    return stream.writeElement(xml('iq', { type: 'get', id: ALIVE, to: domainOf(this.jid) }, xml('ping', { xmlns: 'urn:xmpp:ping' })))
  }

  /**
   * COMPAT(prosody 0.12.3): after a resume it goes on inside the stanza that the cut had left half read and swallows all that
   * follows, while it keeps talking to us. Such a session can only be left. Harmless elsewhere; remove when 0.12 is gone.
   */
  #giveUp(): void {
    this.management.abandon()
    this.loggedIn.stream.fail(failure('timeout', 'the server acknowledges nothing'))
  }

  #destroy(why: ConnectionFailure): void {
    this.loggedIn.stream.link.destroy()
    this.loggedIn.stream.fail(why)
  }

  /** False: a listener threw. */
  #receive({ el, isEarly, isDropped }: Arrival): boolean {
    if (isManagement(el)) this.#manage(el)
    if (!isStanza(el)) return true // nothing else is defined at this level (SAFETY.md P17)
    this.loggedIn.stream.traffic.stanzasIn++
    this.#isCounting = !isEarly
    const wasHandled = isDropped || this.#guarded(el)
    this.#isCounting = false
    const isGivenUp = isEarly || this.management.received(wasHandled)
    if (!wasHandled) this.handlers.guard?.threw(el, this.handlers.fault(), isGivenUp)
    return wasHandled
  }

  #runGroup(work: () => void): void {
    const mine = (this.#group = { hasStored: false, committed: null as (() => void) | null })
    try {
      this.handlers.group?.(work)
    } finally {
      this.#group = null
    }
    mine.committed?.()
  }

  #manage(el: Element): void {
    const { stream } = this.loggedIn
    if (nameOf(el) === 'a') this.#liveness.answered()
    if (nameOf(el) === 'r') this.#owed ??= setTimeout(() => this.#acknowledge(), ACKNOWLEDGE_MS)
    else if (isNamed(el, 'a', NS_SM) && !this.management.acknowledge(el)) {
      stream.closeWith('undefined-condition') // with handled-count-too-high (§4)
      stream.fail(failure('protocol', 'acknowledged more than was sent'))
    }
  }

  #guarded(el: Element): boolean {
    const { guard } = this.handlers
    const release = guard ? guard.hold(el) : () => undefined
    if (!release) return true
    const wasHandled = this.#dispatch(el)
    release(wasHandled)
    return wasHandled
  }

  #dispatch(el: Element): boolean {
    if (hasBadAddress(el, 'from') || hasBadAddress(el, 'to')) {
      this.handlers.log('warn', 'stanza with a malformed address dropped', { id: attr(el, 'id')?.slice(0, 100) })
      return true
    }
    if (nameOf(el) !== 'iq') return this.handlers.stanza(el)
    this.handlers.iq(el)
    return true
  }
}

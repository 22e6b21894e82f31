/**
 * One session with one content (XEP-0166 version 1.1.2): offered, taken, a way found, used, over. It knows stanzas by their meaning and
 * the network by its ports, so that it can be tried without either. Every step has a time limit but the user's own.
 */
import type { FullJid } from '#shared/jid'
import type { Element, IqReply } from '#xmpp/types'
import type { Channel } from './channel'
import { BLOCK_BYTES } from './ibb'
import type { Session, SessionEnd, SessionListener } from './public'
import { blind, dstaddrOf, SocksNegotiation, type SocksPort, type Ways } from './socks'
import { buildContent, buildIbb, buildJingle, buildNews, buildReason, buildS5b, isUnknownSession, parseIbb, parseS5b, type Content, type Ibb, type Jingle, type Reason, type S5b } from './stanza'

/** For the other user to decide. */
const DECISION_MS = 15 * 60_000
/** For the other client's next word in between. */
const STEP_MS = 40_000
/** Larger blocks of others are taken, up to this. */
const MAX_BLOCK_BYTES = 65_535

export interface SessionDeps {
  own: FullJid
  peer: FullJid
  sid: string
  content: Pick<Content, 'name' | 'creator' | 'senders'>
  description: Element
  /** To the other client. */
  request(payload: Element): Promise<IqReply>
  newId(): string
  /** Null: not offered by us; what they offer of it is answered, and no way is gone. */
  socks: SocksPort | null
  /** Opens a stream of in-band bytes; null: refused. */
  openIbb(ibb: Ibb): Promise<Channel | null>
  /** Of theirs: resolves when they have opened it; null: not in time, or not to be. */
  awaitIbb(ibb: Ibb): Promise<Channel | null>
  log(message: string): void
  /** It is over: forget it. */
  ended(): void
}
export type Answer = { result: null } | { error: string; jingle?: 'out-of-order' }
const taken: Answer = { result: null }
const outOfOrder: Answer = { error: 'unexpected-request', jingle: 'out-of-order' }

/** `connecting` by SOCKS5, `replacing` that by in-band bytes, `opening` those. */
type Phase = 'new' | 'offered' | 'connecting' | 'replacing' | 'opening' | 'active' | 'over'

export class JingleSession implements Session {
  phase: Phase = 'new'
  #listener: SessionListener | null = null
  #socks: SocksNegotiation | null = null
  #ways: Ways | null = null
  #channel: Channel | null = null
  #ibb: Ibb | null = null
  #offered: { s5b: S5b | null; ibb: Ibb | null } = { s5b: null, ibb: null }
  #transportSid = ''
  #timer: NodeJS.Timeout | undefined

  /** @param first of an offer to us: its transport */
  constructor(readonly deps: SessionDeps, readonly isInitiator: boolean, first: Element | null = null) {
    this.#offered = { s5b: parseS5b(first), ibb: parseIbb(first, 'transport') }
    if (!isInitiator) this.phase = 'offered'
  }

  get peer(): FullJid {
    return this.deps.peer
  }
  get description(): Element {
    return this.deps.description
  }
  get content(): Session['content'] {
    return this.deps.content
  }
  /** Of an offer: do we know its way? */
  get isReachable(): boolean {
    return this.#offered.s5b !== null || this.#offered.ibb !== null
  }

  listen(listener: SessionListener): void {
    this.#listener = listener
  }

  /** Offers it. */
  async start(): Promise<void> {
    const { deps } = this
    this.phase = 'offered'
    this.#transportSid = deps.newId()
    await this.#openWays()
    if (this.#isOver()) return
    const reply = await this.#say('session-initiate', deps.description, this.#ownTransport(true))
    if (this.#isOver()) return
    if (!reply.ok) return this.#end({ by: 'them', reason: reply.error.condition === 'timeout' ? 'timeout' : reply.error.condition === 'offline' ? 'offline' : 'gone' })
    if (this.phase === 'offered') this.#limit(DECISION_MS, 'timeout')
  }

  accept(): void {
    if (this.isInitiator || this.phase !== 'offered') return
    this.phase = 'connecting'
    void this.#accept()
  }

  inform(payload: Element): void {
    if (!this.#isOver()) void this.deps.request(buildJingle('session-info', this.deps.sid, payload))
  }

  terminate(reason: Reason): void {
    if (this.#isOver()) return
    if (this.phase !== 'new') void this.deps.request(buildJingle('session-terminate', this.deps.sid, buildReason(reason)))
    this.#end({ by: 'us', reason })
  }

  /** The other client, or our connection, is not there any more: nobody need be told. */
  leave(end: SessionEnd): void {
    this.#end(end)
  }

  /** A word of the other client. What follows of it comes after the answer. */
  hear(jingle: Jingle): Answer {
    const then = (act: () => void): Answer => {
      queueMicrotask(() => {
        if (!this.#isOver()) act()
      })
      return taken
    }
    const { content, action } = jingle
    const isOurs = content !== null && content.name === this.deps.content.name && content.creator === this.deps.content.creator
    if (action === 'session-terminate') return then(() => this.#end({ by: 'them', reason: jingle.reason ?? 'general-error' }))
    if (action === 'session-info') return jingle.info === null ? taken : then(() => this.#listener?.info(jingle.info!))
    if (!isOurs) return { error: 'bad-request' }
    if (action === 'session-accept') {
      if (!this.isInitiator || this.phase !== 'offered') return outOfOrder
      this.phase = 'connecting'
      return then(() => this.#accepted(content.transport))
    }
    if (action === 'transport-info') {
      const s5b = parseS5b(content.transport)
      if (!s5b) return taken // a way we do not go
      if (s5b.sid !== this.#transportSid || this.phase === 'offered') return outOfOrder
      const { news } = s5b
      return news === null ? taken : then(() => this.#socks?.hear(news) === false && this.deps.log('a choice of no candidate of ours'))
    }
    if (action === 'transport-replace') return this.#hearReplace(content, then)
    if (action === 'transport-accept' || action === 'transport-reject') {
      if (!this.isInitiator || this.phase !== 'replacing') return outOfOrder
      return then(() => (action === 'transport-accept' ? this.#useIbb(parseIbb(content.transport, 'transport')) : this.terminate('connectivity-error')))
    }
    return outOfOrder
  }

  #hearReplace(content: Content, then: (act: () => void) => Answer): Answer {
    if (this.phase !== 'connecting' && this.phase !== 'replacing') return outOfOrder
    const ibb = parseIbb(content.transport, 'transport')
    if (this.isInitiator || !ibb) return then(() => void this.deps.request(buildJingle('transport-reject', this.deps.sid, buildContent(this.deps.content, content.transport))))
    return then(() => {
      this.#socks?.stop()
      const agreed = this.#agree(ibb)
      void this.#say('transport-accept', null, buildIbb(agreed))
      this.#useIbb(agreed)
    })
  }

  // ---- our side of the ways

  async #openWays(): Promise<void> {
    const { socks, own, peer } = this.deps
    this.#ways = socks && (await socks.open(this.#transportSid, dstaddrOf(this.#transportSid, own, peer)))
    if (this.#isOver()) this.#ways?.close()
  }

  #ownTransport(isFirst: boolean): Element {
    const { own, peer } = this.deps
    if (!this.#ways) return buildIbb((this.#ibb = { sid: this.#transportSid, blockSize: BLOCK_BYTES }))
    return buildS5b(this.#transportSid, dstaddrOf(this.#transportSid, own, peer), this.#ways.candidates, isFirst)
  }

  readonly #agree = (ibb: Ibb): Ibb => ({ sid: ibb.sid, blockSize: Math.min(ibb.blockSize, MAX_BLOCK_BYTES) })

  /** We take their offer. */
  async #accept(): Promise<void> {
    const { s5b, ibb } = this.#offered
    if (s5b) {
      this.#transportSid = s5b.sid
      await this.#openWays()
      if (this.#isOver()) return
      this.#ways ??= await blind.open('', '')
      this.#negotiate(s5b)
      void this.#sayAccept(this.#ownTransport(false))
      this.#socks?.begin()
    } else if (ibb) {
      const agreed = this.#agree(ibb)
      void this.#sayAccept(buildIbb(agreed))
      this.#useIbb(agreed)
    }
  }

  /** They take ours. */
  #accepted(transport: Element | null): void {
    this.#listener?.accepted?.()
    if (this.#ibb) return this.#useIbb(parseIbb(transport, 'transport'))
    const s5b = parseS5b(transport)
    if (!s5b || s5b.sid !== this.#transportSid) return this.terminate('failed-transport')
    this.#negotiate(s5b)
    this.#socks?.begin()
  }

  #negotiate(theirs: S5b): void {
    const { own, peer, socks, sid } = this.deps
    const say: SocksNegotiation['sides']['say'] = (news) =>
      void this.deps.request(buildJingle('transport-info', sid, buildContent(this.deps.content, buildNews(theirs.sid, news))))
    clearTimeout(this.#timer)
    this.#socks = new SocksNegotiation({ isInitiator: this.isInitiator, own, peer, sid: theirs.sid, say }, socks ?? blind, this.#ways!, theirs)
    void this.#socks.result.then((channel) => {
      if (this.#isOver() || this.phase !== 'connecting') return channel?.destroy()
      if (channel) return this.#use(channel)
      this.phase = 'replacing'
      if (this.isInitiator) void this.#replace()
      else this.#limit(STEP_MS, 'connectivity-error')
    })
  }

  async #replace(): Promise<void> {
    this.#limit(STEP_MS, 'connectivity-error')
    this.#ibb = { sid: this.deps.newId(), blockSize: BLOCK_BYTES }
    const reply = await this.#say('transport-replace', null, buildIbb(this.#ibb))
    if (!reply.ok && !this.#isOver()) this.terminate('connectivity-error')
  }

  /** @param ibb as agreed; of their answer when the offer was ours */
  #useIbb(ibb: Ibb | null): void {
    if (!ibb || (this.isInitiator && (ibb.sid !== this.#ibb?.sid || ibb.blockSize > this.#ibb.blockSize))) return this.terminate('failed-transport')
    this.phase = 'opening'
    this.#limit(STEP_MS, 'connectivity-error')
    void (this.isInitiator ? this.deps.openIbb(ibb) : this.deps.awaitIbb(ibb)).then((channel) => {
      if (this.#isOver()) return channel?.destroy()
      if (channel) this.#use(channel)
      else this.terminate('connectivity-error')
    })
  }

  #use(channel: Channel): void {
    clearTimeout(this.#timer)
    this.phase = 'active'
    this.#channel = channel
    this.#listener?.channel(channel)
  }

  // ---- words and the end

  #say(action: Parameters<typeof buildJingle>[0], description: Element | null, transport: Element): Promise<IqReply> {
    return this.deps.request(buildJingle(action, this.deps.sid, buildContent(this.deps.content, description, transport)))
  }

  /** Without it the session cannot go on. */
  async #sayAccept(transport: Element): Promise<void> {
    const reply = await this.#say('session-accept', this.deps.description, transport)
    if (reply.ok || this.#isOver()) return
    if (isUnknownSession(reply.error.element)) this.#end({ by: 'them', reason: 'cancel' })
    else this.terminate('general-error')
  }

  #limit(ms: number, reason: Reason): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.terminate(reason), ms)
  }

  #isOver(): boolean {
    return this.phase === 'over'
  }

  #end(end: SessionEnd): void {
    if (this.#isOver()) return
    this.phase = 'over'
    clearTimeout(this.#timer)
    this.#socks?.stop()
    this.#ways?.close()
    this.deps.ended()
    // Done for them does not mean that the last bytes are here: whoever reads, reads to the end.
    if (end.reason !== 'success' || this.isInitiator) this.#channel?.destroy()
    this.#listener?.over(end)
  }
}

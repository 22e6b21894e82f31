/**
 * The part of a session in which both sides look for a way between them (XEP-0260 version 1.0.3 §2.4, 2.5). Ends with a channel, or with
 * null: then in-band bytes are what is left.
 */
import { createHash } from 'node:crypto'
import type { FullJid } from '#shared/jid'
import type { Channel } from './channel'
import { Nomination } from './nomination'
import type { Candidate, S5b, S5bNews } from './stanza'
import type { Attempts } from './ways'

/** XEP-0260 §2.2: who offers the candidate stands first. */
export const dstaddrOf = (sid: string, offerer: FullJid, other: FullJid): string =>
  createHash('sha1').update(sid + offerer + other).digest('hex')

/** Our candidates, open as long as they may be needed. */
export interface Ways {
  candidates: Candidate[]
  /** Somebody came by this one. */
  take(candidate: Candidate): Promise<Channel | null>
  close(): void
}
/** What a session needs of the network. */
export interface SocksPort {
  open(sid: string, dstaddr: string): Promise<Ways>
  attempt(candidates: readonly Candidate[], dstaddr: string): Attempts
  /** Our proxy, entered by us and switched on. */
  enterProxy(candidate: Candidate, sid: string, dstaddr: string, peer: FullJid): Promise<Channel | null>
}

/** Neither listens nor connects, and has nothing to offer. */
export const blind: SocksPort = {
  open: () => Promise.resolve({ candidates: [], take: () => Promise.resolve(null), close: () => undefined }),
  attempt: () => ({ found: Promise.resolve(null), leave: () => undefined, cancel: () => undefined }),
  enterProxy: () => Promise.resolve(null),
}

const WHOLE_MS = 45_000
const ACTIVATION_MS = 20_000

export interface SocksSides {
  isInitiator: boolean
  own: FullJid
  peer: FullJid
  sid: string
  say(news: S5bNews): void
}

export class SocksNegotiation {
  readonly result: Promise<Channel | null>
  readonly #nomination: Nomination
  #attempts: Attempts | null = null
  #reached: Channel | null = null
  #activated: string | null = null
  #awaited: string | null = null
  #isDeciding = false
  #isOver = false
  #settle: (channel: Channel | null) => void = () => undefined
  #timers: NodeJS.Timeout[] = []

  constructor(readonly sides: SocksSides, readonly port: SocksPort, readonly ways: Ways, readonly offered: S5b) {
    this.result = new Promise((resolve) => (this.#settle = resolve))
    // §2.3: what we have offered ourselves cannot be theirs.
    const isOwn = ({ host, port: at }: Candidate) => ways.candidates.some((one) => one.host === host && one.port === at && one.type !== 'proxy')
    this.#nomination = new Nomination(sides.isInitiator, ways.candidates, offered.candidates.filter((one) => !isOwn(one)))
  }

  begin(): void {
    const { own, peer, sid, say } = this.sides
    this.#timers.push(setTimeout(() => this.#end(null), WHOLE_MS))
    this.#attempts = this.port.attempt(this.#nomination.offered, this.offered.dstaddr ?? dstaddrOf(sid, peer, own))
    void this.#attempts.found.then((found) => {
      if (this.#isOver) return found?.channel.destroy()
      this.#reached = found?.channel ?? null
      this.#nomination.setOurs(found?.cid ?? null)
      say(found ? { say: 'used', cid: found.cid } : { say: 'error' })
      this.#decide()
    })
  }

  /** False: it makes no sense here. */
  hear(news: S5bNews): boolean {
    if (this.#isOver) return true
    if (news.say === 'proxy-error') this.#end(null)
    else if (news.say === 'activated') {
      this.#activated = news.cid
      if (this.#awaited === news.cid) this.#end(this.#reached)
    } else {
      if (!this.#nomination.setTheirs(news.say === 'used' ? news.cid : null)) return false
      this.#attempts?.leave(this.#nomination.leastPriority)
      this.#decide()
    }
    return true
  }

  stop(): void {
    this.#end(null)
  }

  #decide(): void {
    const { result } = this.#nomination
    if (result === null || this.#isDeciding || this.#isOver) return
    this.#isDeciding = true
    if (result === 'none') return this.#end(null)
    const { candidate, of } = result
    const { sid, peer, own, say } = this.sides
    if (of === 'them') {
      if (candidate.type !== 'proxy' || this.#activated === candidate.cid) return this.#end(this.#reached)
      this.#awaited = candidate.cid
      this.#timers.push(setTimeout(() => this.#end(null), ACTIVATION_MS))
      return
    }
    const isProxy = candidate.type === 'proxy'
    const way = isProxy ? this.port.enterProxy(candidate, sid, dstaddrOf(sid, own, peer), peer) : this.ways.take(candidate)
    void way.then((channel) => {
      if (this.#isOver) return channel?.destroy()
      if (isProxy) say(channel ? { say: 'activated', cid: candidate.cid } : { say: 'proxy-error' })
      this.#end(channel)
    })
  }

  #end(channel: Channel | null): void {
    if (this.#isOver) return
    this.#isOver = true
    for (const timer of this.#timers) clearTimeout(timer)
    this.#attempts?.cancel()
    if (this.#reached !== channel) this.#reached?.destroy()
    this.ways.close()
    this.#settle(channel)
  }
}

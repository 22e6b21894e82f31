/** What a check is given to work with. Everything a check makes it tells `undo` first, and waits only with time limits. */
import type { CheckInfo, Finding, Verdict } from '#shared/check-up/report'
import type { BareJid, FullJid, Jid } from '#shared/jid'
import type { Clock } from '#shared/time'
import type { Https } from '#xmpp/transport/https'
import type { DiscoInfo } from '#xmpp/xep/0030'
import type { Connection, ConnectionConfig, Element, IqReply, IqRequest, OpenRegistrationStream, SecureInfo } from '#xmpp/types'

export type Owner = 1 | 2

/**
 * One session of one of the accounts, made for this run, with a resource of its own. Its presence has priority -1, so that nothing that
 * waits for the user is taken away: write to its full address.
 */
export interface Probe {
  /** `1`, `1b`, `2` … as in the evidence. */
  readonly name: string
  readonly own: BareJid
  readonly jid: FullJid
  readonly domain: Jid
  readonly connection: Connection
  readonly secure: SecureInfo
  /** 10 s unless told. */
  request(iq: IqRequest): Promise<IqReply>
  send(stanza: Element): void
  /** How many messages and presences have come: for `since`. */
  mark(): number
  /** Those that came after `since` (0: all), oldest first. */
  came(since: number): Element[]
  /** The first that fits, already come after `since` or coming within 5 s (or `timeoutMs`); null: none. */
  wait(fits: (stanza: Element) => boolean, since: number, timeoutMs?: number): Promise<Element | null>
  /** Returns when all that `from` has sent to this session before has come in: instead of waiting for what shall not come. False: no answer. */
  caughtUpWith(from: Probe): Promise<boolean>
  /** Cuts the link as a pulled cable does; it comes again by itself. */
  cut(): void
  close(): Promise<void>
}

export interface Bench {
  /** `magpie-check-XXXXXXXX`: all that a run makes is called so or begins so. */
  readonly run: string
  readonly config: Record<Owner, ConnectionConfig | null>
  readonly clock: Clock
  /** Goes the way of the first account. */
  readonly https: Https
  /** Ends what is under way outside of probes when the user stops. */
  readonly signal: AbortSignal
  /** For what is asked before any login; goes the way of the first account. */
  readonly openRegistrationStream: OpenRegistrationStream
  /** The main session of the first account, with initial presence sent. */
  readonly one: Probe
  /** Of the second; null: there is only one account. */
  readonly two: Probe | null
  /** A further session, ended with the check at the latest. `isPresent`: sends initial presence. Null: it does not come online. */
  open(owner: Owner, options?: { isPresent?: boolean; config?: Partial<ConnectionConfig> }): Promise<Probe | null>
  /** Service discovery by `one`, each address and node asked once a run. Null: no such answer. */
  info(to: Jid, node?: string): Promise<DiscoInfo | null>
  /** The service of the server (itself, then its items) with this feature. */
  serviceWith(feature: string): Promise<Jid | null>
  /** How the first account came online stands in the evidence of this check. */
  showLogin(): void
  /** What several checks need, made once a run. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>
  /** To be told BEFORE anything is made: `what` in plain words for `leftBehind`; `step` gives whether it is gone. Run in reverse order at the end, also after a stop; main sessions are still there then. */
  undo(what: string, step: () => Promise<boolean>): void
  /** Throws when the user has stopped the run; waits and requests do so themselves. */
  goOn(): void
}

export interface Check extends CheckInfo {
  /** Runs with two accounts only; else `untested`, reason `pair`. */
  needsPair?: boolean
  /** Checks (by id) that must have passed; else `untested`, reason `after`, fact `check`. */
  after?: string[]
  /** Checks (by id) that must have run, whatever they found: what they do is what this one works on. */
  needs?: string[]
  /** Must not throw for anything that a server may answer; what is thrown is our fault and becomes `untested`, reason `fault`. */
  run(bench: Bench): Promise<Finding>
}

export const found = (verdict: Verdict, reason: string | null = null, facts: Finding['facts'] = {}): Finding => ({ verdict, reason, facts })
export const pass = (facts: Finding['facts'] = {}) => found('pass', null, facts)
export const missing = (reason: string | null = null, facts: Finding['facts'] = {}) => found('missing', reason, facts)
export const broken = (reason: string | null = null, facts: Finding['facts'] = {}) => found('broken', reason, facts)
export const untested = (reason: string, facts: Finding['facts'] = {}) => found('untested', reason, facts)

/**
 * What the rest of Magpie may know of a connection. Everything here is plain data or a narrow interface; the
 * implementation (transport, TLS, SASL, stream management, limits) stays inside electron/xmpp.
 */
import type { Element } from '@xmpp/xml'
import type { BareJid, FullJid, Jid } from '#shared/jid'
import type { CertificateInfo, ConnectionErrorCode, ConnectionStep, ConnectionTally, Pulse, TransportKind } from '#shared/model/connection'
import type { LinkFacts } from '#shared/model/link-facts'
import type { Result } from '#shared/result'
import type { EpochMs } from '#shared/time'

import type { HeartbeatStore } from './heartbeat'
import type { FindRoutes, ProxyServer, Route } from './transport/proxy'

export type { Element, FindRoutes, HeartbeatStore, ProxyServer, Route }

/** What a connection needs to know before it may start. Secrets are asked for, never stored here. */
export interface ConnectionConfig {
  jid: BareJid
  /** Stable resource of this installation, e.g. `magpie-3f9c`; the server may give another. */
  resource: string
  transport: TransportKind
  /** Explicit host; else SRV, then the JID's domain. */
  host?: string | undefined
  port?: number | undefined
  /** `wss://…` for transport `websocket`; else found by XEP-0156 host-meta. */
  websocketUrl?: string | undefined
  /** PEM texts trusted besides the system's authorities (testers' CA). */
  extraCa: string[]
  /** SHA-256 fingerprints (`AA:BB:…`, then the name) the user accepted for this account although validation failed. */
  acceptedFingerprints: string[]
  /** The only certificate that this account accepts. */
  pinnedCertificate?: string | null
  /** "Allow unencrypted (testing only)": off unless the user ticked it for this account. */
  allowUnencrypted: boolean
  /** PLAIN inside TLS when the server offers no SCRAM. Never without TLS. */
  allowPlain: boolean
  /** Strongest SASL mechanism seen with this account; a weaker offer is refused (SAFETY P8). */
  pinnedMechanism: string | null
  lang: string
}

export interface Credentials {
  /** The password, or null when there is none (the connection then stops with `password-needed`). */
  getPassword(): Promise<string | null>
}

export interface ConnectionProblem {
  code: ConnectionErrorCode
  /** Words of the server or the system, for the tester's details; never shown alone. */
  detail?: string | undefined
  certificate?: CertificateInfo | undefined
}

export type ConnectionState =
  | { phase: 'offline'; problem: ConnectionProblem | null; needsUser: boolean }
  | { phase: 'connecting'; step: ConnectionStep; attempt: number }
  | { phase: 'online'; jid: FullJid; isResumed: boolean; secure: SecureInfo; sinceMs: EpochMs; pulse: Pulse }
  | { phase: 'waiting'; problem: ConnectionProblem; attempt: number; retryInMs: number }

export interface SecureInfo {
  transport: 'starttls' | 'tls' | 'websocket' | 'plain'
  host: string
  port: number
  /** Where the socket ends: at the server, or at the proxy. */
  address: string
  /** `host:port` of the proxy. */
  proxy: string | null
  tlsVersion: string | null
  cipher: string | null
  certificate: CertificateInfo | null
  saslMechanism: string
  /** Stream features after login, by `namespace` (for features that are gated on it: rosterver, sm, csi …). */
  streamFeatures: Element[]
  streamManagement: boolean
}

export interface StanzaError {
  /** RFC 6120 §8.3.3 condition, or ours: `timeout` (no answer), `offline` (not connected / connection lost meanwhile). */
  condition: string
  type: 'auth' | 'cancel' | 'continue' | 'modify' | 'wait'
  text: string | null
  /** Namespace-qualified application conditions as `{ns}name`. */
  application: string[]
  /** `<gone>`/`<redirect>` content. */
  uri: string | null
  element: Element | null
}

export interface IqRequest {
  type: 'get' | 'set'
  /** Absent = own account (RFC 6120 §10.3.3). */
  to?: Jid | undefined
  payload: Element
  /** Default 30_000. */
  timeoutMs?: number
}

export type IqReply = { ok: true; value: Element } | { ok: false; error: StanzaError }

/** `application`: a condition of the protocol in question, beside ours. */
export type IqOutcome =
  | { result: Element | null }
  | { error: string; errorType?: StanzaError['type']; text?: string; application?: Element }

/** An incoming request. Return the result payload (null = empty result) or a stanza error condition. */
export type IqHandler = (iq: { from: Jid; id: string; payload: Element; type: 'get' | 'set' }) => IqOutcome | Promise<IqOutcome>

/** Who gets an answer to a request; everybody else gets `service-unavailable`, as if nobody were here (SAFETY P16). */
export type IqAudience = 'own-account' | 'own-and-server' | 'contacts' | 'everyone'

export interface ConnectionEvents {
  state: (state: ConnectionState) => void
  /**
   * Fresh session: resource bound (and stream management answered). Presence, roster… start here. Also after a session
   * was resumed that an earlier run of the program began (`state.isResumed`): nothing of it is in memory.
   */
  online: (info: { jid: FullJid; secure: SecureInfo }) => void
  /** Session resumed by XEP-0198: nothing to redo but flush. */
  resumed: () => void
  /** The transport is gone; `willResume` = the session may still be resumed. */
  down: (info: { willResume: boolean }) => void
  /** The session is really over (no resume possible any more): occupants, presences are stale. */
  ended: () => void
  /** `message` and `presence`, checked (namespace, well-formed addresses), in stream order, synchronous; several messages may be one transaction. */
  stanza: (stanza: Element) => void
  /** Acknowledged by the server, but written before the program was started anew: ids of messages. */
  ackedBefore: (ids: string[]) => void
  /** The server has acknowledged this stanza (XEP-0198 `<a/>`); the very object given to send(). */
  acked: (stanza: Element) => void
  /** Written in a session that ended without acknowledging it. */
  lost: (stanza: Element) => void
  /** Everything in and out, for the tester's transcript; secrets already removed. */
  wire: (direction: 'in' | 'out', xml: string) => void
  /** The same for who keeps what he is shown: the text as long as he wants it; `el` is null for what is no element, as the header of a stream. */
  trace: (direction: 'in' | 'out', text: (maxChars: number) => string, el: Element | null) => void
}

/** One account's connection. Created offline; one state machine offline → connecting → online → waiting. */
export interface Connection {
  readonly state: ConnectionState
  readonly jid: FullJid | null
  readonly tally: ConnectionTally
  /** What was found out on the way to the server and since, for testers: a copy of plain data, made when it is asked for. */
  readonly facts: LinkFacts
  /** Goes online and stays there (back-off, resume) until stop(). Harmless when already running. */
  start(): void
  /** Clean logout: closes the stream (waits at most 2 s), never reconnects. Pending requests end with `offline`. */
  stop(): Promise<void>
  /** The computer goes to sleep: nothing is asked, nothing tried, the session is kept until retryNow('wake'), or a minute has passed awake. */
  sleep(): void
  /** Sleep/wake/network events: try now instead of at the next back-off step; when online, prove the link is alive (5 s). */
  retryNow(reason: 'wake' | 'network' | 'user'): void
  /** Ends the link without closing the stream, as a pulled cable does; it comes again by itself, resumed where the server allows. */
  cut(): void
  /** New settings for the next attempt (password, host, accepted certificate…). */
  configure(change: Partial<ConnectionConfig>): void
  /** Writes a stanza if, and only if, online. False = not written (offline, or over 1 Mi characters), nothing queued: the outbox keeps it. */
  send(stanza: Element): boolean
  /** Writes an element that is no stanza, if and only if online: nobody acknowledges it, and it ends with the link. */
  sendNonza(el: Element): boolean
  /**
   * To be called inside the transaction that stores what the stanza in hand has brought: the counter that will be
   * acknowledged is stored with it (SAFETY.md §4.2.2), at the end of a group's. Harmless at any other time.
   */
  countStanza(): void
  /**
   * Inside any transaction that writes anyway: the counter so far goes along, which saves the acknowledgement a write of its own.
   * What is returned wants to be called after the commit.
   */
  countHandled(): (() => void) | null
  /** Sends an IQ and resolves with its checked answer (from and id must match, SAFETY P9). Never rejects. */
  request(iq: IqRequest): Promise<IqReply>
  /** Registers the answerer for incoming requests with this payload. Returns its removal. */
  onIq(type: 'get' | 'set', name: string, ns: string, audience: IqAudience, handler: IqHandler): () => void
  on<K extends keyof ConnectionEvents>(event: K, listener: ConnectionEvents[K]): () => void
}

/** A stream session as it was when the program last wrote it down. */
export interface SavedSession {
  id: string
  jid: FullJid
  inbound: number
  /** Messages written and not acknowledged, by their place among all stanzas of the session. */
  sent: { seq: number; id: string }[]
}

/** Where a session outlives the program. What throws here keeps the stanza from being acknowledged or written. */
export interface Resumption {
  load(): SavedSession | null
  /** A new session; null = none any more. */
  begin(session: Omit<SavedSession, 'sent'> | null): void
  received(inbound: number): void
  /** Before a message is written. */
  sending(seq: number, id: string): void
  /** These need not be remembered any more. */
  settled(ids: string[]): void
}

/** Stanzas whose handling fails, so that none of them can do so for ever. */
export interface StanzaGuard {
  /** Before it is handled. Null: it is not to be handled. Else to be called afterwards. */
  hold(stanza: Element): ((wasHandled: boolean) => void) | null
  /** `isGivenUp`: it will not come again. */
  threw(stanza: Element, reason: string, isGivenUp: boolean): void
}

export interface ConnectionDeps {
  /** Absent: nothing is remembered of stanzas that failed. */
  guard?: StanzaGuard
  /** Absent: a session ends with the program. */
  resumption?: Resumption
  /** Absent: what silence the network bears is learned anew in every run. */
  heartbeats?: HeartbeatStore
  /**
   * Handles several messages as one transaction: throws, when nothing of what `work` did is stored; they are then handled again,
   * one by one. Absent: each by itself.
   */
  group?(work: () => void): void
  /** False from the moment on when something could not be stored: nothing is handled any more until the next session. Absent: always. */
  mayStore?(): boolean
  credentials: Credentials
  /** Absent: always direct. */
  routes?: FindRoutes
  /** Is this bare JID allowed to see our presence (roster subscription from/both)? For audience `contacts`. */
  isContact(jid: BareJid): boolean
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string, detail?: Record<string, unknown>): void
  /** Called after a successful login: what to pin for this account. */
  onMechanism(mechanism: string): void
}

export type CreateConnection = (config: ConnectionConfig, deps: ConnectionDeps) => Connection

/** A short connection without login, for in-band registration (XEP-0077 §3.1): TLS up, features read, IQs before auth. */
export interface RegistrationStream {
  request(iq: IqRequest): Promise<IqReply>
  close(): Promise<void>
}
export type OpenRegistrationStream = (
  config: ConnectionConfig,
  deps: Pick<ConnectionDeps, 'log' | 'routes'>,
) => Promise<Result<RegistrationStream, ConnectionProblem>>

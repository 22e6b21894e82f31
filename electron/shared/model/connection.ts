/** How an account reaches its server, and what is known of the link. Plain data for both processes. */
import type { EpochMs } from '#shared/time'

/** `auto` = SRV (RFC 6120 §3.2, XEP-0368), else host and port; `websocket` = RFC 7395. */
export type TransportKind = 'auto' | 'starttls' | 'tls' | 'websocket'

export type ConnectionStep = 'resolve' | 'connect' | 'tls' | 'login' | 'bind'

/** Each has a sentence in Chinese and English that says what to do. */
export type ConnectionErrorCode =
  | 'host-not-found' // DNS has no such name
  | 'no-service' // SRV target "." : the domain says it offers no XMPP
  | 'refused' // nobody listens there
  | 'unreachable' // network down, no route
  | 'timeout'
  | 'not-xmpp' // something answered that is no XMPP server
  | 'no-tls' // the server offers no encryption, and the account demands it
  | 'tls-failed' // handshake failed (version, cipher, alert)
  | 'certificate' // untrusted: unknown authority, wrong host, expired; `certificate` says which
  | 'certificate-changed' // not the one that the account is pinned to
  | 'password-needed'
  | 'wrong-password' // not-authorized
  | 'account-disabled'
  | 'no-mechanism' // no acceptable way to log in
  | 'weaker-mechanism' // offers less than it did before: possible attack
  | 'downgraded' // XEP-0474: what it offers was changed on the way
  | 'server-not-proved' // SCRAM: the server could not prove that it knows the password
  | 'login-failed' // other SASL failures
  | 'temporary-failure'
  | 'host-unknown' // the server does not serve this domain
  | 'conflict' // same resource logged in elsewhere
  | 'policy' // policy-violation, too large, too many …
  | 'bind-failed'
  | 'stream-error' // any other stream error
  | 'protocol' // the server broke the protocol
  | 'closed' // connection closed or lost
  | 'shutdown' // system-shutdown
  | 'secret-store' // the keychain could not be read
  | 'proxy-unreachable' // nobody answers where the proxy should be
  | 'proxy-login' // the proxy wants another user or password
  | 'proxy-refused' // it will not pass us on, or is no proxy of that kind

export const certificateProblems = ['none', 'unknown-authority', 'self-signed', 'wrong-host', 'expired', 'not-yet-valid', 'other'] as const

export interface CertificateInfo {
  /** The name it was to be good for. */
  host: string
  subject: string
  issuer: string
  names: string[]
  validFromMs: EpochMs
  validToMs: EpochMs
  /** SHA-256, `AA:BB:…`. */
  fingerprint: string
  problem: (typeof certificateProblems)[number]
}

/** Signs of life of a link. */
export interface Pulse {
  /** After so long a silence the server is asked. */
  intervalMs: number
  roundTripMs: number | null
  lastPongAtMs: EpochMs | null
  /** Links that died in silence since the program started. */
  losses: number
}

/** What has gone over an account's links since the program started: XML, before encryption. */
export interface Traffic {
  bytesIn: number
  bytesOut: number
  stanzasIn: number
  stanzasOut: number
}
export const emptyTraffic: Traffic = { bytesIn: 0, bytesOut: 0, stanzasIn: 0, stanzasOut: 0 }

/** What has happened to an account's connection since the program started. */
export interface ConnectionTally {
  /** Sessions begun, and sessions continued after a cut (XEP-0198). */
  fresh: number
  resumed: number
  /** Links that ended while online, for whatever reason. */
  cuts: number
  traffic: Traffic
  /** The last thing that went wrong. */
  lastProblem: { code: ConnectionErrorCode; detail: string | null; atMs: EpochMs } | null
}
export const emptyTally: ConnectionTally = { fresh: 0, resumed: 0, cuts: 0, traffic: emptyTraffic, lastProblem: null }

/** What the UI shows of a connection; the main process' ConnectionState without its live parts. */
export type ConnectionView =
  | { phase: 'offline'; problem: ProblemView | null; needsUser: boolean }
  | { phase: 'connecting'; step: ConnectionStep; attempt: number }
  | OnlineView
  | { phase: 'waiting'; problem: ProblemView; attempt: number; retryAtMs: EpochMs }

export interface OnlineView {
  phase: 'online'
  fullJid: string
  transport: string
  host: string
  port: number
  /** Where the socket ends: the server's address, or the proxy's. */
  address: string
  /** `host:port`. */
  proxy: string | null
  tlsVersion: string | null
  cipher: string | null
  /** Of the server's certificate. */
  fingerprint: string | null
  saslMechanism: string
  isSecure: boolean
  /** The session may be continued after a cut. */
  hasStreamManagement: boolean
  sinceMs: EpochMs
  pulse: Pulse
}

export interface ProblemView {
  code: ConnectionErrorCode
  detail: string | null
  certificate: CertificateInfo | null
}

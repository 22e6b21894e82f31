/** What was found out on the way to a server and since: plain data for testers (the workbench's page, the check-up). */
import type { EpochMs } from '../time'
import type { ConnectionErrorCode } from './connection'
import type { XmlLine } from './console'

export interface ProblemFact {
  code: ConnectionErrorCode
  /** Words of the server or the system. */
  detail: string | null
}

/** A question to the DNS for SRV records. */
export interface SrvFact {
  /** `_xmpp-client._tcp.example.org`. */
  name: string
  /** As they came. `host` `.`: the domain says that it offers no such service. */
  records: { host: string; port: number; priority: number; weight: number }[]
  /** Why there are none, in the resolver's words (`ENOTFOUND`, `ENODATA`, `ETIMEOUT` …). */
  error: string | null
}

/** A file that was asked for to find the WebSocket (XEP-0156). */
export interface HostMetaFact {
  url: string
  /** The WebSocket addresses in it. */
  found: string[]
  /** Why there are none. */
  error: string | null
}

/** Why a host and port was a candidate: named by the user, by SRV, the domain itself for want of records, by host-meta, by the server before. */
export type CandidateSource = 'settings' | 'srv' | 'domain' | 'host-meta' | 'redirect'

/** A host and port to be tried, in the order of the list. */
export interface CandidateFact {
  source: CandidateSource
  kind: 'starttls' | 'tls' | 'websocket'
  host: string
  port: number
  /** Of a WebSocket. */
  url: string | null
  /** Empty: it was not its turn. */
  tries: TryFact[]
}

/** One connection to one address. */
export interface TryFact {
  /** Of the server, or of the proxy. Where no address was found: the name. */
  address: string
  /** `host:port`. */
  proxy: string | null
  /** Since the attempt began. */
  afterMs: number
  /** Null while it is in hand, and when it was the one that was taken. */
  failure: ProblemFact | null
  /** As far as TLS came to a certificate. */
  tls: TlsFact | null
  /** Features before TLS, and those that the login saw. */
  clear: StreamFeaturesFact | null
  secured: StreamFeaturesFact | null
}

export interface TlsFact {
  version: string | null
  /** The name that RFCs give it, and the strength in bits. */
  cipher: string | null
  bits: number | null
  /** What the key was agreed upon with, as `X25519`. */
  keyExchange: string | null
  alpn: { asked: string; given: string | null }
  /** SNI; null where the server is named by an address. */
  serverName: string | null
  /** The channel can be bound by tls-exporter (RFC 9266). */
  canExport: boolean
  /** The server's own first; what it did not send is filled in from the authorities that are trusted. */
  chain: CertificateFact[]
  checks: { name: CheckFact; authority: CheckFact; dates: CheckFact; pin: CheckFact }
  /** `by-user`: it fails, and the user trusts it all the same. */
  verdict: 'valid' | 'by-user' | 'refused'
}

export interface CertificateFact {
  /** One line: `CN=…, O=…`. */
  subject: string
  issuer: string
  names: string[]
  serial: string
  validFromMs: EpochMs
  validToMs: EpochMs
  /** SHA-256, `AA:BB:…`. */
  fingerprint: string
  /** `RSA 2048`, `EC prime256v1`, `ed25519`. */
  key: string
  isAuthority: boolean
}

/** `unknown`: the check before it ended the matter. `not-asked`: there is nothing to check it by. */
export interface CheckFact {
  outcome: 'passed' | 'failed' | 'unknown' | 'not-asked'
  detail: string | null
}

export interface StreamFeaturesFact {
  list: { name: string; namespace: string }[]
  /** SASL. */
  mechanisms: string[]
  /** Types of channel binding (XEP-0440); null: it names none. */
  bindings: string[] | null
  lines: XmlLine[]
}

export interface LoginFact {
  mechanism: string
  /** Channel binding; null: none. */
  binding: string | null
  /** What was told to the server of binding: done; could have been done; cannot be done. Null for mechanisms without. */
  bindingFlag: 'p' | 'y' | 'n' | null
  /** Of SCRAM. */
  iterations: number | null
  /** XEP-0474: the server has signed what it offers. */
  isOfferProved: boolean
  isDone: boolean
}

/** One way from the address to being online or a failure. */
export interface AttemptFact {
  atMs: EpochMs
  /** Until it was online or had failed. */
  tookMs: number | null
  srv: SrvFact[]
  hostMeta: HostMetaFact[]
  candidates: CandidateFact[]
  login: LoginFact | null
  /** Features after the login. */
  features: StreamFeaturesFact | null
  outcome: 'in-hand' | 'online' | 'failed'
  failure: ProblemFact | null
}

/** XEP-0198. */
export interface ManagementFact {
  isOn: boolean
  /** Secret enough to stay out of what is passed on. */
  id: string | null
  /** How long the server keeps a lost session, by its own word. */
  maxMs: number | null
  /** Stanzas handled, sent, and acknowledged by the server. */
  handled: number
  sent: number
  acknowledged: number
  unacknowledged: number
}

/** A session that was to be continued. */
export interface ResumeFact {
  atMs: EpochMs
  /** `too-late`: not even asked, the server's time was over. `not-offered`: it does not know stream management any more. */
  outcome: 'resumed' | 'refused' | 'too-late' | 'not-offered'
  /** Why it was refused, in the server's word. */
  condition: string | null
  /** Null after a restart of the program. */
  awayMs: number | null
  /** Stanzas written again. */
  resent: number
  /** Of an earlier run of the program. */
  isRestored: boolean
}

/** A link from being online to its end. */
export interface LinkFact {
  onlineAtMs: EpochMs
  endedAtMs: EpochMs | null
  /** `host:port`. */
  server: string
  address: string
  isResumed: boolean
  /** Null while it stands, and when it was closed here. */
  failure: ProblemFact | null
}

export interface RoundTripFact {
  atMs: EpochMs
  ms: number
}

/** Nothing came after a silence of so long; null: no answer to what was asked or sent. */
export interface LossFact {
  atMs: EpochMs
  silenceMs: number | null
}

/** What is known of how long this network bears silence. */
export interface HeartbeatFact {
  /** After so long a silence the server is asked. */
  intervalMs: number
  /** Taken as safe: survived once, or not yet tried. */
  survivedMs: number
  lostMs: number | null
  /** The server hangs up after so much (XEP-0478). */
  serverLimitMs: number | null
}

/** All lists: oldest first, and of bounded length. */
export interface LinkFacts {
  attempts: AttemptFact[]
  links: LinkFact[]
  resumes: ResumeFact[]
  roundTrips: RoundTripFact[]
  losses: LossFact[]
  management: ManagementFact
  /** Null while offline. */
  heartbeat: HeartbeatFact | null
}

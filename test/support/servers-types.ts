import type { CertificateKind } from './certificates'
import type { ScriptedKind } from './scripted-rooms/personality'

export const serverKinds = ['prosody', 'ejabberd'] as const
export type ServerKind = (typeof serverKinds)[number]

export interface TestAccount {
  /** Local part, lower case. */
  user: string
  password: string
}

export interface TestHost {
  domain: string
  /** Modules that the first domain has and this one shall not. Prosody's services too: muc, muc_mam, http_file_share, proxy65. */
  withoutModules: string[]
}

export interface ServerOptions {
  /** Default localhost. Any other name works too: connect to 127.0.0.1 and the port, and say `to` the domain. */
  domain?: string
  accounts?: TestAccount[]
  /** In-band registration (XEP-0077) of new accounts; default off. Password changes are always possible. */
  registration?: boolean
  /** Default good. */
  certificate?: CertificateKind
  /** The server offers no TLS at all. */
  plainOnly?: boolean
  /** Only these SASL mechanisms are offered, e.g. ['PLAIN']. Default: all that the server has. */
  saslMechanisms?: string[]
  /** Further modules in the server's own spelling, e.g. 'welcome' (Prosody) or 'mod_muc_admin' (ejabberd). */
  modules?: string[]
  /** Modules that are loaded by default and shall be missing. */
  withoutModules?: string[]
  /** Further domains of the same server, each with the same accounts and with rooms and services of its own. */
  hosts?: TestHost[]
  /** Tells its users of a STUN and TURN server there on 127.0.0.1, UDP (XEP-0215). */
  stunPort?: number
  /** Passes streams of bytes on (XEP-0065). */
  byteStreams?: boolean
  /** Prosody: rooms keep an archive (default true). ejabberd has one for all: leave out mod_mam. */
  roomArchives?: boolean
  /** Prosody: rooms let moderators recall messages (XEP-0425), by a module of ours. Default false: no server of Debian does. */
  roomModeration?: boolean
  /** ejabberd: archive, offline messages and lists in SQLite, which survive kill(). Mnesia at times loses whole tables. */
  sqlStore?: boolean
  /** Takes files over https (XEP-0363), at the domain's own name, so large at most. */
  upload?: { maxBytes: number }
  /** ejabberd's max_ack_queue; its own is 5000. */
  ackQueue?: number | 'infinity'
  /** ejabberd: people can be looked for (XEP-0055). Default false. Debian's Prosody has no such thing. */
  directory?: boolean
  /** How long a lost session may be resumed (XEP-0198). Default: the server's (minutes). */
  resumeSeconds?: number
  /** Lines put at the end of the global (Prosody: before the host; ejabberd: top level) configuration. */
  extraConfig?: string
}

/** A real server of its own process on 127.0.0.1, with throw-away data that lives as long as this process. */
export interface TestServer {
  /** A scripted one is no process, but looks the same from outside: test/support/scripted-rooms. */
  readonly kind: ServerKind | ScriptedKind
  readonly domain: string
  readonly mucDomain: string
  readonly host: '127.0.0.1'
  /** Client connections with STARTTLS (without it, with plainOnly). */
  readonly port: number
  /** Client connections that begin with TLS; 0 with plainOnly. */
  readonly directTlsPort: number
  /** ws:// on 127.0.0.1, without TLS. */
  readonly websocketUrl: string
  /** wss:// on the domain's name, which only the default domain localhost resolves; '' with plainOnly. */
  readonly secureWebsocketUrl: string
  /** The CA to trust. */
  readonly caPem: string
  readonly caFile: string
  /** The certificate that the server shows. */
  readonly certPem: string
  /** Of the server's process; undefined while it is down. */
  readonly pid: number | undefined
  addAccount(user: string, password: string): Promise<void>
  /** Ends it in an orderly way; streams are closed. */
  stop(): Promise<void>
  /** SIGKILL: nothing is written, nobody is told. */
  kill(): Promise<void>
  /** Stops it if it runs, and starts it with the same data, certificate and ports. */
  restart(): Promise<void>
  log(): string
}

/** What a feature is given to work with: once per core (AppContext) and per logged-in account (Session). */
import type { AccountManager } from '#core/accounts'
import type { Attention } from '#core/attention'
import type { PublicKey } from '#core/feature'
import type { FollowUps } from '#core/follow-ups'
import type { Inbound } from '#core/inbound'
import type { Log } from '#core/log'
import type { MessageEvents } from '#core/messages'
import type { Outbox } from '#core/outbox'
import type { SecretStore } from '#core/secrets'
import type { StoreAccess } from '#core/store-access'
import type { PayloadOf, Slice } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { BareJid, Jid } from '#shared/jid'
import type { Quarantine } from '#shared/model/quarantine'
import type { Refuse } from '#shared/refusals'
import type { Settings } from '#shared/model/settings'
import type { Clock } from '#shared/time'
import type { Db } from '#store/database'
import type { Https } from '#xmpp/transport/https'
import type { Connection, CreateConnection, Element, FindRoutes, OpenRegistrationStream } from '#xmpp/types'

export type Publish<S extends Slice> = <K extends keyof S['events'] & string>(name: K, payload: PayloadOf<S['events'][K]>) => void

export interface SettingsAccess {
  get(): Settings
  set(change: Partial<Settings>): void
  onChange(listener: (settings: Settings) => void): () => void
}

export interface AppInfo {
  name: string
  version: string
  /** For XEP-0092; null when the user does not want to tell. */
  os: string | null
}

export interface AppContext<S extends Slice = Slice> {
  db: Db
  clock: Clock
  log: Log
  secrets: SecretStore
  settings: SettingsAccess
  store: StoreAccess
  info: AppInfo
  accounts: AccountManager
  openRegistrationStream: OpenRegistrationStream
  createConnection: CreateConnection
  /** The proxies of the system, for those who did not choose. */
  systemRoutes: FindRoutes
  attention: Attention
  /** Files of messages lie there, each in a folder of its own. */
  filesDir: string
  publish: Publish<S>
  transaction: <T>(work: () => T) => T
  afterCommit: (act: () => void) => void
}

/**
 * Fresh session, in this order; steps of one phase run in the order of the feature list, each awaited (their requests
 * have time-outs), all of them dropped when the link goes meanwhile.
 * `before-presence`: roster, archive position. `presence`: initial presence. `after-presence`: bookmarks, rooms, outbox.
 */
export type OnlinePhase = 'before-presence' | 'presence' | 'after-presence'

/** A checked presence stanza with its parsed sender. Return true to claim it: later features do not see it. */
export type PresenceHandler = (presence: { from: Jid; type: string | null; stanza: Element }) => boolean | void

export interface Session<S extends Slice = Slice> {
  accountId: AccountId
  /** Own bare JID. */
  own: BareJid
  /** Features of this build that are announced as the settings are now, for XEP-0030 and 0115. */
  discoFeatures: readonly string[]
  /** Numbers of all XEPs of this build (`0313`, `RFC 6121`). */
  xeps: readonly string[]
  db: Db
  clock: Clock
  log: Log
  /** Something was not believed: the line for the tester, by the rule it breaks (shared/rules). */
  refuse: Refuse
  settings: SettingsAccess
  info: AppInfo
  attention: Attention
  /** This one's among them. */
  accounts: AccountManager
  connection: Connection
  /** The way of the account to files on the web. */
  https: Https
  /** As AppContext.filesDir. */
  filesDir: string
  inbound: Inbound
  outbox: Outbox
  /** What is said of messages that were sent, durable like them. */
  followUps: FollowUps
  publish: Publish<S>
  /** To be told when a feature changed a stored message. */
  messageEvents: MessageEvents
  /** What of this account could not be handled. */
  quarantine: Quarantine
  /** One transaction; events published inside leave after the commit, or not at all. */
  transaction: <T>(work: () => T) => T
  /** For what may only happen once the rows are safe: messages that come together are one transaction. At once outside of any. */
  afterCommit: (act: () => void) => void
  onPresence(handler: PresenceHandler): void
  onOnline(phase: OnlinePhase, step: () => void | Promise<void>): void
  /** The session is over: what was only true while connected (presences, occupants) is void. */
  onEnded(handler: () => void): void
  /** The account logs out cleanly: last words may still be sent. */
  onLogout(handler: () => void): void
  /** Who may learn that we are here (answers to requests, receipts). The roster decides; nobody until it does. */
  decideContacts(isContact: (jid: BareJid) => boolean): void
  isContact(jid: BareJid): boolean
  /** The api of a feature named in `requires`. */
  use<T>(key: PublicKey<T>): T
  /** Children every available presence carries (caps, idle …); also asked for directed presence to rooms. */
  addPresenceExtras(build: () => Element[]): void
  presenceExtras(): Element[]
}

/**
 * What a feature is. A feature knows only this, its session and the public.ts of the features it requires; the core
 * knows no feature by name.
 */
import type { AppContext, Session } from '#core/context'
import type { InputOf, OutputOf, PayloadOf, Slice } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { Settings } from '#shared/model/settings'
import type { Result } from '#shared/result'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import type { SecureInfo } from '#xmpp/types'

export interface XepSupport {
  /** `0045`, or `RFC 6121`. */
  id: string
  /** Version of the text that was implemented. */
  version: string
  support: 'complete' | 'partial'
  /** What is left out, when partial. */
  note?: string
}

type MaybePromise<T> = T | Promise<T>
export type CallHandlers<C extends Slice['calls']> = {
  [K in keyof C]: (input: InputOf<C[K]>) => MaybePromise<Result<OutputOf<C[K]>>>
}

export interface AppHandlers<S extends Slice> {
  calls: CallHandlers<S['appCalls']>
  snapshot: () => PayloadOf<S['appSnapshot']>
  /** After the sessions; the store closes when all are done. */
  stop?: () => void | Promise<void>
}

export interface SessionHandlers<S extends Slice> {
  calls: CallHandlers<S['calls']>
  snapshot: () => PayloadOf<S['snapshot']>
  /** What `session.use(key)` gives to the features that require this one; keyed by the key of public.ts. */
  api?: unknown
  stop?: () => void
}

export interface Feature<S extends Slice = Slice> {
  name: string
  xeps: XepSupport[]
  /** Features (by name) whose public.ts this one uses; they must stand earlier in the list. */
  requires: string[]
  /** Namespaces announced by service discovery (XEP-0030). */
  discoFeatures: string[]
  /** Announced besides, by the way the account is connected. */
  discoFeaturesBy?: (secure: SecureInfo) => string[]
  /** Whether they are announced now; when it changes, `renew` of presence tells it. Default: always. */
  isAnnounced?: (settings: Settings) => boolean
  contract: S
  migrations: Migration[]
  /** Lines of an account's export besides conversations and messages, each with a `type` of its own. */
  exported?: (db: Db, accountId: AccountId) => { type: string }[]
  /** The store was saved from damage, and rows may be missing anywhere: what claims that all is there must be taken back. */
  salvaged?: (db: Db) => void
  startApp?: (app: AppContext<S>) => AppHandlers<S>
  start?: (session: Session<S>) => SessionHandlers<S>
}

type Optional = 'requires' | 'discoFeatures' | 'migrations'

export function defineFeature<S extends Slice>(feature: Omit<Feature<S>, Optional> & Partial<Pick<Feature<S>, Optional>>): Feature {
  return { requires: [], discoFeatures: [], migrations: [], ...feature } as unknown as Feature
}

/** The typed name under which a feature's api is found: `export const roster = publicApi<RosterApi>('roster')`. */
export interface PublicKey<T> {
  feature: string
  readonly type?: T
}
export const publicApi = <T>(feature: string): PublicKey<T> => ({ feature })

/**
 * The composition root: opens the store, makes events, accounts and sessions from the list of features it is given.
 * Runs under plain Node; who shows what happens is decided by whoever subscribes.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { createAccounts } from '#core/accounts'
import { createAttention } from '#core/attention'
import type { AppContext, AppInfo } from '#core/context'
import { createEventBus, type CoreEvent } from '#core/events'
import type { AppHandlers, Feature } from '#core/feature'
import type { Log } from '#core/log'
import { createMessageEvents } from '#core/messages'
import { tellUnreadable } from '#core/notices'
import type { SecretStore } from '#core/secrets'
import { createPoison } from '#core/poison'
import { createSession } from '#core/session'
import { createSettings } from '#core/settings'
import { createStoreAccess, type Transfer } from '#core/store-access'
import { createStoreHealth } from '#core/store-health'
import type { Slice } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { PublishCore } from '#shared/model/core-events'
import type { StoreRecovery } from '#shared/model/store'
import { fail, type Result } from '#shared/result'
import type { Clock } from '#shared/time'
import { asStoreError, closeDatabase, openDatabase } from '#store/database'
import { clearMark, makeReserve, setMark, storeFiles } from '#store/profile-files'
import { createHttps } from '#xmpp/transport/https'
import { directRoutes } from '#xmpp/transport/proxy'
import type { CreateConnection, FindRoutes, OpenRegistrationStream } from '#xmpp/types'

export interface CoreOptions {
  /** Holds magpie.db; made when missing. */
  profileDir: string
  features: Feature[]
  secrets: SecretStore
  clock: Clock
  log: Log
  info: AppInfo
  createConnection: CreateConnection
  openRegistrationStream: OpenRegistrationStream
  /** The system's proxies. Absent: none. */
  systemRoutes?: FindRoutes
  /** PEM texts trusted besides the system's. */
  extraCa: string[]
  nativeBinding?: string | undefined
  /** What prepareStore had to save. */
  recovery?: StoreRecovery | null
}

export interface CoreSnapshot {
  revision: number
  app: Record<string, unknown>
  accounts: Record<number, Record<string, unknown>>
}

export interface Core {
  /** Answers a validated call. Never rejects. */
  call(name: string, input: unknown): Promise<Result<unknown>>
  subscribe(listener: (event: CoreEvent) => void): () => void
  snapshot(): CoreSnapshot
  accounts: AppContext['accounts']
  settings: AppContext['settings']
  transfer: Transfer
  /** Where files of messages lie: disk.ts of the feature knows how. */
  filesDir: string
  /** Sleep is over or the network came back: every connection tries at once. */
  retryNow(reason: 'wake' | 'network'): void
  /** The computer is about to sleep: the links are left in peace until retryNow('wake'). */
  sleep(): void
  /** Does anybody look at us? True until somebody says otherwise (XEP-0352). */
  setAttention(isActive: boolean): void
  /** Logs out cleanly and closes the database. Called again, it gives the same end. */
  stop(): Promise<void>
}

/** Throws StoreError when the profile's database cannot be used. */
export function createCore(options: CoreOptions): Core {
  const { features, log, clock } = options
  mkdirSync(options.profileDir, { recursive: true, mode: 0o700 })
  const files = storeFiles(options.profileDir)
  const { nativeBinding } = options
  const db = openDatabase({ file: files.db, nativeBinding, migrations: features.flatMap((feature) => feature.migrations) })
  setMark(files)
  makeReserve(files)
  const bus = createEventBus(
    (work) => db.transaction(work).immediate(),
    (error) => log('error', 'an event listener failed', { error: String(error) }),
    (error) => health.report(error),
  )
  const publishCore: PublishCore = bus.publish
  const messageEvents = createMessageEvents(db, publishCore)
  const attention = createAttention()
  const settings = createSettings(db, publishCore)
  const health = createStoreHealth({
    db, files, clock, log,
    publish: publishCore,
    pause: () => accounts.pauseAll(),
    resume: () => accounts.resumeAll(),
  })
  const store = createStoreAccess({
    db, files, clock, log, nativeBinding, health,
    recovery: options.recovery ?? null,
    publish: publishCore,
    transaction: bus.transaction,
    exported: (accountId) => features.flatMap((feature) => feature.exported?.(db, accountId) ?? []),
    imported: (accountId) => publishCore('account.sessionChanged', { accountId, isActive: accounts.session(accountId) !== null }),
  })
  const app: AppContext = {
    db,
    clock,
    log,
    secrets: options.secrets,
    settings,
    store: store.access,
    info: options.info,
    accounts: null as never, // set two lines below: accounts need the context they stand in
    openRegistrationStream: (config, deps) => options.openRegistrationStream({ ...config, extraCa: options.extraCa }, deps),
    createConnection: options.createConnection,
    systemRoutes: options.systemRoutes ?? directRoutes,
    attention,
    filesDir: files.files,
    publish: bus.publish,
    transaction: bus.transaction,
    afterCommit: bus.afterCommit,
  }
  const poison = createPoison({
    db, clock, log,
    file: files.hand,
    transaction: bus.transaction,
    mayStore: () => health.trouble === null,
    tell: (accountId, stanza) => tellUnreadable({ accountId, db, clock, transaction: bus.transaction, messageEvents }, stanza),
  })
  const accounts = createAccounts({
    app,
    guardOf: poison.guardOf,
    publish: publishCore,
    extraCa: options.extraCa,
    group: (work) => bus.transaction(() => messageEvents.batch(work)),
    mayStore: () => health.trouble === null,
    openSession: (row, connection, routes) =>
      createSession(app, {
        accountId: row.id, own: row.address, features, connection, messageEvents, guard: poison.guardOf(row.id), quarantine: poison.quarantineOf(row.id),
        https: createHttps({ routes, extraCa: options.extraCa }),
      }),
  })
  app.accounts = accounts

  const appHandlers = new Map<string, AppHandlers<Slice>>()
  for (const feature of features) {
    if (feature.startApp) appHandlers.set(feature.name, feature.startApp(app))
  }
  const appCalls = new Map(
    [...appHandlers.values()].flatMap((handlers) => Object.entries(handlers.calls as Record<string, (input: unknown) => unknown>)),
  )

  const dispatch = async (name: string, input: unknown): Promise<Result<unknown>> => {
    const appCall = appCalls.get(name)
    if (appCall) return (await appCall(input)) as Result<unknown>
    const accountId = (input as { accountId?: AccountId }).accountId
    const session = accountId === undefined ? null : accounts.session(accountId)
    if (!session) return fail('not-found', 'this account is not logged in')
    return session.call(name, input)
  }

  if (options.recovery) publishCore('store.recovered', options.recovery)
  accounts.startAutoLogin()
  let stopped: Promise<void> | null = null
  const end = async () => {
    await accounts.stopAll()
    await Promise.all([...appHandlers.values()].map(async (handlers) => await handlers.stop?.()))
    poison.stop()
    store.stop()
    health.stop()
    closeDatabase(db)
    if (!health.isSuspect) clearMark(files)
  }
  return {
    call: async (name, input) => {
      try {
        return await dispatch(name, input)
      } catch (error) {
        const reference = randomUUID().slice(0, 8)
        health.report(error)
        const problem = asStoreError(error)
        log('error', 'a call failed', { name, reference, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
        if (problem.code === 'disk-full') return fail('disk-full', 'the disk is full')
        if (problem.code === 'locked') return fail('locked', 'the database is in use by another program')
        return fail('internal', `internal error ${reference}`)
      }
    },
    subscribe: bus.subscribe,
    snapshot: () => ({
      revision: bus.revision,
      app: Object.fromEntries([...appHandlers].map(([name, handlers]) => [name, handlers.snapshot() as unknown])),
      accounts: Object.fromEntries(accounts.sessions().map((session) => [session.accountId, session.snapshot()])),
    }),
    accounts,
    settings,
    transfer: store.transfer,
    filesDir: files.files,
    retryNow: (reason) => {
      for (const session of accounts.sessions()) session.connection.retryNow(reason)
    },
    sleep: () => {
      for (const session of accounts.sessions()) session.connection.sleep()
    },
    setAttention: attention.set,
    stop: () => (stopped ??= end()),
  }
}

/** One logged-in account at work: its connection, its features, its stages. Made at login, gone at logout. */
import { connectionXeps } from '#core/connection-xeps'
import type { AppContext, OnlinePhase, PresenceHandler, Session } from '#core/context'
import type { Feature, PublicKey, SessionHandlers } from '#core/feature'
import { createFollowUps } from '#core/follow-ups'
import { createInbound } from '#core/inbound'
import { withPrefix } from '#core/log'
import type { MessageEvents } from '#core/messages'
import { createOutbox } from '#core/outbox'
import type { Slice } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import { parseJid, type BareJid } from '#shared/jid'
import type { Quarantine } from '#shared/model/quarantine'
import { createRefusals } from '#shared/refusals'
import { fail, type Result } from '#shared/result'
import { isSynced } from '#store/database'
import { attr } from '#xmpp/element'
import type { Https } from '#xmpp/transport/https'
import type { Connection, Element, StanzaGuard } from '#xmpp/types'

export interface SessionRuntime {
  accountId: AccountId
  connection: Connection
  /** Answers a call that has been validated. */
  call(name: string, input: unknown): Promise<Result<unknown>>
  snapshot(): Record<string, unknown>
  isContact(jid: BareJid): boolean
  /** Clean logout. */
  stop(): Promise<void>
}

type AnyHandler = (input: unknown) => Result<unknown> | Promise<Result<unknown>>
const PHASES: OnlinePhase[] = ['before-presence', 'presence', 'after-presence']

export function createSession(
  app: AppContext,
  deps: {
    accountId: AccountId; own: BareJid; features: Feature[]; connection: Connection; https: Https; messageEvents: MessageEvents; guard: StanzaGuard
    quarantine: Quarantine
  },
): SessionRuntime {
  const { accountId, own, features, connection } = deps
  const log = withPrefix(app.log, { account: own })
  const refuse = createRefusals(log, app.clock.monotonicMs)
  /** Of the features; the counter of the stream goes along (Connection.countHandled). */
  const transaction: AppContext['transaction'] = (work) =>
    app.transaction(() => {
      const value = work()
      const committed = isSynced(app.db) ? connection.countHandled() : null
      if (committed) app.afterCommit(committed)
      return value
    })
  const shared = { accountId, own, db: app.db, clock: app.clock, log, refuse, transaction: app.transaction, afterCommit: app.afterCommit, events: deps.messageEvents }
  const inbound = createInbound({
    ...shared,
    guard: deps.guard,
    transaction: (work) =>
      app.transaction(() => {
        const value = work()
        connection.countStanza()
        return value
      }),
  })
  const outbox = createOutbox({ ...shared, connection, onProgress: () => app.afterCommit(() => followUps.flush()) })
  const followUps = createFollowUps({ ...shared, connection, inbound, outbox })
  const presenceHandlers: PresenceHandler[] = []
  const steps: Record<OnlinePhase, (() => void | Promise<void>)[]> = { 'before-presence': [], presence: [], 'after-presence': [] }
  const ended: (() => void)[] = []
  const logout: (() => void)[] = []
  const extras: (() => Element[])[] = []
  const running = new Map<string, SessionHandlers<Slice>>()
  const calls = new Map<string, AnyHandler>()
  let generation = 0
  let isReady = false
  let isContact: (jid: BareJid) => boolean = () => false

  const sessionFor = (feature: Feature): Session => ({
    accountId,
    own,
    db: app.db,
    clock: app.clock,
    log,
    refuse,
    transaction,
    afterCommit: app.afterCommit,
    messageEvents: deps.messageEvents,
    quarantine: deps.quarantine,
    get discoFeatures() {
      const secure = connection.state.phase === 'online' ? connection.state.secure : null
      return features.filter((f) => f.isAnnounced?.(app.settings.get()) ?? true).flatMap((f) => [...f.discoFeatures, ...((secure && f.discoFeaturesBy?.(secure)) ?? [])])
    },
    xeps: [...connectionXeps, ...features.flatMap((f) => f.xeps)].map(({ id }) => id),
    settings: app.settings,
    info: app.info,
    attention: app.attention,
    accounts: app.accounts,
    connection,
    https: deps.https,
    filesDir: app.filesDir,
    inbound,
    outbox,
    followUps,
    publish: app.publish,
    onPresence: (handler) => void presenceHandlers.push(handler),
    onOnline: (phase, step) => void steps[phase].push(step),
    onEnded: (handler) => void ended.push(handler),
    onLogout: (handler) => void logout.push(handler),
    use: <T>(key: PublicKey<T>) => {
      if (!feature.requires.includes(key.feature)) throw new Error(`${feature.name} uses ${key.feature} without requiring it`)
      return running.get(key.feature)?.api as T
    },
    decideContacts: (decide) => void (isContact = decide),
    isContact: (jid) => isContact(jid),
    addPresenceExtras: (build) => void extras.push(build),
    presenceExtras: () => extras.flatMap((build) => build()),
  })

  const runSteps = async () => {
    const mine = ++generation
    isReady = false
    for (const phase of PHASES) {
      for (const step of steps[phase]) {
        if (mine !== generation) return
        try {
          await step()
        } catch (error) {
          log('error', 'a step after login failed', { phase, error: String(error) })
        }
      }
    }
    if (mine !== generation) return
    isReady = true
    outbox.ready()
    followUps.ready()
  }

  const onStanza = (stanza: Element) => {
    if (stanza.name === 'message') return inbound.receive(stanza)
    const from = attr(stanza, 'from') === null ? own : parseJid(attr(stanza, 'from'))
    if (!from) return void refuse('R-ADDRESS', null)
    for (const handler of presenceHandlers) if (handler({ from, type: attr(stanza, 'type'), stanza })) return
    refuse('R-PRESENCE-STRANGER', from)
  }

  for (const feature of features) {
    const missing = feature.requires.filter((name) => !running.has(name))
    if (missing.length > 0) throw new Error(`${feature.name} must stand after ${missing.join(', ')} in the feature list`)
    const handlers = feature.start?.(sessionFor(feature)) ?? { calls: {}, snapshot: () => null as never }
    running.set(feature.name, handlers)
    for (const [name, handler] of Object.entries(handlers.calls)) calls.set(name, handler as AnyHandler)
  }

  outbox.start()
  connection.on('stanza', onStanza)
  connection.on('online', () => void runSteps())
  connection.on('resumed', () => isReady || void runSteps()) // the link went while they ran
  connection.on('down', () => void generation++)
  connection.on('ended', () => {
    generation++
    for (const handler of ended) handler()
  })

  return {
    accountId,
    connection,
    isContact: (jid) => isContact(jid),
    call: async (name, input) => {
      const handler = calls.get(name)
      return handler ? await handler(input) : fail('internal', `no handler for ${name}`)
    },
    snapshot: () => Object.fromEntries([...running].map(([name, handlers]) => [name, handlers.snapshot() as unknown])),
    stop: async () => {
      generation++
      if (connection.state.phase === 'online') for (const handler of logout) handler()
      await connection.stop()
      for (const handlers of running.values()) handlers.stop?.()
    },
  }
}

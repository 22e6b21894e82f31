import { join } from 'node:path'
import type { CallInput, CallName, CallOutput, ContractEvent, EventName, EventPayload, Snapshot } from '#contract'
import { createCore, type Core } from '#core/create-core'
import { defineFeature } from '#core/feature'
import type { Log } from '#core/log'
import { memorySecrets, type SecretStore } from '#core/secrets'
import { features } from '#features/index'
import { defineContract } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { ServerSettings } from '#shared/model/account'
import type { ConnectionView } from '#shared/model/connection'
import type { Result } from '#shared/result'
import { systemClock } from '#shared/time'
import { createConnection } from '#xmpp/connection'
import { openRegistrationStream } from '#xmpp/registration-stream'
import type { Connection, Element } from '#xmpp/types'
import { serve } from '../../electron/ipc/serve'
import type { TestServer } from './servers-types'
import { tempDir } from './temp'

export interface CoreOnlyOptions {
  /** Trusted besides the system's authorities: its CA. */
  server: Pick<TestServer, 'domain' | 'host' | 'port' | 'caPem'>
  /** Keep it to start a second core on the same data. Default: a throw-away folder. */
  profileDir?: string
  secrets?: SecretStore
  /** Print what the core logs. Default: only kept in `logs`. */
  verbose?: boolean
}

export interface TestClientOptions extends CoreOnlyOptions {
  user: string
  password: string
  /** Default: STARTTLS to the server's address. */
  settings?: Partial<ServerSettings>
  remember?: boolean
  /** False: does not wait to be online, e.g. because the server is down. Default true. */
  waitOnline?: boolean
}

/** Addresses and ids as plain strings and numbers, so that a test needs no casts. */
type Plain<T> = T extends { readonly __jid: unknown } ? string
  : T extends { readonly __brand: unknown } ? number
    : T extends object ? { [K in keyof T]: Plain<T[K]> } : T
/** `accountId` is filled in. */
export type TestInput<K extends CallName> = Omit<Plain<CallInput<K>>, 'accountId'> & { accountId?: number }
type AccountSnapshot = Snapshot['accounts'][number]

const DEFAULT_WAIT_MS = 10_000

/** The real core with all features in this process; calls go through the same checks as those of a window. */
export class TestCore {
  readonly core: Core
  readonly profileDir: string
  /** Everything published since the start or the last forget(). */
  events: ContractEvent[] = []
  logs: { level: string; message: string; detail: Record<string, unknown> }[] = []
  /** What went over the wire, secrets removed: `> …` out, `< …` in. */
  wire: string[] = []
  connections: Connection[] = []
  /** How often all steps after a fresh login have run. */
  readyCount = 0
  accountId = 0 as AccountId
  /** Stanzas that shall get lost on their way to the features although the server has sent them. */
  loses: (stanza: Element) => boolean = () => false
  private readonly checks = new Set<() => void>()
  private readonly server: ReturnType<typeof serve>
  private stopped: Promise<void> | undefined

  constructor(options: CoreOnlyOptions) {
    this.profileDir = options.profileDir ?? tempDir('profile')
    const log: Log = (level, message, detail = {}) => {
      this.logs.push({ level, message, detail })
      if (options.verbose) console.log(level, message, JSON.stringify(detail))
    }
    const extraCa = [options.server.caPem]
    this.core = createCore({
      profileDir: this.profileDir,
      features: [...features, this.readyProbe()],
      secrets: options.secrets ?? memorySecrets(),
      clock: systemClock,
      log,
      info: { name: 'Magpie', version: '0.0.0-test', os: null },
      createConnection: (config, deps) => {
        const connection = createConnection(config, deps)
        connection.on('wire', (direction, xml) => {
          this.wire.push(`${direction === 'out' ? '>' : '<'} ${xml}`)
          this.check()
        })
        this.connections.push(connection)
        const on = connection.on.bind(connection)
        connection.on = (event, listener) =>
          event === 'stanza'
            ? on('stanza', (stanza) => {
                if (!this.loses(stanza)) (listener as (stanza: Element) => void)(stanza)
              })
            : on(event, listener)
        return connection
      },
      openRegistrationStream,
      extraCa,
      nativeBinding: process.env['MAGPIE_SQLITE_BINDING'],
    })
    this.server = serve(this.core)
    this.core.subscribe((event) => {
      this.events.push(event as ContractEvent)
      this.check()
    })
  }

  /** Answers like a window gets it: checked input, never rejects. */
  tryCall<K extends CallName>(name: K, input: TestInput<K>): Promise<Result<CallOutput<K>>> {
    return this.server.call(name, { accountId: this.accountId, ...input }) as Promise<Result<CallOutput<K>>>
  }

  /** The value; throws when the call fails. */
  async call<K extends CallName>(name: K, input: TestInput<K>): Promise<CallOutput<K>> {
    const result = await this.tryCall(name, input)
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`)
    return result.value
  }

  snapshot(): Snapshot {
    return this.core.snapshot() as unknown as Snapshot
  }

  /** What the account's features show now. */
  get state(): AccountSnapshot {
    const state = this.snapshot().accounts[this.accountId]
    if (!state) throw new Error(`account ${this.accountId} has no session`)
    return state
  }

  get connectionState(): ConnectionView | undefined {
    return this.core.accounts.list().find((account) => account.id === this.accountId)?.connection
  }

  /** The session's connection, for cutting and looking. */
  get connection(): Connection {
    const last = this.connections.at(-1)
    if (!last) throw new Error('there is no connection yet')
    return last
  }

  /** The first event of this name, past or to come, that fulfils the predicate; forget() empties the past. */
  async waitFor<K extends EventName>(
    name: K,
    predicate: (payload: EventPayload<K>) => boolean = () => true,
    timeoutMs = DEFAULT_WAIT_MS,
  ): Promise<EventPayload<K>> {
    const find = () => this.events.find((event) => event.name === name && predicate(event.payload as EventPayload<K>))
    const found = await this.until(find, `${name} with ${predicate.toString()}`, timeoutMs)
    return found.payload as EventPayload<K>
  }

  /** Until the look returns something true. It is taken after every event and every stanza. */
  until<T>(look: () => T | undefined | null | false, what = look.toString(), timeoutMs = DEFAULT_WAIT_MS): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = look()
        if (found === undefined || found === null || found === false) return
        clearTimeout(timer)
        this.checks.delete(check)
        resolve(found)
      }
      const timer = setTimeout(() => {
        this.checks.delete(check)
        const seen = this.events.filter((event) => event.name !== 'account.changed').slice(-8).map((event) => JSON.stringify(event))
        const logs = this.logs.slice(-5).map((line) => JSON.stringify(line))
        const state = JSON.stringify(this.connectionState ?? null)
        const lines = [state, ...seen, ...this.wire.slice(-12), ...logs].map((line) => line.slice(0, 600))
        reject(new Error([`not within ${timeoutMs} ms: ${what}`, ...lines].join('\n')))
      }, timeoutMs)
      this.checks.add(check)
      check()
    })
  }

  forget(): void {
    this.events = []
    this.wire = []
  }

  /** Logs out cleanly and closes the database; the profile stays. */
  stop(): Promise<void> {
    return (this.stopped ??= this.core.stop())
  }

  private check(): void {
    for (const check of [...this.checks]) check()
  }

  /** Stands last in the list: its step runs when those of all real features are through. */
  private readyProbe() {
    return defineFeature({
      name: 'test-probe',
      xeps: [],
      contract: defineContract({}),
      start: (session) => {
        session.onOnline('after-presence', () => {
          this.readyCount++
          setImmediate(() => this.check())
        })
        return { calls: {}, snapshot: () => null as never }
      },
    })
  }
}

export interface TestClient extends TestCore {
  /** Own bare JID. */
  address: BareJid
  /** Own full JID, after the session that of the last one. */
  readonly jid: string
}

/** A core with one account, online and with all its first steps done (roster there, presence sent). */
export async function createTestClient(options: TestClientOptions): Promise<TestClient> {
  const { server, user, password, settings, remember = false, waitOnline = true } = options
  const client = new TestCore(options) as TestClient
  client.address = `${user}@${server.domain}` as BareJid
  let jid: string = client.address
  Object.defineProperty(client, 'jid', { get: () => (jid = client.connection.jid ?? jid) })
  const { accountId } = await client.call('account.login', {
    address: client.address,
    password,
    remember,
    autoLogin: remember,
    server: { transport: 'starttls', host: server.host, port: server.port, ...settings },
  })
  client.accountId = accountId
  if (waitOnline) {
    try {
      await client.until(() => client.readyCount > 0 || failedState(client), `${client.address} is online`, 20_000)
      const failed = failedState(client)
      if (failed) throw new Error(`${client.address} cannot log in: ${JSON.stringify(failed)}`)
    } catch (error) {
      await client.stop()
      throw error
    }
  }
  return client
}

const failedState = (client: TestCore) => {
  const state = client.connectionState
  return state?.phase === 'offline' && state.problem ? state : null
}

/** Where a profile's database lies. */
export const databaseFile = (profileDir: string) => join(profileDir, 'magpie.db')

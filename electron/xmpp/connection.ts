/**
 * One account's connection: the state machine offline → connecting → online → waiting. Everything that may wait, fail or
 * be attacked lies in the modules it calls; here is only who is told what, and when to try again.
 */
import { bareOf, type FullJid } from '#shared/jid'
import { emptyTally, emptyTraffic, type ConnectionTally, type Pulse, type Traffic } from '#shared/model/connection'
import type { LinkFacts } from '#shared/model/link-facts'
import { createRefusals, type Refuse } from '#shared/refusals'
import { systemClock, type EpochMs } from '#shared/time'
import { attempt } from './attempt'
import { BackOff } from './backoff'
import { attr, type Element } from './element'
import { ConnectionFailure, failure, needsUser } from './errors'
import { Emitter } from './emitter'
import { Heartbeat } from './heartbeat'
import { IqAnswers } from './iq-answers'
import { IqRequests } from './iq-requests'
import { LinkRecorder } from './link-facts'
import type { LoggedIn } from './login'
import { Management } from './management'
import type { OpenContext } from './open-stream'
import { ANSWER_MS } from './liveness'
import { SessionStream } from './session-stream'
import { localError } from './stanza-error'
import { directRoutes } from './transport/proxy'
import { systemResolver, type Resolver } from './transport/resolve'
import type {
  Connection, ConnectionConfig, ConnectionDeps, ConnectionEvents, ConnectionProblem, ConnectionState, CreateConnection, IqAudience,
  IqHandler, IqReply, IqRequest,
} from './types'
import { STEP_MS, Watchdog, WHOLE_MS } from './watchdog'

const CLOSE_MS = 2000
/** A suspend that nobody wakes us from was none. */
const WAKES_BY_ITSELF_MS = 60_000
/** An attempt that began before a wake-up is probably hanging on a network that is gone. */
const STALE_ATTEMPT_MS = 2000

/** What tests replace. */
export interface ConnectionParts {
  resolver: Resolver
  random: () => number
  monotonicMs: () => number
  /** Limits of an attempt (SAFETY.md P10), and of silence while online. */
  stepMs: number
  wholeMs: number
  answerMs: number
  /** Null: what the heartbeat has learned of the network. */
  idleMs: number | null
}

const realParts: ConnectionParts = {
  resolver: systemResolver, random: Math.random, monotonicMs: systemClock.monotonicMs, stepMs: STEP_MS, wholeMs: WHOLE_MS,
  answerMs: ANSWER_MS, idleMs: null,
}

export const createConnection: CreateConnection = (config, deps) => new XmppConnection(config, deps, realParts)
export const createConnectionWith = (config: ConnectionConfig, deps: ConnectionDeps, parts: Partial<ConnectionParts>): Connection =>
  new XmppConnection(config, deps, { ...realParts, ...parts })

const pulseOf = ({ intervalMs, roundTripMs, losses }: Heartbeat, lastPongAtMs: EpochMs | null): Pulse =>
  ({ intervalMs, roundTripMs, losses, lastPongAtMs })

class XmppConnection implements Connection {
  #state: ConnectionState = { phase: 'offline', problem: null, needsUser: false }
  #emitter: Emitter<ConnectionEvents>
  #requests = new IqRequests()
  #answers: IqAnswers
  readonly #refuse: Refuse
  #management: Management
  #backOff: BackOff
  #session: SessionStream | null = null
  #sessionNumber = 0
  /** Links that died in silence since the start. */
  #losses = 0
  #tally: ConnectionTally = emptyTally
  readonly #traffic: Traffic = { ...emptyTraffic }
  readonly #recorder = new LinkRecorder()
  #isAsleep = false
  #waker: NodeJS.Timeout | undefined
  #isWanted = false
  #isConnecting = false
  #watchdog: Watchdog | null = null
  #attemptSinceMs = 0
  #timer: NodeJS.Timeout | undefined
  /** The session that may still be resumed. */
  #before: { jid: FullJid; sinceMs: number } | null = null
  #stopping: Promise<void> | null = null
  #restartAtOnce = false

  constructor(private config: ConnectionConfig, private readonly deps: ConnectionDeps, private readonly parts: ConnectionParts) {
    this.#emitter = new Emitter(deps.log)
    this.#refuse = createRefusals(deps.log, parts.monotonicMs)
    this.#answers = new IqAnswers({ ...deps, refuse: this.#refuse })
    this.#backOff = new BackOff(parts.random, parts.monotonicMs)
    this.#management = new Management({
      acked: (stanza) => this.#emitter.emit('acked', stanza),
      lost: (stanza) => this.#emitter.emit('lost', stanza),
      ackedBefore: (ids) => this.#emitter.emit('ackedBefore', ids),
    }, deps.resumption)
    const saved = deps.resumption?.load()
    if (saved && bareOf(saved.jid) === config.jid) {
      this.#management.restore(saved)
      this.#before = { jid: saved.jid, sinceMs: parts.monotonicMs() }
    }
  }

  get state(): ConnectionState {
    return this.#state
  }

  get tally(): ConnectionTally {
    return { ...this.#tally, traffic: { ...this.#traffic } }
  }

  get facts(): LinkFacts {
    return this.#recorder.facts(this.#management.fact, this.#session?.heartbeat.fact ?? null)
  }

  get jid(): FullJid | null {
    return this.#session?.jid ?? null
  }

  on<K extends keyof ConnectionEvents>(event: K, listener: ConnectionEvents[K]): () => void {
    return this.#emitter.on(event, listener)
  }

  onIq(type: 'get' | 'set', name: string, ns: string, audience: IqAudience, handler: IqHandler): () => void {
    return this.#answers.on(type, name, ns, { audience, handler })
  }

  configure(change: Partial<ConnectionConfig>): void {
    this.config = { ...this.config, ...change }
  }

  start(): void {
    if (this.#isWanted) return
    this.#isWanted = true
    this.#backOff.reset()
    void this.#connect()
  }

  retryNow(reason: 'wake' | 'network' | 'user'): void {
    this.#wakeUp()
    if (!this.#isWanted) return
    if (this.#session) return this.#session.probe()
    if (reason !== 'user') this.#backOff.reset() // what failed before says nothing of the network we are in now
    if (this.#state.phase === 'waiting') {
      clearTimeout(this.#timer)
      void this.#connect()
    } else if (reason !== 'user' && this.parts.monotonicMs() - this.#attemptSinceMs > STALE_ATTEMPT_MS) {
      this.#restartAtOnce = true
      this.#watchdog?.abort()
    }
  }

  sleep(): void {
    if (!this.#isWanted) return
    this.#isAsleep = true
    clearTimeout(this.#timer)
    this.#session?.sleep()
    clearTimeout(this.#waker)
    this.#waker = setTimeout(() => this.retryNow('wake'), WAKES_BY_ITSELF_MS)
  }

  cut(): void {
    this.#session?.cut()
  }

  #wakeUp(): void {
    this.#isAsleep = false
    clearTimeout(this.#waker)
  }

  sendNonza(el: Element): boolean {
    return this.#session?.writeNonza(el) ?? false
  }

  send(stanza: Element): boolean {
    return this.#session?.write(stanza) ?? false
  }

  countStanza(): void {
    this.#session?.countStanza()
  }

  countHandled(): (() => void) | null {
    return this.#session?.countHandled() ?? null
  }

  request(iq: IqRequest): Promise<IqReply> {
    if (!this.#session) return Promise.resolve({ ok: false, error: localError('offline') })
    return this.#requests.request(iq, (stanza) => this.send(stanza))
  }

  stop(): Promise<void> {
    this.#isWanted = false
    this.#wakeUp()
    clearTimeout(this.#timer)
    this.#stopping ??= this.#stop().finally(() => (this.#stopping = null))
    return this.#stopping
  }

  async #stop(): Promise<void> {
    const session = this.#session
    this.#watchdog?.abort()
    if (session) {
      session.flush()
      await session.loggedIn.stream.close(CLOSE_MS)
      this.#forget()
    }
    this.#end()
    this.#setState({ phase: 'offline', problem: null, needsUser: false })
    if (this.#isWanted) void this.#connect() // start() was called meanwhile
  }

  /** The server has ended the session with the stream. */
  #forget(): void {
    try {
      this.#management.abandon()
    } catch (error) {
      this.deps.log('warn', 'the closed session stays noted; the server will refuse it', { error: String(error) })
    }
  }

  #setState(state: ConnectionState): void {
    this.#state = state
    this.#emitter.emit('state', state)
  }

  async #connect(): Promise<void> {
    if (this.#isConnecting || this.#stopping || this.#session) return
    this.#isConnecting = true
    try {
      const loggedIn = await this.#attempt()
      this.#isConnecting = false
      if (this.#isWanted) this.#online(loggedIn)
      else loggedIn.stream.fail(failure('closed'))
    } catch (error) {
      this.#isConnecting = false
      this.#failed(error instanceof ConnectionFailure ? error : failure('protocol', String((error as Error)?.stack ?? error)))
    } finally {
      this.#watchdog?.stop()
      this.#watchdog = null
    }
  }

  /** Before the clock of the attempt starts: the system's keychain may ask the user first. */
  async #readPassword(): Promise<string> {
    let password: string | null
    try {
      password = await this.deps.credentials.getPassword()
    } catch (error) {
      throw failure('secret-store', (error as Error).message)
    }
    if (password === null) throw failure('password-needed')
    return password
  }

  async #attempt(): Promise<LoggedIn> {
    const password = await this.#readPassword()
    if (!this.#isWanted) throw failure('closed')
    const watchdog = (this.#watchdog = new Watchdog(this.parts.wholeMs, this.parts.stepMs))
    this.#attemptSinceMs = this.parts.monotonicMs()
    this.#restartAtOnce = false
    const context: OpenContext = {
      config: this.config, resolver: this.parts.resolver, routes: this.deps.routes ?? directRoutes, random: this.parts.random, watchdog, log: this.deps.log,
      traffic: this.#traffic, facts: this.#recorder.attempt(),
      wire: (direction, text, el) => {
        if (this.#emitter.has('wire')) this.#emitter.emit('wire', direction, text())
        if (this.#emitter.has('trace')) this.#emitter.emit('trace', direction, text, el)
      },
      onStep: (step) => this.#setState({ phase: 'connecting', step, attempt: this.#backOff.attempt + 1 }),
    }
    const before = this.#before && { jid: this.#before.jid, downForMs: this.parts.monotonicMs() - this.#before.sinceMs }
    const onMechanism = (mechanism: string) => {
      this.configure({ pinnedMechanism: mechanism })
      this.deps.onMechanism(mechanism)
    }
    const loggedIn = await attempt(context, { password, onMechanism }, this.#management, before)
    if (!loggedIn.resend) this.#endBefore()
    if (loggedIn.stream.failure) {
      if (!loggedIn.resend) this.#management.ended(null)
      throw loggedIn.stream.failure
    }
    return loggedIn
  }

  #online(loggedIn: LoggedIn): void {
    const heartbeat = new Heartbeat(this.deps.heartbeats ?? null)
    heartbeat.losses = this.#losses
    heartbeat.recorder = this.#recorder
    const session = new SessionStream(loggedIn, this.#management, {
      stanza: (el) => this.#emitter.emit('stanza', el),
      iq: (el) => this.#onIq(el),
      guard: this.deps.guard ?? null,
      fault: () => this.#emitter.fault,
      group: this.deps.group ?? null,
      mayStore: () => this.deps.mayStore?.() ?? true,
      log: this.deps.log,
      pulse: () => this.#pulse(),
    }, this.parts, heartbeat)
    this.#before = null
    this.#session = session
    this.#backOff.online()
    loggedIn.stream.whenDown((why) => {
      this.#losses = heartbeat.losses
      this.#down(session, why)
    })
    for (const stanza of loggedIn.resend ?? []) loggedIn.stream.writeElement(stanza)
    const { jid, secure } = loggedIn
    if (loggedIn.isRestored) this.deps.log('info', 'session resumed after a restart', { jid })
    const isResumed = loggedIn.resend !== null
    this.#tally = isResumed ? { ...this.#tally, resumed: this.#tally.resumed + 1 } : { ...this.#tally, fresh: this.#tally.fresh + 1 }
    this.#recorder.online(secure, isResumed)
    this.#setState({ phase: 'online', jid, isResumed, secure, sinceMs: systemClock.nowMs(), pulse: pulseOf(heartbeat, null) })
    if (isResumed && !loggedIn.isRestored) this.#emitter.emit('resumed')
    else this.#emitter.emit('online', { jid, secure })
    if (this.#session !== session) return
    session.begin()
    if (this.#isAsleep) session.sleep()
  }

  #pulse(): void {
    if (this.#state.phase !== 'online' || !this.#session) return
    this.#setState({ ...this.#state, pulse: pulseOf(this.#session.heartbeat, systemClock.nowMs()) })
  }

  #onIq(el: Element): void {
    const session = this.#session
    if (!session) return
    const type = attr(el, 'type')
    if (type === 'result' || type === 'error') {
      if (!this.#requests.answer(el, session.jid) && !session.isSignOfLife(el)) this.#refuse('R-ANSWER-SENDER', attr(el, 'from'))
    } else {
      const number = this.#sessionNumber
      this.#answers.handle(el, session.jid, (reply) => {
        if (this.#sessionNumber === number) this.send(reply) // resumed meanwhile is still the same session
      })
    }
  }

  #down(session: SessionStream, why: ConnectionFailure): void {
    if (this.#session !== session) return
    this.#session = null
    this.#recorder.down(this.#isWanted ? why : null)
    this.#tally = { ...this.#tally, cuts: this.#tally.cuts + 1 }
    const willResume = this.#isWanted && !needsUser(why.code) && this.#management.canResume(0)
    this.#before = willResume ? { jid: session.jid, sinceMs: this.parts.monotonicMs() } : null
    this.#emitter.emit('down', { willResume })
    if (!willResume) this.#endSession()
    if (this.#isWanted) this.#failed(why)
  }

  /** The old session could not be resumed; management has already told what was lost. */
  #endBefore(): void {
    if (this.#before) this.#finishSession()
  }

  #endSession(): void {
    this.#management.ended(null)
    this.#finishSession()
  }

  #finishSession(): void {
    this.#sessionNumber++
    this.#before = null
    this.#requests.endAll()
    this.#emitter.emit('ended')
  }

  /** Nothing will be resumed any more. */
  #end(): void {
    if (this.#before) this.#endSession()
  }

  #failed(why: ConnectionFailure): void {
    if (!this.#isWanted) return
    const problem: ConnectionProblem = why.problem
    const { code, detail = null } = problem
    this.#tally = { ...this.#tally, lastProblem: { code, detail, atMs: systemClock.nowMs() } }
    this.deps.log('info', 'connection failed', { account: bareOf(this.config.jid), code: problem.code, detail: problem.detail })
    if (needsUser(why.code)) {
      this.#isWanted = false
      this.#end()
      return this.#setState({ phase: 'offline', problem, needsUser: true })
    }
    if (this.#restartAtOnce) return void this.#connect()
    const retryInMs = this.#isAsleep ? WAKES_BY_ITSELF_MS : this.#backOff.next()
    this.#setState({ phase: 'waiting', problem, attempt: this.#backOff.attempt, retryInMs })
    clearTimeout(this.#timer)
    if (!this.#isAsleep) this.#timer = setTimeout(() => void this.#connect(), retryInMs)
  }
}

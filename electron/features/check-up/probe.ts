/** A session of its own for the check-up: nothing of features, store or outbox; all that goes over the wire is kept as evidence. */
import type { Evidence } from '#shared/check-up/report'
import { domainOf } from '#shared/jid'
import { ok, type Result } from '#shared/result'
import { xml, type Element } from '#xmpp/element'
import { localError } from '#xmpp/stanza-error'
import type { Connection, ConnectionConfig, ConnectionDeps, ConnectionProblem, ConnectionState, CreateConnection, IqReply } from '#xmpp/types'
import type { Probe } from './bench'
import { markAll } from './mark'

const NS_PING = 'urn:xmpp:ping'
const PUSHES = [['query', 'jabber:iq:roster'], ['query', 'jabber:iq:privacy'], ['block', 'urn:xmpp:blocking'], ['unblock', 'urn:xmpp:blocking']] as const
const ONLINE_MS = 20_000
const BACK_MS = 5000
const REQUEST_MS = 10_000
const WAIT_MS = 5000
/** Of one piece of evidence. */
const MAX_EVIDENCE_CHARS = 8 * 1024
/** A room of thousands must not fill the memory: what came earlier is forgotten. */
const MAX_KEPT = 5000

export interface ProbeDeps {
  /** Name of the run, for what it sends. */
  run: string
  createConnection: CreateConnection
  connection: Pick<ConnectionDeps, 'credentials' | 'routes' | 'log'>
  /** Called for everything in and out. */
  evidence(one: Evidence): void
  /** Before a message goes out. */
  onMessage(): void
  /** Ends waits and requests under way when it aborts. */
  signal(): AbortSignal
}

/** Opens a session and waits until it is online, or until it is clear that it will not be (at most 20 s, no second try). */
export async function openProbe(name: string, config: ConnectionConfig, deps: ProbeDeps): Promise<Result<Probe, ConnectionProblem>> {
  const connection = deps.createConnection(config, {
    ...deps.connection,
    isContact: () => false,
    onMechanism: () => {},
  })
  markAll(connection, deps.run, deps.onMessage)
  connection.on('trace', (direction, textOf) => deps.evidence({ session: name, direction, xml: textOf(MAX_EVIDENCE_CHARS) }))
  connection.onIq('get', 'ping', NS_PING, 'everyone', () => ({ result: null }))
  // What the server tells all devices of an account wants an answer.
  for (const [name, ns] of PUSHES) connection.onIq('set', name, ns, 'own-account', () => ({ result: null }))
  const incoming = new Incoming(connection, deps.signal)
  const problem = await untilOnline(connection, deps.signal())
  const { state } = connection
  if (problem || state.phase !== 'online') {
    await connection.stop()
    return { ok: false, error: problem ?? { code: 'timeout' } }
  }
  return ok(probeOf(name, config, connection, incoming, state, deps.signal))
}

function untilOnline(connection: Connection, signal: AbortSignal): Promise<ConnectionProblem | null> {
  return new Promise((resolve) => {
    const end = (problem: ConnectionProblem | null) => {
      clearTimeout(timer)
      off()
      signal.removeEventListener('abort', stopped)
      resolve(problem)
    }
    const stopped = () => end({ code: 'closed' })
    const timer = setTimeout(() => end({ code: 'timeout' }), ONLINE_MS)
    const off = connection.on('state', (state) => {
      if (state.phase === 'online') end(null)
      else if (state.phase === 'waiting') end(state.problem)
      else if (state.phase === 'offline' && state.problem) end(state.problem)
    })
    signal.addEventListener('abort', stopped)
    connection.start()
  })
}

/** A link that was lost, 5 s at most after it was asked for. */
export function isBackOnline(connection: Connection, signal: AbortSignal): Promise<boolean> {
  if (connection.state.phase === 'online') return Promise.resolve(true)
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      off()
      signal.removeEventListener('abort', end)
      resolve(connection.state.phase === 'online')
    }
    const timer = setTimeout(end, BACK_MS)
    const off = connection.on('state', ({ phase }) => void (phase === 'online' && end()))
    signal.addEventListener('abort', end)
  })
}

/** Messages and presences, by number. */
class Incoming {
  #list: Element[] = []
  #dropped = 0
  readonly #waiting = new Set<() => void>()

  constructor(connection: Connection, private readonly signalNow: () => AbortSignal) {
    connection.on('stanza', (stanza) => {
      this.#list.push(stanza)
      if (this.#list.length > MAX_KEPT) {
        this.#dropped += MAX_KEPT / 2
        this.#list = this.#list.slice(MAX_KEPT / 2)
      }
      for (const wake of [...this.#waiting]) wake()
    })
  }

  mark(): number {
    return this.#dropped + this.#list.length
  }

  since(mark: number): Element[] {
    return this.#list.slice(Math.max(0, mark - this.#dropped))
  }

  wait(fits: (stanza: Element) => boolean, since: number, timeoutMs: number): Promise<Element | null> {
    const signal = this.signalNow()
    const look = () => this.since(since).find(fits) ?? null
    const first = look()
    if (first || signal.aborted) return Promise.resolve(first)
    return new Promise((resolve) => {
      const end = (one: Element | null) => {
        clearTimeout(timer)
        this.#waiting.delete(wake)
        signal.removeEventListener('abort', stopped)
        resolve(one)
      }
      const stopped = () => end(null)
      const wake = () => {
        const one = look()
        if (one) end(one)
      }
      const timer = setTimeout(() => end(null), timeoutMs)
      this.#waiting.add(wake)
      signal.addEventListener('abort', stopped)
    })
  }
}

type Online = Extract<ConnectionState, { phase: 'online' }>

function probeOf(name: string, config: ConnectionConfig, connection: Connection, incoming: Incoming, first: Online, signal: () => AbortSignal): Probe {
  let last = first
  connection.on('state', (state) => {
    if (state.phase === 'online') last = state
  })
  return {
    name,
    own: config.jid,
    get jid() {
      return last.jid
    },
    domain: domainOf(config.jid),
    connection,
    get secure() {
      return last.secure
    },
    request: (iq) => unlessAborted(connection.request({ timeoutMs: REQUEST_MS, ...iq }), signal()),
    send: (stanza) => void connection.send(stanza),
    mark: () => incoming.mark(),
    came: (since) => incoming.since(since),
    wait: (fits, since, timeoutMs = WAIT_MS) => incoming.wait(fits, since, timeoutMs),
    caughtUpWith: async (from) => {
      const reply = await from.request({ type: 'get', to: last.jid, payload: xml('ping', { xmlns: NS_PING }) })
      return reply.ok
    },
    cut: () => connection.cut(),
    close: () => connection.stop(),
  }
}

/** A stopped run waits for no answer. */
function unlessAborted(reply: Promise<IqReply>, signal: AbortSignal): Promise<IqReply> {
  const offline: IqReply = { ok: false, error: localError('offline') }
  if (signal.aborted) return Promise.resolve(offline)
  return new Promise((resolve) => {
    const stopped = () => resolve(offline)
    signal.addEventListener('abort', stopped)
    void reply.then((value) => {
      signal.removeEventListener('abort', stopped)
      resolve(value)
    })
  })
}

/**
 * The real program without a window, from the bytes behind TLS to the store: connection, stream, trust, every feature, SQLite.
 * What the server would send is put into the link; all else (login, resumption, our own requests) goes over loopback.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCore, type Core } from '#core/create-core'
import { memorySecrets } from '#core/secrets'
import { features } from '#features/index'
import { systemClock } from '#shared/time'
import { createConnectionWith } from '#xmpp/connection'
import { openRegistrationStream } from '#xmpp/registration-stream'
import { TcpLink } from '#xmpp/transport/link'
import type { Connection } from '#xmpp/types'
import { serve } from '../../electron/ipc/serve'
import { atExit } from '../support/temp'
import type { Random } from '../chaos/random'
import { OWN, ROOMS } from './corpus'
import type { Findings } from './findings'

/** RAM, where there is: a million commits are not what is judged here. */
const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const HANG_MS = 20_000
/** So many pieces in one turn of the loop at most. */
const CHUNKS = 200
/** The server, as far as the program under test meets it. */
export interface FarEnd {
  port: number
  caPem: string
  /** What waits to be said to the client: into the stream in hand, between two stanzas. */
  takeAnswers(): string[] | Promise<string[]>
}

/** Nobody that a stanza of the fuzzer could block. */
const SENDER = 'marker@friends.example'

/** The link that the newest connection speaks on, once TLS is up. */
let newestLink: TcpLink | null = null
const remember = (link: TcpLink) => void (newestLink = link)
const upgrade = Object.getOwnPropertyDescriptor(TcpLink.prototype, 'upgrade')!.value as TcpLink['upgrade']
TcpLink.prototype.upgrade = async function (this: TcpLink, options) {
  await upgrade.call(this, options)
  remember(this)
}

export class Pipeline {
  readonly #core: Core
  readonly #dir: string
  readonly #forget: () => void
  #connection: Connection | null = null
  #accountId = 0
  #markers = 0
  #onMarker: () => void = () => {}
  #awaited = ''
  #reconnects = 0
  /** The last few lines. */
  logs: string[] = []

  constructor(private readonly server: FarEnd, private readonly random: Random, private readonly findings: Findings) {
    this.#dir = mkdtempSync(join(base, 'magpie-fuzz-'))
    this.#forget = atExit(() => rmSync(this.#dir, { recursive: true, force: true, maxRetries: 3 }))
    this.#core = createCore({
      profileDir: this.#dir, features, secrets: memorySecrets(), clock: systemClock,
      log: (level, message, detail) => {
        const line = `${level} ${message} ${JSON.stringify(detail ?? {})}`
        this.logs = [...this.logs.slice(-9), line.slice(0, 300)]
        if (level === 'error') findings.fault(line)
      },
      info: { name: 'Magpie', version: '0.0.0-fuzz', os: null },
      createConnection: (config, deps) => {
        const connection = createConnectionWith(config, deps, { random: () => 0 })
        this.#connection = connection
        connection.on('state', ({ phase }) => phase === 'waiting' && setImmediate(() => connection.retryNow('user')))
        return connection
      },
      openRegistrationStream, extraCa: [server.caPem], nativeBinding: process.env['MAGPIE_SQLITE_BINDING'],
    })
    this.#core.subscribe(({ name, payload }) => {
      if (name === 'message.added' && (payload as { message: { body: string } }).message.body === this.#awaited) this.#onMarker()
    })
  }

  get reconnects(): number {
    return this.#reconnects
  }

  async start(): Promise<void> {
    const calls = serve(this.#core)
    const call = async (name: string, input: object) => {
      const result = await calls.call(name, input)
      if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`)
      return result.value
    }
    const server = { transport: 'tls', host: '127.0.0.1', port: this.server.port }
    const { accountId } = (await call('account.login', { address: OWN, password: 'secret', remember: false, autoLogin: false, server })) as { accountId: number }
    this.#accountId = accountId
    await this.#untilOnline()
    for (const room of ROOMS) await call('room.join', { accountId, room, nick: 'lina' })
    this.findings.resume()
    await this.feed([]) // the first steps have their answers, and the rooms are entered
    await this.marker()
  }

  async #untilOnline(): Promise<void> {
    const connection = this.#connection!
    const endMs = performance.now() + HANG_MS
    while (connection.state.phase !== 'online' || !newestLink) {
      if (connection.state.phase === 'offline') this.#core.accounts.retryNow(this.#accountId as never)
      if (performance.now() > endMs) throw new Error(`not online: ${JSON.stringify([connection.state, connection.tally])}`)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    await new Promise<void>((resolve) => setImmediate(resolve))
  }

  /** Puts it into the stream in pieces, down to one byte; answers to our own requests come in between. */
  async feed(stanzas: readonly string[]): Promise<void> {
    const { chance, int, next } = this.random
    let pending = ''
    const link = newestLink // broken bytes may end it; then the next one is not fed with the rest
    const flush = async () => {
      const data = Buffer.from(pending)
      pending = ''
      const isFine = chance(0.03)
      for (let at = 0, count = 1; at < data.length && link === newestLink; count++) {
        const to = Math.min(data.length, at + (isFine ? int(1, 3) : 1 + Math.floor(next() * next() * 4096)))
        link?.emit('data', data.subarray(at, to))
        at = to
        if (count % CHUNKS === 0) await this.findings.turn() // a socket gives way between them, too
      }
    }
    for (const stanza of stanzas) {
      pending += stanza
      if (pending.length > 8000 || chance(0.1)) {
        await flush()
        await this.findings.turn()
        pending += (await this.server.takeAnswers()).join('')
      }
    }
    for (let quiet = 0; quiet < 3; quiet++) {
      const answers = await this.server.takeAnswers()
      if (answers.length > 0) quiet = 0
      pending += answers.join('')
      if (pending) await flush()
      await this.findings.turn()
    }
  }

  /** A good message: it has to be in the store, whatever came before it. False: it is not. */
  async marker(mayReconnect = false): Promise<boolean> {
    const number = ++this.#markers
    this.#awaited = `marker ${number}`
    const delivered = new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), mayReconnect ? 20 : HANG_MS)
      this.#onMarker = () => (clearTimeout(timer), resolve(true))
    })
    newestLink?.emit('data', Buffer.from(`<message from='${SENDER}/home' to='${OWN}' type='chat' id='m${number}'><body>${this.#awaited}</body></message>`))
    for (let turns = 0; turns < 3; turns++) await this.findings.turn()
    return delivered
  }

  /** After bytes that may have ended the stream, or left it inside an open element: then a new one must be as good as new. */
  async recover(): Promise<boolean> {
    if (this.#connection?.state.phase === 'online' && (await this.marker(true))) return true
    this.#reconnects++
    newestLink?.destroy()
    newestLink = null
    const connection = this.#connection!
    if (connection.state.phase === 'online') await new Promise<void>((resolve) => connection.on('down', () => resolve()))
    await this.#untilOnline()
    return this.marker()
  }

  /** What a window would be shown of all that. */
  look(): void {
    structuredClone(this.#core.snapshot())
  }

  /** Ends, and begins once more on what was stored. */
  async stop(): Promise<void> {
    await this.#core.stop()
    newestLink = null
    const again = createCore({
      profileDir: this.#dir, features, secrets: memorySecrets(), clock: systemClock, log: () => undefined, createConnection: createConnectionWith as never,
      info: { name: 'Magpie', version: '0.0.0-fuzz', os: null }, openRegistrationStream, extraCa: [], nativeBinding: process.env['MAGPIE_SQLITE_BINDING'],
    })
    structuredClone(again.snapshot())
    await again.stop()
    rmSync(this.#dir, { recursive: true, force: true, maxRetries: 3 })
    this.#forget()
  }
}

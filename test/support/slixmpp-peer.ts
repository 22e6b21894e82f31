import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type {
  PeerDisco, PeerEvent, PeerMessage, PeerOccupant, PeerOptions, PeerPresence, PeerRosterItem, SendOptions,
} from './slixmpp-peer-types'
import { findProgram } from './servers-process'
import { atExit } from './temp'

export type * from './slixmpp-peer-types'

interface Reply {
  resolve(value: unknown): void
  reject(error: Error): void
}

interface Waiter {
  predicate(event: PeerEvent): boolean
  resolve(event: PeerEvent): void
  reject(error: Error): void
}

/**
 * An XMPP client that is not ours (slixmpp, Debian's python3-slixmpp) in a process of its own, so that a test never
 * proves our client with our client. Every stanza it receives becomes an event.
 */
export class SlixmppPeer {
  /** All that happened since the start or the last `forget()`, oldest first. */
  events: PeerEvent[] = []
  /** Full JID; empty before `connect`. */
  jid = ''
  private readonly child: ChildProcessWithoutNullStreams
  private readonly replies = new Map<number, Reply>()
  private readonly waiters = new Set<Waiter>()
  private readonly forgetChild: () => void
  private errors = ''
  private lastId = 0
  private over: Error | undefined

  constructor() {
    // Debian's package belongs to Debian's Python: another python3 in PATH does not see it.
    const python = findProgram(['/usr/bin/python3'], 'python3 python3-slixmpp')
    this.child = spawn(python, [script()], { stdio: 'pipe' })
    this.forgetChild = atExit(() => this.child.kill('SIGKILL'))
    this.child.stderr.on('data', (data: Buffer) => (this.errors = (this.errors + data.toString()).slice(-5000)))
    // Writing to a process that has just died: its end is reported by 'exit', with its last words.
    this.child.stdin.on('error', (error) => (this.errors += `${error.message}\n`))
    createInterface({ input: this.child.stdout }).on('line', (line) => this.take(JSON.parse(line) as PeerEvent))
    this.child.once('error', (error) => this.end(error.message))
    this.child.once('close', (code, signal) => this.end(`ended, ${signal ?? `code ${code}`}`))
  }

  async connect(options: PeerOptions): Promise<void> {
    const { server, user, password, resource } = options
    this.jid = await this.ask<string>('connect', {
      jid: `${user}@${server.domain}${resource ? `/${resource}` : ''}`,
      password,
      host: server.host,
      port: options.directTls ? server.directTlsPort : server.port,
      caFile: server.caFile,
      autoAccept: options.autoAccept ?? false,
      autoReceipts: options.autoReceipts ?? true,
      presence: options.presence ?? true,
      directTls: options.directTls ?? false,
      plain: options.plain ?? false,
    })
  }

  get bareJid(): string {
    return this.jid.split('/')[0] ?? ''
  }

  /** Sends a chat message (or what `type` says) and returns its id. No body: null. */
  send(to: string, body: string | null, options: SendOptions = {}): Promise<string> {
    return this.ask('send', { to, body, ...options })
  }

  /** One of slixmpp's own plugins says it, in its words: `plugin('xep_0444', 'send_reactions', { to, … })`. */
  plugin(name: string, method: string, args: Record<string, unknown>): Promise<void> {
    return this.ask('plugin', { name, method, args })
  }

  sendGroupchat(room: string, body: string, options: SendOptions = {}): Promise<string> {
    return this.ask('send', { to: room, body, type: 'groupchat', ...options })
  }

  setSubject(room: string, subject: string): Promise<string> {
    return this.ask('send', { to: room, type: 'groupchat', subject })
  }

  /** Writes this XML as it is. */
  sendRaw(xml: string): Promise<void> {
    return this.ask('raw', { xml })
  }

  presence(options: { to?: string; type?: string; show?: string; status?: string; priority?: number } = {}): Promise<void> {
    return this.ask('presence', options)
  }

  subscribe(to: string): Promise<void> {
    return this.presence({ to, type: 'subscribe' })
  }

  /** Allows `to` to see this peer's presence. */
  accept(to: string): Promise<void> {
    return this.presence({ to, type: 'subscribed' })
  }

  refuse(to: string): Promise<void> {
    return this.presence({ to, type: 'unsubscribed' })
  }

  roster(): Promise<PeerRosterItem[]> {
    return this.ask('roster')
  }

  /** Sends an iq with this payload; the answer's XML, or an error with the server's condition. */
  iq(type: 'get' | 'set', payload: string, to?: string): Promise<string> {
    return this.ask('iq', { type, payload, to })
  }

  disco(jid: string, node?: string): Promise<PeerDisco> {
    return this.ask('disco', { jid, node })
  }

  items(jid: string, node?: string): Promise<{ jid: string; node: string | null; name: string | null }[]> {
    return this.ask('items', { jid, node })
  }

  version(jid: string): Promise<{ name: string; version: string; os: string }> {
    return this.ask('version', { jid })
  }

  ping(jid: string): Promise<void> {
    return this.ask('ping', { jid })
  }

  /** Joins a room. `created`: it is new, and on most servers locked until `configure`. */
  join(room: string, nick: string, options: { password?: string; maxHistory?: number } = {}): Promise<{
    nick: string
    created: boolean
    codes: number[]
  }> {
    return this.ask('join', { room, nick, ...options })
  }

  /** Submits the owner form with these fields only; without fields: an instant room (XEP-0045 §10.1.2). */
  configure(room: string, fields?: Record<string, string | string[]>): Promise<void> {
    return this.ask('configure', { room, fields })
  }

  /** Joins, and configures the room if it is new. */
  async openRoom(room: string, nick: string, fields?: Record<string, string | string[]>): Promise<void> {
    const { created } = await this.join(room, nick)
    if (created) await this.configure(room, fields)
  }

  /** As this peer sees them, sorted by nickname. */
  occupants(room: string): Promise<PeerOccupant[]> {
    return this.ask('occupants', { room })
  }

  leave(room: string, nick: string): Promise<void> {
    return this.ask('leave', { room, nick })
  }

  /** Mediated (XEP-0045 §7.8.2), or direct (XEP-0249). */
  invite(room: string, jid: string, options: { reason?: string; direct?: boolean } = {}): Promise<void> {
    return this.ask('invite', { room, jid, ...options })
  }

  /** The first event, past or to come, that fulfils the predicate; `forget()` empties the past. */
  waitFor<E extends PeerEvent>(predicate: (event: PeerEvent) => event is E, timeoutMs?: number): Promise<E>
  waitFor(predicate: (event: PeerEvent) => boolean, timeoutMs?: number): Promise<PeerEvent>
  waitFor(predicate: (event: PeerEvent) => boolean, timeoutMs = 10_000): Promise<PeerEvent> {
    const past = this.events.find(predicate)
    if (past) return Promise.resolve(past)
    if (this.over) return Promise.reject(this.over)
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        predicate,
        resolve: (event) => {
          clearTimeout(timer)
          this.waiters.delete(waiter)
          resolve(event)
        },
        reject: (error) => {
          clearTimeout(timer)
          reject(error)
        },
      }
      const timer = setTimeout(() => {
        this.waiters.delete(waiter)
        const seen = this.events.slice(-10).map((event) => JSON.stringify(event)).join('\n')
        const what = `${this.jid}: not within ${timeoutMs} ms: ${predicate.toString()}`
        reject(new Error(`${what}\nlast events:\n${seen}\n${this.errors.slice(-1000)}`))
      }, timeoutMs)
      this.waiters.add(waiter)
    })
  }

  waitForMessage(predicate: (message: PeerMessage) => boolean, timeoutMs?: number): Promise<PeerMessage> {
    return this.waitFor((event): event is PeerMessage => event.event === 'message' && predicate(event), timeoutMs)
  }

  waitForPresence(predicate: (presence: PeerPresence) => boolean, timeoutMs?: number): Promise<PeerPresence> {
    return this.waitFor((event): event is PeerPresence => event.event === 'presence' && predicate(event), timeoutMs)
  }

  forget(): void {
    this.events = []
  }

  /** Closes the stream and ends the process. */
  async stop(): Promise<void> {
    if (this.over) return
    if (this.jid) await this.ask('disconnect').catch((error: Error) => (this.errors += `${error.message}\n`))
    const ended = new Promise((resolve) => this.child.once('close', resolve))
    this.child.stdin.end()
    const patience = setTimeout(() => this.child.kill('SIGKILL'), 5000)
    await ended
    clearTimeout(patience)
  }

  /** Ends the process at once, without a word to the server. */
  async kill(): Promise<void> {
    if (this.over) return
    const ended = new Promise((resolve) => this.child.once('close', resolve))
    this.child.kill('SIGKILL')
    await ended
  }

  private ask<T>(verb: string, args: object = {}): Promise<T> {
    if (this.over) return Promise.reject(this.over)
    const id = ++this.lastId
    return new Promise<T>((resolve, reject) => {
      this.replies.set(id, { resolve: resolve as Reply['resolve'], reject })
      this.child.stdin.write(`${JSON.stringify({ ...args, id, do: verb })}\n`)
    })
  }

  private take(line: PeerEvent | { reply: number; value?: unknown; error?: string; text?: string }): void {
    if ('reply' in line) {
      const reply = this.replies.get(line.reply)
      this.replies.delete(line.reply)
      if (line.error === undefined) reply?.resolve(line.value)
      else reply?.reject(new Error(line.text ? `${line.error}: ${line.text}` : line.error))
      return
    }
    this.events.push(line)
    for (const waiter of [...this.waiters]) if (waiter.predicate(line)) waiter.resolve(line)
  }

  private end(why: string): void {
    if (this.over) return
    const hint = this.errors.includes("No module named 'slixmpp'") ? ' On Debian: apt-get install python3-slixmpp' : ''
    this.over = new Error(`slixmpp peer ${this.jid}: ${why}.${hint}\n${this.errors.slice(-2000)}`)
    this.forgetChild()
    for (const reply of this.replies.values()) reply.reject(this.over)
    this.replies.clear()
    for (const waiter of this.waiters) waiter.reject(this.over)
    this.waiters.clear()
  }
}

/** A connected peer, or an error with the reason. */
export async function startPeer(options: PeerOptions): Promise<SlixmppPeer> {
  const peer = new SlixmppPeer()
  try {
    await peer.connect(options)
    return peer
  } catch (error) {
    await peer.kill()
    throw error
  }
}

/** The Python file lies beside this one; when this one is bundled, in the repository above the bundle or in the current folder. */
function script(): string {
  const name = 'slixmpp-peer.py'
  const here = dirname(fileURLToPath(import.meta.url))
  const candidates = [join(here, name)]
  for (let dir = here; dir !== dirname(dir); dir = dirname(dir)) candidates.push(join(dir, 'test', 'support', name))
  candidates.push(join(process.cwd(), 'test', 'support', name))
  const found = candidates.find((path) => existsSync(path))
  if (!found) throw new Error(`${name} not found: ${candidates.join(', ')}`)
  return found
}

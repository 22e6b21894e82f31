/**
 * SAFETY L4: the link is cut at every step of the protocol, in the middle of and behind what the server says there,
 * during a first login, a resume and the talk that follows. The whole core against a server that keeps to XEP-0198 and
 * counts: all that was said arrives, once and in order, on both sides.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { createCore, type Core } from '#core/create-core'
import { silentLog } from '#core/log'
import { memorySecrets } from '#core/secrets'
import { features } from '#features/index'
import type { AccountId, ConversationId } from '#shared/ids'
import type { Message } from '#shared/model/message'
import { systemClock } from '#shared/time'
import { createConnectionWith } from '#xmpp/connection'
import { serve } from '../../../electron/ipc/serve'
import { DOMAIN, startScriptedServer, type ScriptedClient, type ScriptedServer } from '../../support/scripted-server'
import { ScramServer } from '../../support/scripted-scram'
import { tempDir } from '../../support/temp'

const OWN = `lina@${DOMAIN}`
const PEER = `wei@${DOMAIN}`
/** Before one thing is behind the last one. */
const HOWS = ['in the middle of', 'behind'] as const
type How = (typeof HOWS)[number]

/** At what the server says as the n-th thing on a connection. */
interface Cut {
  connection: number
  step: number
  how: How
}
class Cuts extends Error {}

/** Keeps to the book, save for one cut. */
class Server {
  /** What was received of the client, by session; unacknowledged answers of ours. */
  session: { id: string; h: number; out: string[]; acked: number } | null = null
  heard: { id: string; body: string }[] = []
  connections = 0
  /** Of each connection: how many things were said. */
  steps: number[] = []
  wasCut = false
  cut: Cut | null = null
  private link: { client: ScriptedClient; connection: number } | null = null

  readonly script = async (client: ScriptedClient) => {
    const connection = this.connections++
    this.steps[connection] = 0
    try {
      await this.run(client, connection)
    } catch (error) {
      if (!(error instanceof Cuts) && !String(error).includes('closed while waiting')) throw error
    }
  }

  private say(client: ScriptedClient, connection: number, text: string): void {
    const step = this.steps[connection] ?? 0
    this.steps[connection] = step + 1
    const { cut } = this
    if (cut && !this.wasCut && cut.connection === connection && cut.step === step) {
      this.wasCut = true
      if (this.link?.connection === connection) this.link = null
      const bytes = Buffer.from(text)
      client.send(cut.how === 'behind' ? bytes : bytes.subarray(0, bytes.length >> 1))
      client.destroy()
      throw new Cuts()
    }
    client.send(text)
  }

  private async run(client: ScriptedClient, connection: number): Promise<void> {
    const say = (text: string) => this.say(client, connection, text)
    const open = async (features: string) => {
      await client.read(/<stream:stream [^>]*>/)
      say(`<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='s' from='${DOMAIN}' version='1.0'>`)
      say(`<stream:features>${features}</stream:features>`)
    }
    await open("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>")
    await client.read(/<starttls[^>]*\/>/)
    say("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
    await client.startTls()
    await open("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1</mechanism></mechanisms>")
    const [, first] = await client.read(/<auth [^>]*>([^<]*)<\/auth>/)
    const scram = new ScramServer('SCRAM-SHA-1', {})
    say(`<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>${scram.challenge(first!)}</challenge>`)
    const [, final] = await client.read(/<response[^>]*>([^<]*)<\/response>/)
    say(`<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>${scram.success(final!)}</success>`)
    await open("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>")
    for (;;) {
      const [text, name] = await client.read(/<(message|presence|iq|r|a|enable|resume)\b[^>]*?(?:\/>|>[\s\S]*?<\/\1>)/, 20_000)
      this.take(client, connection, name!, text)
    }
  }

  private take(client: ScriptedClient, connection: number, name: string, text: string): void {
    const say = (answer: string) => this.say(client, connection, answer)
    const value = (key: string) => new RegExp(` ${key}="([^"]*)"`).exec(text)?.[1] ?? ''
    const { session } = this
    if (name === 'resume') {
      if (session?.id !== value('previd')) return say("<failed xmlns='urn:xmpp:sm:3'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>")
      this.acknowledged(Number(value('h')))
      this.link = { client, connection }
      say(`<resumed xmlns='urn:xmpp:sm:3' previd='${session.id}' h='${session.h}'/>`)
      for (const stanza of session.out) say(stanza)
      return
    }
    if (name === 'enable') {
      // What the session before had not been told of is kept for the next one, as servers do that keep messages for later.
      const out = session?.out.filter((stanza) => stanza.startsWith('<message')) ?? []
      this.session = { id: `sm${connection}`, h: 0, out, acked: 0 }
      this.link = { client, connection }
      say(`<enabled xmlns='urn:xmpp:sm:3' id='sm${connection}' resume='true' max='300'/>`)
      for (const stanza of out) say(stanza)
      return
    }
    if (name === 'a') return this.acknowledged(Number(value('h')))
    if (name === 'r') return say(`<a xmlns='urn:xmpp:sm:3' h='${session?.h ?? 0}'/>`)
    if (name === 'iq' && text.includes('<bind')) {
      return say(`<iq type='result' id='${value('id')}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>${OWN}/magpie</jid></bind></iq>`)
    }
    if (session) session.h++
    if (name === 'message') {
      const body = /<body>(.*)<\/body>/.exec(text)?.[1]
      if (body) this.heard.push({ id: value('id'), body })
    }
    if (name === 'iq' && /type="(get|set)"/.test(text)) {
      this.tell(`<iq type='error' id='${value('id')}' from='${/ to="/.test(text) ? value('to') : OWN}'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`)
    }
  }

  private acknowledged(h: number): void {
    if (!this.session) return
    this.session.out.splice(0, h - this.session.acked)
    this.session.acked = h
  }

  tell(stanza: string): void {
    this.session?.out.push(stanza)
    if (this.link) this.say(this.link.client, this.link.connection, stanza)
  }

  /** From outside of a script: a cut is no error here. */
  tellBody(body: string): void {
    try {
      this.tell(`<message type='chat' id='in-${body}' from='${PEER}/x' to='${OWN}'><body>${body}</body></message>`)
      if (this.link) this.say(this.link.client, this.link.connection, "<r xmlns='urn:xmpp:sm:3'/>")
    } catch (error) {
      if (!(error instanceof Cuts)) throw error
    }
  }

  break(): void {
    this.link?.client.destroy()
    this.link = null
  }
}

const servers: ScriptedServer[] = []
afterAll(() => Promise.all(servers.splice(0).map((one) => one.close())))

async function until<T>(look: () => T | Promise<T>, wanted: T, what: string): Promise<void> {
  for (const deadline = performance.now() + 15_000; ; await sleep(10)) {
    const seen = await look()
    if (isDeepStrictEqual(seen, wanted)) return
    if (performance.now() > deadline) expect([what, seen]).toEqual([what, wanted])
  }
}

async function begin(server: Server) {
  const scripted = await startScriptedServer(server.script)
  servers.push(scripted)
  const core: Core = createCore({
    profileDir: tempDir('cuts'), features, secrets: memorySecrets(), clock: systemClock, log: silentLog,
    info: { name: 'Magpie', version: '0', os: null }, extraCa: [scripted.certificates.caPem], nativeBinding: process.env['MAGPIE_SQLITE_BINDING'],
    openRegistrationStream: () => Promise.reject(new Error('not here')),
    createConnection: (config, deps) => createConnectionWith(config, deps, { random: () => 0 }), // no waiting between attempts
  })
  const { call } = serve(core)
  const login = await call('account.login', {
    address: OWN, password: 'secret', remember: true, autoLogin: false, server: { host: '127.0.0.1', port: scripted.port, transport: 'starttls' },
  })
  const { accountId } = (login as { value: { accountId: AccountId } }).value
  const opened = (await call('conversation.open', { accountId, kind: 'chat', peer: PEER })) as { value: { id: ConversationId } }
  const conversationId = opened.value.id
  return {
    send: (body: string) => call('message.send', { accountId, conversationId, body }),
    messages: async () => ((await call('conversation.history', { accountId, conversationId, limit: 100 })) as { value: { messages: Message[] } }).value.messages,
    online: () => until(() => core.accounts.list()[0]?.connection.phase, 'online', 'login'),
    stop: () => core.stop(),
    errors: scripted.errors,
  }
}

/** Both sides speak, the link breaks, both speak on; with one cut somewhere. */
async function play(cut: Cut | null): Promise<Server> {
  const server = new Server()
  server.cut = cut
  const lina = await begin(server)
  const isIn = (bodies: string[], direction: 'in' | 'out') =>
    until(async () => (await lina.messages()).filter((m) => m.direction === direction && m.state !== 'queued').map((m) => m.body), bodies, JSON.stringify(cut))
  const round = async (from: number) => {
    for (let n = from; n < from + 3; n++) {
      await lina.send(`返 ${n} é😀`)
      server.tellBody(`往 ${n} 鹊`)
    }
  }
  await lina.send('返 0 é😀')
  await lina.online()
  server.tellBody('往 0 鹊')
  await round(1)
  await isIn([0, 1, 2, 3].map((n) => `往 ${n} 鹊`), 'in')
  await isIn([0, 1, 2, 3].map((n) => `返 ${n} é😀`), 'out')
  server.break()
  await round(4)
  const all = [0, 1, 2, 3, 4, 5, 6]
  await isIn(all.map((n) => `往 ${n} 鹊`), 'in')
  await isIn(all.map((n) => `返 ${n} é😀`), 'out')
  // The server has each once or, where only it can know that it has it, again under the same id; and never out of order.
  const firsts = server.heard.filter(({ id }, i) => server.heard.findIndex((other) => other.id === id) === i)
  expect([cut, firsts.map(({ body }) => body)]).toEqual([cut, all.map((n) => `返 ${n} é😀`)])
  expect(lina.errors).toEqual([])
  await lina.stop()
  return server
}

/** How many worlds at a time: each mostly waits. */
const LANES = 4

describe('the link is cut', () => {
  /** How many things the server says on each connection when nothing is cut. */
  let steps: number[] = []
  it('not at all: the server says enough for the rest to mean something', async () => {
    const whole = await play(null)
    steps = whole.steps
    expect(whole.connections).toBe(2)
    expect(steps[0]).toBeGreaterThan(20)
    expect(steps[1]).toBeGreaterThan(14)
    expect(whole.heard.map(({ body }) => body)).toEqual([0, 1, 2, 3, 4, 5, 6].map((n) => `返 ${n} é😀`))
  })

  it.each(HOWS.flatMap((how) => [[how, 0, 'login'] as const, [how, 1, 'resume'] as const]))(
    '%s each thing that the server says on connection %i (%s)', { timeout: 240_000 }, async (how, connection, _what) => {
      const waiting = Array.from({ length: steps[connection]! }, (_, step) => step)
      const cuts = await Promise.all(Array.from({ length: LANES }, async () => {
        let done = 0
        for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
          done += Number((await play({ connection, step, how })).wasCut)
        }
        return done
      }))
      // How many acknowledgements are asked for varies a little.
      expect(cuts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(steps[connection]! - 5)
    })
})

/** One connection of a client: TLS, SASL, binding, stream management. What is said after that goes to the host. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { TLSSocket, type SecureContext } from 'node:tls'
import { Parser, type Element } from '@xmpp/xml'
import { attr, nameOf, nsOf } from '#xmpp/element'
import { ScramServer } from '../scripted-scram'
import type { Personality } from './personality'
import { ours } from './templates'
import { attrs, find, tag, textOf } from './xml'
import { openTranscript } from '../transcripts'

const NS_TLS = 'urn:ietf:params:xml:ns:xmpp-tls'
const NS_SASL = 'urn:ietf:params:xml:ns:xmpp-sasl'
const NS_BIND = 'urn:ietf:params:xml:ns:xmpp-bind'
const NS_SM = 'urn:xmpp:sm:3'
const STREAMS = 'http://etherx.jabber.org/streams'

/** A device that is logged in; it outlives its connection while it may be resumed. */
export class Session {
  link: Link | null
  isAvailable = false
  /** Children of its presence. */
  presence = ''
  hasCarbons = false
  smId: string | null = null
  received = 0
  sent = 0
  unacked: string[] = []

  constructor(readonly user: string, readonly jid: string, link: Link) {
    this.link = link
  }
  send(xml: string): void {
    if (this.smId !== null) {
      this.sent++
      this.unacked.push(xml)
    }
    this.link?.write(xml)
  }
  acknowledge(h: number): void {
    this.unacked = this.unacked.slice(Math.max(0, this.unacked.length - (this.sent - h)))
  }
}

export interface Host {
  server: Personality
  domain: string
  context: SecureContext | null
  password(user: string): string | undefined
  bound(session: Session): void
  /** Closed in an orderly way, or given up. */
  gone(session: Session): void
  lost(session: Session): void
  resumable(smId: string): Session | undefined
  receive(session: Session, stanza: Element): void
}

/** The features of one phase, as recorded in 01 (0: before TLS, 1: after it, 2: after SASL). */
const kept = new Map<string, string>()
function featuresOf(host: Host, phase: 0 | 1 | 2): string {
  const key = `${host.server.kind} ${phase}`
  let xml = kept.get(key)
  if (xml === undefined) {
    const found = openTranscript(host.server.kind, '01-stream').steps.flatMap((step) => step.entries)
      .filter(({ xml: text }) => text.startsWith('<stream:features'))[phase]
    kept.set(key, (xml = found!.xml.replace(/<compression .*?<\/compression>/, ''))) // we do not compress
  }
  return ours(host.server, xml, host.domain)
}

export class Link {
  session: Session | null = null
  #socket: Socket
  #parser!: Parser
  #user: string | null = null
  #scram: { server: ScramServer; user: string } | null = null
  #isSecure: boolean
  #hasEnded = false
  /** Of the stream, as Openfire uses it in the answer to bind. */
  readonly #id = randomBytes(5).toString('hex')

  constructor(socket: Socket, private readonly host: Host, isSecure = false) {
    this.#socket = socket
    this.#isSecure = isSecure
    this.#listen()
  }

  write(xml: string): void {
    if (!this.#socket.destroyed) this.#socket.write(xml)
  }
  cut(): void {
    this.#socket.destroy()
  }
  end(error?: string): void {
    this.#hasEnded = true
    const words = error ? `<stream:error xmlns:stream="${STREAMS}"><${error} xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error>` : ''
    this.#socket.end(`${words}</stream:stream>`)
    this.#onClosed()
  }

  #listen(): void {
    const socket = this.#socket
    this.#restart()
    socket.on('data', (data) => {
      if (this.#socket === socket) this.#parser.write(data.toString('utf8'))
    })
    socket.on('error', () => {}) // the client may cut as it likes
    socket.on('close', () => this.#socket === socket && this.#onClosed())
    socket.setEncoding('utf8')
  }

  #onClosed(): void {
    const { session } = this
    this.session = null
    if (!session || session.link !== this) return
    session.link = null
    if (session.smId !== null && !this.#hasEnded) this.host.lost(session)
    else this.host.gone(session)
  }

  #restart(): void {
    const parser = new Parser()
    this.#parser = parser
    parser.on('start', () => this.#open())
    parser.on('element', (element: Element) => this.#parser === parser && this.#onElement(element))
    parser.on('end', () => this.end())
    parser.on('error', () => this.end('not-well-formed'))
  }

  #open(): void {
    this.write(`<?xml version="1.0"?><stream:stream xmlns="jabber:client" xmlns:stream="${STREAMS}"${attrs({ from: this.host.domain, id: this.#id, 'xml:lang': 'en', version: '1.0' })}>`)
    const phase = this.#user !== null ? 2 : this.#isSecure ? 1 : 0
    this.write(featuresOf(this.host, phase))
  }

  #onElement(element: Element): void {
    const ns = nsOf(element)
    if (ns === NS_TLS) return void this.#startTls()
    if (ns === NS_SASL) return this.#authenticate(element)
    if (ns === NS_SM) return this.#manage(element)
    const bind = find(element, 'bind', NS_BIND)
    if (bind && !this.session) return this.#bind(element, bind)
    const { session } = this
    if (!session || !['iq', 'message', 'presence'].includes(nameOf(element))) return
    session.received++
    this.host.receive(session, element)
  }

  #startTls(): void {
    if (!this.host.context) return this.end('undefined-condition')
    const raw = this.#socket
    raw.removeAllListeners()
    this.write(`<proceed xmlns="${NS_TLS}"/>`)
    this.#socket = new TLSSocket(raw, { isServer: true, secureContext: this.host.context, ALPNProtocols: ['xmpp-client'] })
    this.#isSecure = true
    this.#listen()
  }

  #authenticate(element: Element): void {
    const refuse = () => {
      const text = this.host.server.isTigase ? '<text xml:lang="en">Password not verified</text>' : ''
      this.write(`<failure xmlns="${NS_SASL}"><not-authorized/>${text}</failure>`)
    }
    const succeed = (user: string, more = '') => {
      this.#user = user
      this.write(tag('success', { xmlns: NS_SASL }, more))
      this.#restart()
    }
    if (nameOf(element) === 'abort') return this.write(`<failure xmlns="${NS_SASL}"><aborted/></failure>`)
    if (nameOf(element) === 'response') {
      const running = this.#scram
      this.#scram = null
      if (!running) return refuse()
      try {
        return succeed(running.user, running.server.success(textOf(element)))
      } catch {
        return refuse() // ScramServer throws when the proof is wrong
      }
    }
    const mechanism = attr(element, 'mechanism') ?? ''
    const said = Buffer.from(textOf(element), 'base64').toString()
    if (mechanism === 'PLAIN') {
      const [, user = '', password] = said.split('\0')
      return this.host.password(user) === password ? succeed(user) : refuse()
    }
    if (!/^SCRAM-SHA-(1|256)(-PLUS)?$/.test(mechanism)) return this.write(`<failure xmlns="${NS_SASL}"><invalid-mechanism/></failure>`)
    const user = /n=([^,]*)/.exec(said)?.[1]?.replaceAll('=2C', ',').replaceAll('=3D', '=') ?? ''
    const server = new ScramServer(mechanism, { password: this.host.password(user) ?? randomUUID() })
    this.#scram = { server, user }
    this.write(`<challenge xmlns="${NS_SASL}">${server.challenge(textOf(element))}</challenge>`)
  }

  #bind(iq: Element, bind: Element): void {
    const { isTigase } = this.host.server
    if (this.#user === null) return this.end('not-authorized')
    const resource = textOf(find(bind, 'resource')) || randomBytes(5).toString('hex')
    const jid = `${this.#user}@${this.host.domain}/${resource}`
    this.session = new Session(this.#user, jid, this)
    this.host.bound(this.session)
    const head = attrs({ type: 'result', id: attr(iq, 'id'), to: isTigase ? jid : `${this.host.domain}/${this.#id}` })
    this.write(`<iq${head}><bind xmlns="${NS_BIND}"><jid>${jid}</jid></bind></iq>`)
  }

  #manage(element: Element): void {
    const { isTigase, isOld } = this.host.server
    const failed = (condition: string) =>
      this.write(tag('failed', { xmlns: NS_SM }, `<${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/>`))
    const { session } = this
    switch (nameOf(element)) {
      case 'r':
        return this.write(`<a xmlns="${NS_SM}" h="${session?.received ?? 0}"/>`)
      case 'a':
        return session?.acknowledge(Number(attr(element, 'h')))
      case 'enable': {
        if (!session || session.smId !== null) return isTigase ? undefined : failed('unexpected-request')
        session.smId = isTigase ? randomUUID() : Buffer.from(session.jid).toString('base64')
        session.received = 0
        const location = isTigase ? 'localhost' : this.host.domain
        return this.write(tag('enabled', { xmlns: NS_SM, resume: 'true', id: session.smId, location, max: isTigase ? '60' : '600' }))
      }
      case 'resume': {
        const previd = attr(element, 'previd') ?? ''
        const before = this.host.resumable(previd)
        // COMPAT(openfire 5): a dropped connection counts as closed, so nothing can be resumed.
        if (!before || (!isTigase && !isOld)) return failed('item-not-found')
        this.session = before
        before.link = this
        before.acknowledge(Number(attr(element, 'h')))
        this.write(tag('resumed', { xmlns: NS_SM, previd, h: String(before.received) }))
        for (const xml of before.unacked) this.write(xml)
      }
    }
  }
}


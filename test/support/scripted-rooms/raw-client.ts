/** A client without any sense of its own: says what the test says, keeps what comes, answers what is asked. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { Parser, type Element } from '@xmpp/xml'
import { attr, elements, nsOf } from '#xmpp/element'
import type { TestServer } from '../servers-types'
import { attrs } from './xml'

type Reachable = Pick<TestServer, 'host' | 'port' | 'domain' | 'caPem'>

export class RawClient {
  /** Stanzas since the last take(). */
  received: Element[] = []
  isClosed = false
  #socket!: Socket
  #parser!: Parser
  #waiting: ((element: Element) => boolean)[] = []
  #count = 0

  static async logIn(server: Reachable, user: string, password: string, resource: string, isAvailable = true): Promise<RawClient> {
    const client = new RawClient()
    await client.#start(server, user, password, resource)
    if (isAvailable) client.send('<presence/>')
    await client.settled()
    client.received = []
    return client
  }

  async #start(server: Reachable, user: string, password: string, resource: string): Promise<void> {
    const raw = connect(server.port, server.host)
    await once(raw, 'connect')
    this.#use(raw, server)
    await this.until((el) => el.name === 'stream:features')
    this.#socket.write('<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>')
    await this.until((el) => el.name === 'proceed')
    raw.removeAllListeners()
    const secure = connectTls({ socket: raw, servername: server.domain, ca: server.caPem })
    await once(secure, 'secureConnect')
    this.#use(secure, server)
    await this.until((el) => el.name === 'stream:features')
    const secret = Buffer.from(`\0${user}\0${password}`).toString('base64')
    this.#socket.write(`<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${secret}</auth>`)
    await this.until((el) => el.name === 'success')
    this.#restart(server)
    await this.until((el) => el.name === 'stream:features')
    await this.ask(`<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><resource>${resource}</resource></bind>`, null, 'set')
  }

  #use(socket: Socket, server: Reachable): void {
    this.#socket = socket
    socket.on('data', (data) => this.#parser.write(data.toString()))
    socket.on('error', () => {}) // the server may cut
    socket.on('close', () => (this.isClosed = true))
    socket.setEncoding('utf8')
    this.#restart(server)
  }
  #restart(server: Reachable): void {
    this.#parser = new Parser()
    this.#parser.on('element', (element: Element) => this.#onElement(element))
    this.#socket.write(`<?xml version="1.0"?><stream:stream to="${server.domain}" xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams" version="1.0">`)
  }

  #onElement(element: Element): void {
    const found = this.#waiting.findIndex((isIt) => isIt(element))
    if (found >= 0) return void this.#waiting.splice(found, 1)
    this.received.push(element)
    const type = attr(element, 'type')
    if (element.name !== 'iq' || (type !== 'get' && type !== 'set')) return
    if (nsOf(elements(element)[0]!) === 'urn:xmpp:ping') this.send(`<iq${attrs({ type: 'result', id: attr(element, 'id'), to: attr(element, 'from') })}/>`)
  }
  /** The next that fits; it is not kept. */
  until(isIt: (element: Element) => boolean): Promise<Element> {
    return new Promise((resolve) => this.#waiting.push((element) => isIt(element) && (resolve(element), true)))
  }

  send(xml: string): void {
    this.#socket.write(xml)
  }
  /** The answer, whatever it is. */
  ask(payload: string, to: string | null, type = 'get'): Promise<Element> {
    const id = `sync-${++this.#count}`
    const answered = this.until((element) => attr(element, 'id') === id)
    this.send(`<iq${attrs({ type, id, to })}>${payload}</iq>`)
    return answered
  }
  /** All that was sent to us before this has come: stanzas keep their order. */
  async settled(): Promise<void> {
    await this.ask('<ping xmlns="urn:xmpp:ping"/>', null)
  }
  take(): Element[] {
    return this.received.splice(0)
  }
  async logOut(): Promise<void> {
    const closed = once(this.#socket, 'close')
    this.send('</stream:stream>')
    await closed
  }
  close(): void {
    this.#socket.destroy()
  }
}

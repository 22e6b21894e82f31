/**
 * One XML stream over one link, from the first header to the end. Built on client-core's Client (socket and parser
 * attachment, header, footer, restart); what is unsafe in it is overridden: reading, elements, errors, writing.
 */
import { StringDecoder } from 'node:string_decoder'
import { Client } from '@xmpp/client-core'
import { jid } from '@xmpp/jid'
import ConnectionTCP from '@xmpp/tcp/lib/Connection.js'
import ConnectionWebSocket from '@xmpp/websocket/lib/Connection.js'
import type { BareJid } from '#shared/jid'
import { domainOf } from '#shared/jid'
import { emptyTraffic, type Traffic } from '#shared/model/connection'
import { attr, isNamed, NS_CLIENT, NS_STREAM, NS_STREAMS, xml, type Element } from './element'
import { type ConnectionFailure, failure, fromStreamError, fromSystemError } from './errors'
import { limitsBeforeLogin, type XmlLimits } from './limits'
import { serialise } from './serialise'
import { FramedParser, TcpParser, type StreamParser } from './stream-parser'
import type { Link } from './transport/link'
import { masked } from './wire-log'
import { XmlError } from './xml-tokeniser'

const MAX_WAITING = 20_000 // elements read but not yet looked at: more than fit into any one chunk

export interface StreamOptions {
  link: Link
  own: BareJid
  lang: string
  /** `el`: null for what is no element, as the header of the stream. */
  wire(direction: 'in' | 'out', xml: (maxChars?: number) => string, el: Element | null): void
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string, detail?: Record<string, unknown>): void
  /** Counted on here. */
  traffic?: Traffic | undefined
}

interface Waiter {
  accept(el: Element): boolean
  resolve(el: Element): void
  reject(why: ConnectionFailure): void
}

export class XmppStream extends Client {
  readonly link: Link
  readonly traffic: Traffic
  /** Attributes of the server's last header. */
  remoteHeader: Element | null = null
  #options: StreamOptions
  #decoder = new StringDecoder('utf8')
  #limits: XmlLimits = limitsBeforeLogin
  #waiting: Element[] = []
  #waiter: Waiter | null = null
  #consumer: ((el: Element, isEarly: boolean) => void) | null = null
  /** How many of the waiting came before the element that was last asked for. */
  #early = 0
  #failure: ConnectionFailure | null = null
  #isClosing = false
  #whenDown: ((why: ConnectionFailure) => void)[] = []
  /** A spoiled stanza was dropped; it still counts for stream management. */
  onDropped: (el: Element) => void = () => {}

  constructor(options: StreamOptions) {
    super({ domain: domainOf(options.own), lang: options.lang, timeout: 60_000 }) // the watchdog is quicker
    this.#options = options
    this.link = options.link
    this.traffic = options.traffic ?? { ...emptyTraffic }
    const isWebSocket = options.link.kind === 'websocket'
    this.Transport = isWebSocket ? ConnectionWebSocket : ConnectionTCP
    this.Parser = isWebSocket ? FramedParser : TcpParser
    this.jid = jid(options.own)
    this.on('error', (error: unknown) => this.fail(fromSystemError(error)))
    this.on('disconnect', () => this.fail(failure('closed')))
    this.on('close', () => this.fail(failure('closed', 'the server closed the stream')))
    this._attachSocket(options.link)
  }

  get failure(): ConnectionFailure | null {
    return this.#failure
  }

  /** Called once when the stream has ended, for whatever reason; at once when it already has. */
  whenDown(listener: (why: ConnectionFailure) => void): void {
    if (this.#failure) listener(this.#failure)
    else this.#whenDown.push(listener)
  }

  /** Opens (or restarts) the stream: a new document, nothing of the old one counts any more. */
  async openStream(): Promise<void> {
    if (this.#failure) throw this.#failure
    this.discard()
    try {
      this.remoteHeader = await this.open(this.#headerOptions())
    } catch (error) {
      throw this.#failure ?? fromSystemError(error, 'not-xmpp')
    }
    if (this.link.kind === 'tcp' && (attr(this.remoteHeader, 'version') ?? '').split('.')[0] !== '1') {
      throw failure('not-xmpp', 'stream version')
    }
  }

  #headerOptions(): { domain: string; lang: string } {
    return { domain: domainOf(this.#options.own), lang: this.#options.lang }
  }

  /** Forgets what was read and not looked at, and the rest of the chunk in hand (SAFETY.md P5). */
  discard(): void {
    ;(this.parser as StreamParser | null)?.stop()
    this._detachParser()
    this.#waiting = []
    this.#decoder = new StringDecoder('utf8') // a character cut by a chunk is put together (SAFETY.md P1)
  }

  set limits(limits: XmlLimits) {
    this.#limits = limits
    if (this.parser) (this.parser as StreamParser).limits = limits
  }

  override _attachParser(parser: StreamParser): void {
    parser.limits = this.#limits
    parser.on('start', (header: Element) => this.#options.wire('in', (maxChars) => masked(header, maxChars), null))
    parser.on('dropped', (reason: string, el: Element) => {
      this.#options.log('warn', 'malformed element dropped', { reason, name: el.name.slice(0, 50), id: attr(el, 'id')?.slice(0, 100) })
      this.#guard(() => this.onDropped(el))
    })
    super._attachParser(parser)
  }

  override _onData(data: Buffer | string): void {
    this.traffic.bytesIn += Buffer.byteLength(data)
    if (!this.parser || this.#failure) return
    const text = typeof data === 'string' ? data : this.#decoder.write(data)
    try {
      this.parser.write(text)
    } catch (error) {
      if (!(error instanceof XmlError)) return this.fail(failure('protocol', String(error)))
      this.#options.log('warn', 'stream refused', { condition: error.condition, reason: error.message })
      if (this.remoteHeader) this.closeWith(error.condition)
      const code = error.condition === 'policy-violation' ? 'policy' : this.remoteHeader ? 'protocol' : 'not-xmpp'
      this.fail(failure(code, `${error.condition}: ${error.message}`))
    }
  }

  override _onElement(el: Element): void {
    if (this.#failure) return
    this.#options.wire('in', (maxChars) => masked(el, maxChars), el)
    if (isNamed(el, 'error', NS_STREAM)) {
      const why = fromStreamError(el, this.link.secure)
      this.#rawWrite(this.footer(this.footerElement()))
      return this.fail(why)
    }
    if (this.#consumer) return this.#guard(() => this.#consumer?.(el, false))
    const waiter = this.#waiter
    if (waiter?.accept(el)) {
      this.#waiter = null
      this.#early = this.#waiting.length
      return waiter.resolve(el)
    }
    if (this.#waiting.length >= MAX_WAITING) return this.fail(failure('policy', 'too much before login'))
    this.#waiting.push(el)
  }

  #guard(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#options.log('error', 'a listener threw; the stanza is dropped', { error: String((error as Error)?.stack ?? error).slice(0, 2000) })
    }
  }

  /** The next element that is wanted; the others are left out, or with `keep` stay for the consumer. */
  next(accept: (el: Element) => boolean, keep = false): Promise<Element> {
    if (this.#failure) return Promise.reject(this.#failure)
    const at = this.#waiting.findIndex(accept)
    if (at >= 0) {
      this.#early = keep ? at : 0
      const [found] = keep ? this.#waiting.splice(at, 1) : this.#waiting.splice(0, at + 1).slice(-1)
      return Promise.resolve(found!)
    }
    if (!keep) this.#waiting = []
    return new Promise((resolve, reject) => {
      this.#waiter = { accept: (el) => accept(el), resolve, reject }
    })
  }

  /** From now on every element goes here, first those that have come meanwhile; `isEarly`: before what next() last gave. */
  consume(consumer: (el: Element, isEarly: boolean) => void): void {
    const waiting = this.#waiting
    this.#waiting = []
    this.#consumer = consumer
    waiting.forEach((el, i) => this.#guard(() => consumer(el, i < this.#early)))
  }

  override write(text: string): Promise<void> {
    this.#options.wire('out', () => text, null)
    this.#rawWrite(text)
    return Promise.resolve()
  }

  #rawWrite(text: string): void {
    if (this.#failure || this.#isClosing) return
    this.traffic.bytesOut += Buffer.byteLength(text)
    this.link.write(text, (error) => error && this.fail(fromSystemError(error)))
  }

  /** The text that goes out; null when the element is larger than may be sent. */
  encode(el: Element): string | null {
    return serialise(el, { ns: this.link.kind === 'websocket' ? NS_CLIENT : undefined })
  }

  /** False when it cannot be written any more. The caller has checked that it may be written now. */
  writeElement(el: Element, encoded = this.encode(el)): boolean {
    if (encoded === null || this.#failure || this.#isClosing) return false
    this.#options.wire('out', (maxChars) => masked(el, maxChars), el)
    this.#rawWrite(encoded)
    return true
  }

  /** RFC 6120 §4.9: says why, closes the stream. */
  closeWith(condition: string): void {
    const error = xml('stream:error', { 'xmlns:stream': NS_STREAM }, xml(condition, { xmlns: NS_STREAMS }))
    if (this.writeElement(error)) this.#rawWrite(this.footer(this.footerElement()))
  }

  /** Closes politely and waits for the other side, at most `timeoutMs`. */
  close(timeoutMs: number): Promise<void> {
    if (this.#failure) return Promise.resolve()
    this.#rawWrite(this.footer(this.footerElement()))
    this.#isClosing = true
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.fail(failure('closed', 'no answer to the end of the stream')), timeoutMs)
      this.whenDown(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  /** Ends everything, once. After a stream error of ours or theirs what was written still goes out. */
  fail(why: ConnectionFailure): void {
    if (this.#failure) return
    this.#failure = why
    this.discard()
    this._detachSocket()
    this.link.on('error', () => {}) // nobody listens any more, and an `error` without listener would throw
    this.link.end()
    setTimeout(() => this.link.destroy(), why.code === 'closed' || why.code === 'timeout' ? 0 : 1000).unref()
    this.#waiter?.reject(why)
    this.#waiter = null
    this.emit('error', why) // ends an open() in hand
    for (const listener of this.#whenDown.splice(0)) listener(why)
  }

  override _streamError(condition: string): Promise<unknown> {
    this.closeWith(condition)
    return Promise.resolve()
  }
}

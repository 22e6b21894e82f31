/**
 * A fake XMPP server whose every byte a test decides: for attacks and cuts that no real server would make. Listens on
 * 127.0.0.1; each connection runs the script; what came in is kept, clear and encrypted apart.
 */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { TLSSocket, createSecureContext, type SecureContext } from 'node:tls'
import { makeCertificates, type CertificateKind, type Certificates } from './certificates'
import { ScramServer } from './scripted-scram'

export const DOMAIN = 'magpie.test'
const HEADER = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='s1' from='${DOMAIN}' version='1.0'>`
export const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl'

export class ScriptedClient {
  /** Everything the client sent in clear, and inside TLS. */
  clear = ''
  encrypted = ''
  serverName: string | null = null
  alpn: string | null = null
  isClosed = false
  /** Bytes that push() has handed over. */
  pushed = 0
  /** Closes the stream when the client does. */
  answersEnd = true
  #unread = ''
  #wake: () => void = () => {}
  #socket: Socket
  readonly #raw: Socket

  constructor(socket: Socket, readonly context: () => Promise<SecureContext>) {
    this.#socket = this.#raw = socket
    this.#listen()
  }

  #listen(): void {
    const isTls = this.#socket instanceof TLSSocket
    this.#socket.on('data', (data) => {
      if (isTls) this.encrypted += data.toString()
      else this.clear += data.toString()
      this.#unread += data.toString()
      if (this.answersEnd && this.#unread.includes('</stream:stream>')) this.#socket.end('</stream:stream>')
      this.#wake()
    })
    this.#socket.on('error', () => {}) // the client may cut as it likes
    this.#socket.on('close', () => {
      this.isClosed = true
      this.#wake()
    })
  }

  send(text: string | Buffer): void {
    this.#socket.write(text)
  }

  /** Waits until the other side has room for more, or is gone. */
  async push(text: string): Promise<void> {
    const socket = this.#socket
    this.pushed += text.length
    if (this.isClosed || socket.write(text)) return
    await new Promise<void>((resolve) => socket.once('drain', resolve).once('close', () => resolve()))
  }

  /** RFC 9266, seen from this side. */
  exporter(): Buffer {
    return (this.#socket as TLSSocket).exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0))
  }

  destroy(): void {
    this.#socket.destroy()
  }

  /** RST instead of FIN. */
  reset(): void {
    this.#raw.resetAndDestroy()
  }

  /** Waits for text from the client and takes everything up to its end. */
  async read(pattern: RegExp, limitMs = 5000): Promise<RegExpExecArray> {
    const until = performance.now() + limitMs
    for (;;) {
      const found = pattern.exec(this.#unread)
      if (found) {
        this.#unread = this.#unread.slice(found.index + found[0].length)
        return found
      }
      if (this.isClosed) throw new Error(`closed while waiting for ${pattern}; unread: ${this.#unread}`)
      const left = until - performance.now()
      if (left <= 0) throw new Error(`no ${pattern}; unread: ${this.#unread}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        this.#wake = () => (clearTimeout(timer), resolve())
      })
    }
  }

  async startTls(): Promise<void> {
    const raw = this.#socket
    raw.removeAllListeners('data').removeAllListeners('close')
    const secure = new TLSSocket(raw, {
      isServer: true, secureContext: await this.context(), ALPNProtocols: ['xmpp-client'],
      SNICallback: (name, done) => {
        this.serverName = name
        done(null)
      },
    })
    this.#socket = secure
    this.#listen()
    await once(secure, 'secure')
    this.alpn = secure.alpnProtocol || null
  }

  /** Reads the client's header and sends ours, with features. */
  async open(features: string | null): Promise<void> {
    await this.read(/<stream:stream [^>]*>/)
    this.send(HEADER + (features === null ? '' : `<stream:features>${features}</stream:features>`))
  }

  async negotiateTls(): Promise<void> {
    await this.open("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>")
    await this.read(/<starttls[^>]*\/>/)
    this.send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
    await this.startTls()
  }

  /** A good SCRAM login, with the password `secret`. */
  async authenticate(mechanisms = ['SCRAM-SHA-1'], change: ConstructorParameters<typeof ScramServer>[1] = {}, more = ''): Promise<string> {
    await this.open(`<mechanisms xmlns='${SASL}'>${mechanisms.map((name) => `<mechanism>${name}</mechanism>`).join('')}</mechanisms>${more}`)
    const [, mechanism, first] = await this.read(/<auth [^>]*mechanism="([^"]+)"[^>]*>([^<]*)<\/auth>/)
    const scram = new ScramServer(mechanism!, change)
    this.send(`<challenge xmlns='${SASL}'>${scram.challenge(first!)}</challenge>`)
    const [, final] = await this.read(/<response[^>]*>([^<]*)<\/response>/)
    this.send(`<success xmlns='${SASL}'>${scram.success(final!)}</success>`)
    return mechanism!
  }

  async bind(extra = "<sm xmlns='urn:xmpp:sm:3'/>"): Promise<void> {
    await this.open(`<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>${extra}`)
    const [, id] = await this.read(/<iq [^>]*id="([^"]+)"[^>]*><bind.*<\/bind><\/iq>/)
    this.send(`<iq type='result' id='${id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>lina@${DOMAIN}/magpie</jid></bind></iq>`)
  }

  /** All of it, to the point where the client is online. */
  async logIn(enabled = "<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true' max='300'/>"): Promise<void> {
    await this.negotiateTls()
    await this.authenticate()
    await this.bind()
    await this.read(/<enable [^>]*\/>/)
    this.send(enabled)
  }
}

export interface ScriptedServer {
  port: number
  certificates: Certificates
  clients: ScriptedClient[]
  /** What scripts threw: a test looks at it when something else than expected happens. */
  errors: Error[]
  close(): Promise<void>
}

const made = new Map<CertificateKind, Promise<Certificates>>()
/** One set per kind and test run: openssl takes its time. */
export function certificatesOf(kind: CertificateKind): Promise<Certificates> {
  const known = made.get(kind) ?? makeCertificates({ domain: DOMAIN, kind })
  made.set(kind, known)
  return known
}

export type Script = (client: ScriptedClient, index: number) => Promise<void>

export async function startScriptedServer(script: Script, kind: CertificateKind = 'good', maxVersion?: 'TLSv1.2' | 'TLSv1.1'): Promise<ScriptedServer> {
  const certificates = await certificatesOf(kind)
  const context = () =>
    Promise.resolve(createSecureContext({ cert: certificates.certPem, key: readFileSync(certificates.keyFile, 'utf8'), maxVersion,
      ...(maxVersion === 'TLSv1.1' && { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }) }))
  const clients: ScriptedClient[] = []
  const errors: Error[] = []
  const server: Server = createServer((socket) => {
    const client = new ScriptedClient(socket, context)
    clients.push(client)
    script(client, clients.length - 1).catch((error: Error) => errors.push(error))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port, certificates, clients, errors,
    close: async () => {
      for (const client of clients) client.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

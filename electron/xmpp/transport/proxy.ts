/**
 * Through a proxy to a host that the proxy itself looks up: SOCKS5 (RFC 1928) with user and password (RFC 1929), and
 * HTTP CONNECT (RFC 9110 §9.3.6) with Basic (RFC 7617). Left out: GSSAPI, BIND, UDP, Digest, TLS to the proxy.
 */
import { isIP, type Socket } from 'node:net'
import type { ConnectionErrorCode } from '#shared/model/connection'
import { failure, fromSystemError } from '../errors'
import { within } from '../watchdog'

export interface ProxyServer {
  kind: 'socks5' | 'http'
  host: string
  port: number
  user: string | null
  password: string | null
}

/** One way to a host. */
export type Route = ProxyServer | 'direct'
/** The ways to try, best first, to what `url` names (`https://host:port`). Rejects where the settings name a proxy we cannot use. */
export type FindRoutes = (url: string) => Promise<Route[]>

export const directRoutes: FindRoutes = () => Promise.resolve(['direct'])

/** What a proxy may say before the connection stands. */
const MAX_HEAD_BYTES = 16 * 1024
const HANDSHAKE_MS = 15_000

/** Hands out what the other side says piece by piece. Nothing is left behind: a server waits for the client's first word. */
export class Answers {
  #unread = Buffer.alloc(0)

  constructor(readonly socket: Socket, readonly signal: AbortSignal) {}

  get isEmpty(): boolean {
    return this.#unread.length === 0
  }

  async bytes(count: number): Promise<Buffer> {
    while (this.#unread.length < count) await this.#more()
    return this.#take(count)
  }

  /** Up to and with `mark`. */
  async through(mark: string): Promise<string> {
    for (let at = -1; ; ) {
      at = this.#unread.indexOf(mark)
      if (at >= 0) return this.#take(at + mark.length).toString('latin1')
      if (this.#unread.length > MAX_HEAD_BYTES) throw failure('proxy-refused', 'the proxy talks without end')
      await this.#more()
    }
  }

  #take(count: number): Buffer {
    const taken = this.#unread.subarray(0, count)
    this.#unread = this.#unread.subarray(count)
    return taken
  }

  #more(): Promise<void> {
    const { socket, signal } = this
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        // Without a listener left the stream stands still until the next one: no byte falls between.
        socket.off('readable', onReadable).off('end', onEnd).off('close', onEnd).off('error', onError)
        signal.removeEventListener('abort', onAbort)
        end()
      }
      const onReadable = () => {
        const part = socket.read() as Buffer | null
        if (part === null) return
        this.#unread = Buffer.concat([this.#unread, part])
        settle(resolve)
      }
      const onEnd = () => settle(() => reject(failure('proxy-refused', 'the proxy hung up')))
      const onError = (error: Error) => settle(() => reject(failure('proxy-refused', error.message)))
      const onAbort = () => settle(() => reject(failure('proxy-unreachable', 'the proxy does not answer')))
      if (signal.aborted) return reject(failure('proxy-unreachable', 'the proxy does not answer'))
      signal.addEventListener('abort', onAbort)
      socket.on('readable', onReadable).on('end', onEnd).on('close', onEnd).on('error', onError)
      onReadable()
    })
  }
}

const SOCKS = 5
const NO_LOGIN = 0
const USER_PASSWORD = 2
/** RFC 1928 §6. What is missing here is the proxy's own refusal. */
const SOCKS_REPLIES: Record<number, [ConnectionErrorCode, string]> = {
  3: ['unreachable', 'network unreachable'], 4: ['host-not-found', 'host unreachable'], 5: ['refused', 'connection refused'],
  6: ['timeout', 'TTL expired'],
}

function lengthAndText(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.length < 1 || bytes.length > 255) throw failure('proxy-login', 'user and password must have 1 to 255 bytes')
  return Buffer.concat([Buffer.from([bytes.length]), bytes])
}

function socksAddress(host: string): Buffer {
  if (isIP(host) === 4) return Buffer.from([1, ...host.split('.').map(Number)])
  if (isIP(host) === 6) return Buffer.from([4, ...ipv6Bytes(host)])
  const name = Buffer.from(host, 'latin1')
  if (name.length > 255) throw failure('host-not-found', 'name too long')
  return Buffer.from([3, name.length, ...name])
}

/** The URL parser writes every form of an address in hexadecimal groups, at most one gap. */
function ipv6Bytes(host: string): number[] {
  const [head = '', tail = ''] = new URL(`http://[${host.replace(/%.*$/, '')}]`).hostname.slice(1, -1).split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)))
  const [before, after] = [groups(head), groups(tail)]
  const all = [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after]
  return all.flatMap((group) => [group >> 8, group & 255])
}

async function socks5(socket: Socket, answers: Answers, proxy: ProxyServer, host: string, port: number): Promise<void> {
  const methods = proxy.user === null ? [NO_LOGIN] : [NO_LOGIN, USER_PASSWORD]
  socket.write(Buffer.from([SOCKS, methods.length, ...methods]))
  const [version, method] = await answers.bytes(2)
  if (version !== SOCKS) throw failure('proxy-refused', 'that is no SOCKS5 proxy')
  if (method === USER_PASSWORD && proxy.user !== null) {
    socket.write(Buffer.concat([Buffer.from([1]), lengthAndText(proxy.user), lengthAndText(proxy.password ?? '')]))
    const [, status] = await answers.bytes(2)
    if (status !== 0) throw failure('proxy-login', `SOCKS5 status ${status}`)
  } else if (method !== NO_LOGIN) throw failure('proxy-login', 'no way to log in to the proxy that both know')

  socket.write(Buffer.concat([Buffer.from([SOCKS, 1, 0]), socksAddress(host), Buffer.from([port >> 8, port & 255])]))
  const [answered, reply, , kind] = await answers.bytes(4)
  if (answered !== SOCKS) throw failure('proxy-refused', 'that is no SOCKS5 proxy')
  if (reply !== 0) {
    const [code, words] = SOCKS_REPLIES[reply!] ?? ['proxy-refused', `SOCKS5 reply ${reply}`]
    throw failure(code, `the proxy says: ${words}`)
  }
  const length = kind === 1 ? 4 : kind === 4 ? 16 : kind === 3 ? (await answers.bytes(1))[0]! : null
  if (length === null) throw failure('proxy-refused', 'that is no SOCKS5 proxy')
  await answers.bytes(length + 2)
}

async function connectMethod(socket: Socket, answers: Answers, { user, password }: ProxyServer, host: string, port: number): Promise<void> {
  const target = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`
  const basic = Buffer.from(`${user}:${password ?? ''}`, 'utf8').toString('base64')
  const login = user === null ? '' : `Proxy-Authorization: Basic ${basic}\r\n`
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${login}\r\n`)
  const head = await answers.through('\r\n\r\n')
  const status = Number(/^HTTP\/1\.[01] (\d{3})[ \r]/.exec(head)?.[1] ?? NaN)
  if (status >= 200 && status < 300) return
  const line = head.slice(0, head.indexOf('\r\n')).replace(/[^\x20-\x7e]/g, '?').slice(0, 200)
  if (Number.isNaN(status)) throw failure('proxy-refused', 'that is no HTTP proxy')
  if (status === 407) throw failure('proxy-login', line)
  // 502 and 503 (Squid, Apache): the proxy did not get through. 504: it waited in vain.
  throw failure(status === 504 ? 'timeout' : status === 502 || status === 503 ? 'refused' : 'proxy-refused', line)
}

/** Asks the proxy behind `socket` for a connection. Throws ConnectionFailure and destroys the socket when it gives none. */
export async function connectThrough(socket: Socket, proxy: ProxyServer, host: string, port: number, signal: AbortSignal): Promise<void> {
  const ignore = () => undefined // between two reads; the next one, or whoever takes the socket over, finds it closed
  socket.on('error', ignore)
  try {
    // A name from the DNS or the settings must not be able to write lines of its own.
    if (!/^[\x21-\x7e]+$/.test(host)) throw failure('host-not-found', 'not a host name')
    await within(signal, HANDSHAKE_MS, async (limited) => {
      const answers = new Answers(socket, limited)
      await (proxy.kind === 'socks5' ? socks5 : connectMethod)(socket, answers, proxy, host, port)
      if (!answers.isEmpty) throw failure('proxy-refused', 'the proxy speaks out of turn')
    })
    socket.off('error', ignore)
  } catch (error) {
    socket.destroy()
    throw signal.aborted ? failure('timeout', 'proxy') : fromSystemError(error, 'proxy-refused')
  }
}

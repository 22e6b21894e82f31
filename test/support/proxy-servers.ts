/** Small proxies on 127.0.0.1 for tests: SOCKS5 (RFC 1928, 1929) and HTTP CONNECT. They look names up themselves. */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

export interface ProxyOptions {
  login?: { user: string; password: string }
  /** Names that only the proxy knows: to 127.0.0.1. All others are unknown to it. */
  names?: string[]
  /** Sends its answers byte by byte. */
  isSlow?: boolean
}

export interface TestProxy {
  readonly port: number
  /** `host:port` of what was asked for, in order, refused or not. */
  readonly asked: string[]
  readonly open: number
  /** RST to everybody. */
  reset(): void
  /** Resets all and listens no more; up() again on the same port. */
  down(): Promise<void>
  up(): Promise<void>
}

type Serve = (client: Client, options: ProxyOptions, asked: string[]) => Promise<Socket | null>

/** Reads what is needed and no more: the rest belongs to the tunnel. */
class Client {
  constructor(readonly socket: Socket, readonly isSlow: boolean) {}

  async read(count: number): Promise<Buffer> {
    for (;;) {
      const { socket } = this
      const part = socket.read(count) as Buffer | null
      if (part?.length === count) return part
      if (part || socket.readableEnded || socket.destroyed) throw new Error('gone')
      await new Promise<void>((resolve) => {
        const wake = () => {
          socket.off('readable', wake).off('end', wake).off('close', wake)
          resolve()
        }
        socket.on('readable', wake).on('end', wake).on('close', wake)
      })
    }
  }

  async line(): Promise<string> {
    let text = ''
    while (!text.endsWith('\r\n')) text += (await this.read(1)).toString('latin1')
    return text.slice(0, -2)
  }

  async say(data: Buffer): Promise<void> {
    if (!this.isSlow) return void this.socket.write(data)
    for (const byte of data) {
      this.socket.write(Buffer.from([byte]))
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }
}

/** Null: cannot be reached. */
async function dial(host: string, port: number, names: string[] = []): Promise<Socket | null> {
  const isKnown = names.includes(host) || host === '127.0.0.1' || host === '::1'
  if (!isKnown) return null
  const socket = connect({ host: names.includes(host) ? '127.0.0.1' : host, port, noDelay: true })
  return Promise.race([once(socket, 'connect').then(() => socket), once(socket, 'close').then(() => null)]).catch(() => null)
}

const socks5: Serve = async (client, { login, names }, asked) => {
  const [, count] = await client.read(2)
  const methods = await client.read(count!)
  const wanted = login ? 2 : 0
  if (!methods.includes(wanted)) {
    await client.say(Buffer.from([5, 0xff]))
    return null
  }
  await client.say(Buffer.from([5, wanted]))
  if (login) {
    const text = async () => (await client.read((await client.read(1))[0]!)).toString('utf8')
    await client.read(1)
    const isRight = (await text()) === login.user && (await text()) === login.password
    await client.say(Buffer.from([1, isRight ? 0 : 1]))
    if (!isRight) return null
  }
  const [, , , kind] = await client.read(4)
  const host = kind === 3 ? (await client.read((await client.read(1))[0]!)).toString('latin1')
    : kind === 1 ? [...(await client.read(4))].join('.')
      : [...(await client.read(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('').replace(/^0{31}1$/, '::1')
  const port = (await client.read(2)).readUInt16BE()
  asked.push(`${host}:${port}`)
  const target = await dial(host, port, names)
  const reply = target ? 0 : names?.includes(host) ? 5 : 4
  await client.say(Buffer.from([5, reply, 0, 1, 0, 0, 0, 0, 0, 0]))
  return target
}

const connectMethod: Serve = async (client, { login, names }, asked) => {
  const [, target = ''] = (await client.line()).split(' ')
  const headers = new Map<string, string>()
  for (let line = await client.line(); line !== ''; line = await client.line()) {
    headers.set(line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim())
  }
  asked.push(target)
  const say = (status: string, more = '') => client.say(Buffer.from(`HTTP/1.1 ${status}\r\n${more}\r\n`))
  const basic = login && `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`
  if (basic && headers.get('proxy-authorization') !== basic) {
    await say('407 Proxy Authentication Required', 'Proxy-Authenticate: Basic realm="test"\r\n')
    return null
  }
  const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(target) ?? []
  const socket = await dial(host, Number(port), names)
  await say(socket ? '200 Connection established' : '502 Bad Gateway', 'Via: test\r\n')
  return socket
}

export async function startProxy(kind: 'socks5' | 'http', options: ProxyOptions = {}): Promise<TestProxy> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
  }
  const accept = async (socket: Socket) => {
    keep(socket)
    const client = new Client(socket, options.isSlow ?? false)
    const target = await (kind === 'socks5' ? socks5 : connectMethod)(client, options, asked).catch(() => null)
    if (!target) return void socket.end()
    keep(target)
    socket.pipe(target).pipe(socket)
    socket.on('close', () => target.destroy())
    target.on('close', () => socket.destroy())
  }
  let server: Server
  const listen = async (port: number) => {
    server = createServer({ noDelay: true }, (socket) => void accept(socket)).listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await listen(0)
  const { port } = server!.address() as AddressInfo
  const reset = () => sockets.forEach((socket) => socket.resetAndDestroy())
  return {
    port, asked, reset,
    get open() {
      return sockets.size
    },
    down: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      reset()
      await closed
    },
    up: () => listen(port),
  }
}

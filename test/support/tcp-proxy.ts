import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './ports'

/** up: from the client to the server; down: from the server to the client. */
export type Direction = 'up' | 'down'

export interface ProxyFaults {
  /** Everything arrives this much later, in order. Default 0. */
  delayMs?: number
  /** The same, only for what comes from the server. */
  downDelayMs?: number
  /** Bytes are passed on in pieces of at most this size, each written by itself. Default: as they come. */
  segmentBytes?: number
}

/** A TCP proxy on 127.0.0.1 that can do to a connection what networks do. */
export class TcpProxy {
  readonly host = '127.0.0.1'
  /** May be changed at any time; holds for bytes that arrive afterwards. */
  faults: ProxyFaults
  /** Bytes passed on since the start, of all connections. */
  readonly passed: Record<Direction, number> = { up: 0, down: 0 }
  /** How many connections were accepted since the start. */
  accepted = 0
  private server: Server | undefined
  private readonly links = new Set<Link>()
  private isPaused = false
  private readonly cutAt: Partial<Record<Direction, number>> = {}

  private constructor(readonly port: number, private readonly target: { host: string; port: number }, faults: ProxyFaults) {
    this.faults = faults
  }

  static async start(target: { host?: string; port: number }, faults: ProxyFaults = {}): Promise<TcpProxy> {
    const proxy = new TcpProxy(await freePort(), { host: target.host ?? '127.0.0.1', port: target.port }, faults)
    await proxy.up()
    return proxy
  }

  get open(): number {
    return this.links.size
  }

  get paused(): boolean {
    return this.isPaused
  }

  /**
   * A black hole: connections stay open, new ones are accepted, but no byte and no end passes in either direction.
   * `resume` lets everything through that was held, as TCP does after a short outage.
   */
  pause(): void {
    this.isPaused = true
    for (const link of this.links) link.hold()
  }

  resume(): void {
    this.isPaused = false
    for (const link of this.links) link.release()
  }

  /** RST to both sides of every connection; what was held or delayed is lost. */
  reset(): void {
    for (const link of [...this.links]) link.reset()
  }

  /** FIN to both sides of every connection. */
  end(): void {
    for (const link of [...this.links]) link.end()
  }

  /** RST as soon as this many further bytes have passed in this direction; the rest of the chunk is lost. Once. */
  resetAfter(direction: Direction, bytes: number): void {
    this.cutAt[direction] = this.passed[direction] + bytes
  }

  /** Resets all connections and refuses new ones until `up`. */
  async down(): Promise<void> {
    const { server } = this
    this.server = undefined
    const closed = server && new Promise((resolve) => server.close(resolve))
    this.reset()
    await closed
  }

  /** Listens again, on the same port. */
  async up(): Promise<void> {
    if (this.server) return
    const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => this.accept(client))
    this.server = server
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.port, this.host, resolve)
    })
    const { address } = server.address() as AddressInfo
    if (address !== this.host) throw new Error(`the proxy listens on ${address}`)
  }

  async stop(): Promise<void> {
    await this.down()
  }

  private accept(client: Socket): void {
    this.accepted++
    const server = connect({ ...this.target, noDelay: true, allowHalfOpen: true })
    const link: Link = new Link(client, server, this.rules, () => this.links.delete(link))
    this.links.add(link)
    if (this.isPaused) link.hold()
  }

  private readonly rules: Rules = {
    faults: () => this.faults,
    count: (direction, chunk) => {
      const limit = this.cutAt[direction] ?? Infinity
      const bytes = Math.min(chunk.length, Math.max(0, limit - this.passed[direction]))
      this.passed[direction] += bytes
      const isCut = this.passed[direction] >= limit
      if (isCut) delete this.cutAt[direction]
      return { send: chunk.subarray(0, bytes), isCut }
    },
  }
}

interface Rules {
  faults(): ProxyFaults
  /** What of the chunk may still pass, and whether the connection is to be reset after it. */
  count(direction: Direction, chunk: Buffer): { send: Buffer; isCut: boolean }
}

/** One client's connection and ours to the server. */
class Link {
  private isOver = false
  private isHeld = false
  private release_: () => void = () => undefined
  private held: Promise<void> = Promise.resolve()
  /** What arrived and is not passed on yet, per direction; null is the FIN. */
  private readonly queues: Record<Direction, { data: Buffer | null; dueMs: number }[]> = { up: [], down: [] }
  private readonly isBusy: Record<Direction, boolean> = { up: false, down: false }

  constructor(
    private readonly client: Socket,
    private readonly server: Socket,
    private readonly rules: Rules,
    private readonly onOver: () => void,
  ) {
    this.watch(client, 'up')
    this.watch(server, 'down')
  }

  private watch(source: Socket, direction: Direction): void {
    const queue = this.queues[direction]
    const take = (data: Buffer | null) => {
      const { delayMs = 0, downDelayMs = 0 } = this.rules.faults()
      queue.push({ data, dueMs: performance.now() + delayMs + (direction === 'down' ? downDelayMs : 0) })
      void this.passOn(direction)
    }
    source.on('data', take)
    source.on('end', () => take(null))
    // ECONNRESET, ECONNREFUSED, EPIPE: the other side learns of it by a reset, but not out of a black hole.
    source.on('error', () => void this.held.then(() => this.reset()))
    source.on('close', () => {
      if (this.client.destroyed && this.server.destroyed) this.over()
    })
  }

  private async passOn(direction: Direction): Promise<void> {
    if (this.isBusy[direction]) return
    this.isBusy[direction] = true
    const queue = this.queues[direction]
    for (let next = queue.shift(); next && !this.isOver; next = queue.shift()) {
      const waitMs = next.dueMs - performance.now()
      if (waitMs > 0) await sleep(waitMs)
      await this.held
      if (this.isOver) break
      const sink = direction === 'up' ? this.server : this.client
      if (!next.data) {
        sink.end()
        continue
      }
      const { send, isCut } = this.rules.count(direction, next.data)
      const step = this.rules.faults().segmentBytes ?? send.length
      for (let at = 0; at < send.length && !this.isOver; at += step) {
        await new Promise<void>((resolve) => sink.write(send.subarray(at, at + step), () => resolve()))
        // A turn of the event loop for the receiver, or the kernel hands it several pieces as one.
        if (step < send.length) await nextTurn()
        await this.held
      }
      if (isCut) this.reset()
    }
    this.isBusy[direction] = false
  }

  hold(): void {
    if (this.isHeld) return
    this.isHeld = true
    this.held = new Promise((resolve) => (this.release_ = resolve))
    // Not read any more, so the sender's own buffers fill up as with a real outage.
    this.client.pause()
    this.server.pause()
  }

  release(): void {
    if (!this.isHeld) return
    this.isHeld = false
    this.release_()
    this.client.resume()
    this.server.resume()
  }

  reset(): void {
    this.client.resetAndDestroy()
    // Not connected yet: there is nobody to reset.
    if (this.server.connecting) this.server.destroy()
    else this.server.resetAndDestroy()
    this.over()
  }

  end(): void {
    for (const socket of [this.client, this.server]) socket.end()
  }

  private over(): void {
    if (this.isOver) return
    this.isOver = true
    this.release()
    this.onOver()
  }
}

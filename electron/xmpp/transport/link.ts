/** What carries a stream: a TCP socket that can turn into TLS, or a WebSocket. The shape @xmpp/connection expects of a socket. */
import { EventEmitter } from 'node:events'
import { isIP, connect as tcpConnect, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { CertificateInfo } from '#shared/model/connection'
import { failure, fromSystemError } from '../errors'
import { secure, type TlsOptions } from './tls'

/** Emits `data` (Buffer | string), `error`, `close`. */
export abstract class Link extends EventEmitter {
  secure = false
  certificate: CertificateInfo | null = null
  tls: TLSSocket | null = null
  abstract readonly kind: 'tcp' | 'websocket'
  abstract write(text: string, done?: (error?: Error | null) => void): void
  /** Ends politely: what was written still goes out. */
  abstract end(): void
  /** Ends at once: a dead link must not be waited for. */
  abstract destroy(): void
  /** Reads nothing for a while: the other side has to wait. */
  abstract pause(): void
  abstract resume(): void
}

export class TcpLink extends Link {
  override readonly kind = 'tcp'
  #socket: Socket
  #detach: () => void = () => {}

  constructor(socket: Socket) {
    super()
    this.#socket = socket
    this.#listen()
  }

  #listen(): void {
    const socket = this.#socket
    const onData = (data: Buffer) => this.emit('data', data)
    const onError = (error: Error) => this.emit('error', error)
    const onEnd = () => socket.end()
    const onClose = () => this.emit('close', true)
    socket.on('data', onData).on('error', onError).on('end', onEnd).on('close', onClose)
    socket.setNoDelay(true)
    this.#detach = () => socket.off('data', onData).off('error', onError).off('end', onEnd).off('close', onClose)
  }

  /** From here on nothing of the clear stream is read any more, also not what has already arrived (SAFETY.md P5). */
  async upgrade(options: TlsOptions): Promise<void> {
    this.#detach()
    const { socket, certificate } = await secure(this.#socket, options)
    this.#socket = this.tls = socket
    this.certificate = certificate
    this.secure = true
    this.#listen()
  }

  write(text: string, done?: (error?: Error | null) => void): void {
    this.#socket.write(text, 'utf8', done)
  }

  end(): void {
    this.#socket.end()
  }

  destroy(): void {
    this.#socket.destroy()
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }
}

/**
 * After so long a silence the kernel asks the other kernel; without an answer to ten questions, one each second (libuv's
 * figures on every system), the link ends: noticed within a minute, and routers keep its mapping.
 */
const KEEPALIVE_MS = 45_000

/** TCP to one address. */
export function connectTcp(address: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(failure('timeout', 'connect'))
    const socket = tcpConnect({ host: address, port, family: isIP(address) as 4 | 6, keepAlive: true, keepAliveInitialDelay: KEEPALIVE_MS })
    const abort = () => socket.destroy(failure('timeout', `connect to ${address}`))
    signal.addEventListener('abort', abort)
    const settle = () => signal.removeEventListener('abort', abort)
    const onError = (error: Error) => {
      settle()
      reject(fromSystemError(error, 'unreachable'))
    }
    socket.once('error', onError)
    socket.once('connect', () => {
      settle()
      socket.off('error', onError)
      resolve(socket)
    })
  })
}

/** XMPP over WebSocket (RFC 7395). TLS is ours, so that the certificate rules are the same as everywhere. */
import type { Socket } from 'node:net'
import WebSocket from 'ws'
import { failure, fromSystemError } from '../errors'
import { limitsAfterLogin } from '../limits'
import { Link } from './link'
import type { SecureSocket } from './tls'

class WebSocketLink extends Link {
  override readonly kind = 'websocket'

  constructor(readonly ws: WebSocket, over: SecureSocket | null) {
    super()
    this.secure = over !== null
    this.tls = over?.socket ?? null
    this.certificate = over?.certificate ?? null
    ws.on('message', (data, isBinary) => {
      if (isBinary) this.emit('error', failure('protocol', 'binary frame'))
      else this.emit('data', (data as Buffer).toString('utf8')) // a message is whole: no character is cut
    })
    ws.on('error', (error) => this.emit('error', error))
    ws.on('close', () => this.emit('close', true))
  }

  write(text: string, done?: (error?: Error | null) => void): void {
    if (this.ws.readyState === WebSocket.OPEN) this.ws.send(text, (error) => done?.(error))
    else done?.(new Error('WebSocket is not open'))
  }

  end(): void {
    this.ws.close()
  }

  destroy(): void {
    this.ws.terminate()
  }

  pause(): void {
    this.ws.pause()
  }

  resume(): void {
    this.ws.resume()
  }
}

/** Speaks the WebSocket handshake over a socket that is already connected (and secured, for wss). */
export function openWebSocket(url: URL, socket: Socket, over: SecureSocket | null, signal: AbortSignal): Promise<Link> {
  return new Promise((resolve, reject) => {
    const ws = new WebSocket(`ws://${url.host}${url.pathname}${url.search}`, ['xmpp'], {
      createConnection: () => over?.socket ?? socket,
      perMessageDeflate: false,
      followRedirects: false,
      maxPayload: (limitsAfterLogin.answer?.maxChars ?? limitsAfterLogin.maxChars) * 3, // UTF-8 bytes of that many characters
    })
    const abort = () => ws.terminate()
    const fail = (error: Error) => {
      signal.removeEventListener('abort', abort)
      const found = signal.aborted ? failure('timeout', 'WebSocket handshake') : fromSystemError(error, 'not-xmpp')
      reject(found.code === 'closed' ? failure('not-xmpp', found.problem.detail) : found)
    }
    signal.addEventListener('abort', abort)
    ws.once('error', fail)
    ws.once('open', () => {
      signal.removeEventListener('abort', abort)
      ws.off('error', fail)
      if (ws.protocol === 'xmpp') return resolve(new WebSocketLink(ws, over))
      ws.on('error', () => {}) // thrown away
      ws.terminate()
      reject(failure('not-xmpp', 'the server does not speak the sub-protocol xmpp'))
    })
  })
}

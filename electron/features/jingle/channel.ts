/** Bytes from one side to the other, whatever carries them. */
import type { Socket } from 'node:net'

export interface Channel {
  /** Resolves when more may follow. */
  write(bytes: Buffer): Promise<void>
  /** Resolves when all that was written is with the transport's other end. */
  finish(): Promise<void>
  /** Ends with the stream, throws when it breaks. Whoever takes slowly is sent slowly. */
  read(): AsyncGenerator<Buffer, void>
  destroy(): void
}

/** Nothing comes and nothing goes. */
const IDLE_MS = 60_000

export class SocketChannel implements Channel {
  constructor(readonly socket: Socket) {
    // Somebody always listens: an error between two reads must not end the program. It shows at the next one.
    socket.on('error', () => undefined)
    socket.setTimeout(IDLE_MS, () => socket.destroy(new Error('nothing moves')))
  }

  write(bytes: Buffer): Promise<void> {
    const { socket } = this
    return new Promise((resolve, reject) => {
      if (socket.destroyed) return reject(socket.errored ?? new Error('closed'))
      socket.write(bytes, (error) => (error ? reject(error) : resolve()))
    })
  }

  finish(): Promise<void> {
    // With a FIN: Prosody's relay (0.12.3) keeps the last bytes of a stream that stays open.
    const { socket } = this
    return new Promise((resolve, reject) => {
      if (socket.destroyed) return reject(socket.errored ?? new Error('closed'))
      // Closed by the other end, or nothing moves any more: in either case all of it has left us.
      socket.once('close', () => (socket.writableFinished ? resolve() : reject(socket.errored ?? new Error('closed'))))
      socket.end()
      socket.resume() // their FIN is only seen when somebody reads
    })
  }

  async *read(): AsyncGenerator<Buffer, void> {
    for await (const part of this.socket as AsyncIterable<Buffer>) yield part
  }

  destroy(): void {
    this.socket.destroy()
  }
}

/**
 * Bytes in stanzas (XEP-0047 version 2.0.1), as requests only. The sender has a window of unanswered blocks that grows while
 * answers come quickly and shrinks when they are slow, so that what people write meanwhile does not wait behind a file.
 */
import type { Clock } from '#shared/time'
import type { Element, IqReply } from '#xmpp/types'
import type { Channel } from './channel'
import { buildClose, buildData } from './stanza'

/** Recommended (§5), bytes. */
export const BLOCK_BYTES = 4096
/** Unanswered blocks: 64 KiB of bytes, 88 KiB of text on the wire. */
const MAX_WINDOW = 16
/** An answer that takes this long says that something is queueing. */
const SLOW_MS = 700
const ANSWER_MS = 60_000
const BEFORE_CLOSE_MS = 2_000
/** Blocks that came and nobody has taken: no sender of ours has so many open. */
const MAX_WAITING = 256

export class IbbSender implements Channel {
  #seq = 0
  #open = 0
  #window = 2
  /** Answers in a row that came quickly. */
  #quick = 0
  #failure: Error | null = null
  #waiting: (() => void)[] = []

  constructor(
    readonly sid: string, readonly blockSize: number,
    readonly request: (payload: Element, timeoutMs: number) => Promise<IqReply>, readonly clock: Pick<Clock, 'monotonicMs'>,
  ) {}

  async write(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; at += this.blockSize) {
      while (this.#open >= this.#window && !this.#failure) await this.#change()
      if (this.#failure) throw this.#failure
      void this.#send(bytes.subarray(at, at + this.blockSize))
    }
  }

  async finish(): Promise<void> {
    while (this.#open > 0 && !this.#failure) await this.#change()
    // Dino (0.4.2) answers blocks before it has read them, and loses at the close what it has not: it ends the session when it is through.
    const timer = setTimeout(() => this.#wake(), BEFORE_CLOSE_MS)
    if (!this.#failure) await this.#change()
    clearTimeout(timer)
    if (this.#failure) throw this.#failure
    await this.request(buildClose(this.sid), ANSWER_MS) // in either case it is closed (§2.3)
  }

  async *read(): AsyncGenerator<Buffer, void> {
    throw new Error('only bytes of ours go here')
  }

  destroy(): void {
    this.#fail(new Error('stopped'))
  }

  async #send(block: Buffer): Promise<void> {
    const seq = this.#seq
    this.#seq = (seq + 1) & 0xffff
    this.#open++
    const sinceMs = this.clock.monotonicMs()
    const reply = await this.request(buildData(this.sid, seq, block), ANSWER_MS)
    this.#open--
    if (!reply.ok) return this.#fail(new Error(`in-band bytes: ${reply.error.condition}`))
    if (this.clock.monotonicMs() - sinceMs > SLOW_MS) {
      this.#window = Math.max(1, this.#window >> 1)
      this.#quick = 0
    } else if (++this.#quick >= this.#window) {
      this.#window = Math.min(MAX_WINDOW, this.#window + 1)
      this.#quick = 0
    }
    this.#wake()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#wake()
  }
}

/** Errors of XEP-0047 §2.2, null: taken. */
export type Refusal = 'unexpected-request' | 'bad-request' | 'resource-constraint' | 'item-not-found' | null

export class IbbReceiver implements Channel {
  #next = 0
  #queue: { bytes: Buffer; taken: () => void }[] = []
  #isClosed = false
  #failure: Error | null = null
  #wake: () => void = () => undefined

  constructor(readonly sid: string, readonly blockSize: number) {}

  /** The answer waits until somebody has taken the bytes: the sender goes no faster than the disk. */
  push(seq: number, bytes: Buffer): Promise<Refusal> {
    const refuse = (why: Exclude<Refusal, null>) => {
      this.#fail(new Error(`in-band bytes refused: ${why}`))
      return Promise.resolve(why)
    }
    if (this.#isClosed || this.#failure) return Promise.resolve('item-not-found')
    if (seq !== this.#next) return refuse('unexpected-request')
    if (bytes.length === 0 || bytes.length > this.blockSize) return refuse('bad-request')
    if (this.#queue.length >= MAX_WAITING) return refuse('resource-constraint')
    this.#next = (seq + 1) & 0xffff
    return new Promise((resolve) => {
      this.#queue.push({ bytes, taken: () => resolve(this.#failure ? 'item-not-found' : null) })
      this.#wake()
    })
  }

  /** The sender has closed it. */
  close(): void {
    this.#isClosed = true
    this.#wake()
  }

  async *read(): AsyncGenerator<Buffer, void> {
    try {
      for (;;) {
        if (this.#failure) throw this.#failure
        const first = this.#queue[0]
        if (first) {
          yield first.bytes
          this.#queue.shift()
          first.taken()
        } else if (this.#isClosed) return
        else await new Promise<void>((resolve) => (this.#wake = resolve))
      }
    } finally {
      // Enough was taken: what else comes is answered, too.
      this.#isClosed = true
      for (const { taken } of this.#queue.splice(0)) taken()
    }
  }

  write(): Promise<void> {
    return Promise.reject(new Error('only bytes of theirs come here'))
  }

  finish(): Promise<void> {
    return Promise.resolve()
  }

  destroy(): void {
    this.#fail(new Error('stopped'))
  }

  #fail(error: Error): void {
    this.#failure ??= error
    for (const { taken } of this.#queue.splice(0)) taken()
    this.#wake()
  }
}

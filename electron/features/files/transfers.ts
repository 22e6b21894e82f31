/** What is under way, and how far: told to the page a few times a second at most. */
import type { Session } from '#core/context'
import type { MessageId } from '#shared/ids'
import type { FileTransfer } from '#shared/model/files'
import type { contract } from './contract'

const EVERY_MS = 150

export interface Transfer {
  signal: AbortSignal
  moved(bytes: number): void
  setTotal(total: number): void
}
export type Transfers = ReturnType<typeof createTransfers>

export function createTransfers({ accountId, publish, clock }: Session<typeof contract>) {
  /** By the user: what comes of it is no problem. */
  const stopped = new Set<MessageId>()
  const running = new Map<string, FileTransfer & { controller: AbortController; toldMs: number }>()
  const keyOf = (messageId: MessageId, index: number) => `${messageId} ${index}`
  return {
    wasStopped: (messageId: MessageId) => stopped.has(messageId),
    isRunning: (messageId: MessageId, index = 0) => running.has(keyOf(messageId, index)),
    /** One transfer; `work` ends soon after the signal. */
    run: async (messageId: MessageId, index: number, total: number | null, work: (transfer: Transfer) => Promise<void>): Promise<void> => {
      const controller = new AbortController()
      const one = { messageId, index, done: 0, total, controller, toldMs: clock.nowMs() }
      const tell = () => publish('file.moved', { accountId, messageId, index, done: one.done, total: one.total })
      stopped.delete(messageId)
      running.set(keyOf(messageId, index), one)
      tell()
      try {
        await work({
          signal: controller.signal,
          setTotal: (bytes) => void (one.total = bytes),
          moved: (bytes) => {
            one.done += bytes
            const nowMs = clock.nowMs()
            if (Math.abs(nowMs - one.toldMs) < EVERY_MS) return
            one.toldMs = nowMs
            tell()
          },
        })
      } finally {
        running.delete(keyOf(messageId, index))
        publish('file.moved', { accountId, messageId, index, done: null, total: one.total })
      }
    },
    /** Of this message; of all without one. */
    stop: (messageId?: MessageId) => {
      if (messageId !== undefined) stopped.add(messageId)
      for (const one of running.values()) if (messageId === undefined || one.messageId === messageId) one.controller.abort()
    },
    list: (): FileTransfer[] => [...running.values()].map(({ messageId, index, done, total }) => ({ messageId, index, done, total })),
  }
}

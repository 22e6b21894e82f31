/** What takes its time, one picture after the other: sharing a pack, taking one. One thing at a time; the user may stop it. */
import type { Session } from '#core/context'
import { fail, type Result } from '#shared/result'
import type { contract } from './contract'

export interface Work {
  signal: AbortSignal
  /** One more is there. */
  step(): void
  /** The session is over, the database perhaps closed. */
  isOver(): boolean
}
export const stopped = fail('refused', 'stopped', { problem: 'stopped' })

export function createWork({ accountId, publish }: Session<typeof contract>) {
  let running: AbortController | null = null
  let isOver = false
  return {
    run: async <T>(total: number, act: (work: Work) => Promise<Result<T>>): Promise<Result<T>> => {
      if (running) return fail('conflict', 'busy', { problem: 'busy' })
      const controller = (running = new AbortController())
      let count = 0
      const tell = (done: number | null) => isOver || publish('sticker.moved', { accountId, done, total })
      tell(0)
      try {
        return await act({ signal: controller.signal, step: () => void tell(++count), isOver: () => isOver })
      } finally {
        running = null
        tell(null)
      }
    },
    stop: () => running?.abort(),
    end: () => {
      isOver = true
      running?.abort()
    },
  }
}
export type Works = ReturnType<typeof createWork>

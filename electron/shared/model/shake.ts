/** Window shakes: their lines in a conversation, and why one was not sent. */
import type { Notice } from '#shared/model/message'

export interface ShakeNoticeArgs {
  /** `who`: as he was called then. */
  'shake-received': { who: string }
  'shake-sent': { who: string }
}
export type ShakeNoticeCode = keyof ShakeNoticeArgs
export const shakeNotice = (code: ShakeNoticeCode, who: string): Notice => ({ code, args: { who } })

/** `away`: he is not online. `unable`: nothing he is online with can shake. `too-soon`: the last one was just now. */
export type ShakeProblem = 'away' | 'unable' | 'too-soon'

/** Between two shakes of one conversation, ms. */
export const SHAKE_PAUSE_MS = 30_000

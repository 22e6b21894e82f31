/** A voice message in the making: asked for, spoken, heard. One for each composer. */
import { fileStamp, systemClock } from '#shared/time'
import { call } from '../../lib/api'
import { capture, type Capture, type Recording } from './capture'

/** What a microphone may not be opened for, as Chromium names it. */
export type RecordProblem = 'refused' | 'none' | 'busy' | 'broken'
const PROBLEMS: Record<string, RecordProblem> = { NotAllowedError: 'refused', NotFoundError: 'none', NotReadableError: 'busy', OverconstrainedError: 'none' }

/** Seconds: it ends by itself then, and can be sent. */
export const MAX_SECONDS = 15 * 60
/** Levels that are drawn, and how much each stands for, ms. */
export const LIVE_BARS = 64
const BAR_MS = 60

export class Recorder {
  /** `ended`: there is something to listen to and to send. */
  stage = $state<'idle' | 'asking' | 'recording' | 'ended'>('idle')
  problem = $state<RecordProblem | null>(null)
  seconds = $state(0)
  /** The last ones, newest last. */
  levels = $state.raw<readonly number[]>([])
  recording = $state.raw<Recording | null>(null)
  #capture: Capture | null = null
  /** Counts what the user began: what belongs to an earlier one is dropped. */
  #turn = 0

  async start(): Promise<void> {
    const turn = ++this.#turn
    this.stage = 'asking'
    this.problem = null
    this.levels = []
    this.seconds = 0
    try {
      const asked = await call('desktop.microphone', { isWanted: true })
      if (!asked.ok || !asked.value.isAllowed) throw new DOMException('', 'NotAllowedError')
      let barMs = 0
      let loudest = 0
      const begun = await capture({
        name: `voice-${fileStamp(systemClock.nowMs())}.ogg`,
        onlevel: (level, ms) => {
          loudest = Math.max(loudest, level)
          if (turn !== this.#turn || ms - barMs < BAR_MS) return
          barMs = ms
          this.levels = [...this.levels, loudest].slice(-LIVE_BARS)
          this.seconds = ms / 1000
          loudest = 0
          if (this.seconds >= MAX_SECONDS) void this.stop()
        },
        onbroken: () => turn === this.#turn && this.#fail('broken'),
      })
      // Cancelled before the device was open.
      if (turn !== this.#turn) return begun.drop()
      this.#capture = begun
      this.stage = 'recording'
    } catch (error) {
      if (turn === this.#turn) this.#fail(PROBLEMS[(error as Error).name] ?? 'broken')
    } finally {
      await call('desktop.microphone', { isWanted: false })
    }
  }

  async stop(): Promise<void> {
    const turn = this.#turn
    const recording = (await this.#capture?.stop()) ?? null
    if (turn !== this.#turn) return
    this.#capture = null
    if (!recording) return this.#fail('broken')
    this.recording = recording
    this.stage = 'ended'
  }

  cancel(): void {
    this.#turn++
    this.#capture?.drop()
    this.#capture = null
    this.recording = null
    this.problem = null
    this.stage = 'idle'
  }

  #fail(problem: RecordProblem) {
    this.cancel()
    this.problem = problem
  }
}

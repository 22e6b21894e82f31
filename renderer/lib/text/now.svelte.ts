/** The present, moving on every half minute: what shows "today" or a relative time reads it and is drawn anew. */
import { systemClock, type EpochMs } from '#shared/time'

const STEP_MS = 30_000

class Now {
  ms = $state<EpochMs>(systemClock.nowMs())

  start() {
    setInterval(() => (this.ms = systemClock.nowMs()), STEP_MS)
  }
}

export const now = new Now()
now.start()

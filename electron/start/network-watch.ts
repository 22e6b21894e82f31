/** Notices that the network changed or that the computer slept, where nobody says so. Plain Node. */
import { networkInterfaces } from 'node:os'
import type { Clock } from '#shared/time'

const EVERY_MS = 5000
/** A timer that comes so late: the program stood still meanwhile. */
const SLEPT_MS = 15_000

const signature = () =>
  Object.entries(networkInterfaces())
    .flatMap(([name, addresses]) => (addresses ?? []).filter((a) => !a.internal).map((a) => `${name} ${a.address}`))
    .sort()
    .join('\n')

/** Gives its end. */
export function watchNetwork(clock: Clock, retryNow: (reason: 'wake' | 'network') => void): () => void {
  let before = signature()
  let lastMs = clock.monotonicMs()
  const timer = setInterval(() => {
    const nowMs = clock.monotonicMs()
    const hasSlept = nowMs - lastMs > EVERY_MS + SLEPT_MS
    lastMs = nowMs
    const now = signature()
    if (hasSlept) retryNow('wake')
    else if (now !== before && now !== '') retryNow('network')
    before = now
  }, EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** Notices that the network changed or that the computer slept, where nobody says so. Plain Node. */
import { networkInterfaces } from 'node:os'
import type { Clock } from '#shared/time'

const EVERY_MS = 5000
/** The program stood still for so long: stopped, or asleep. */
const SLEPT_MS = 15_000

/** Our addresses, without those that only this computer sees. Empty: no network. */
export const signature = (interfaces = networkInterfaces()) =>
  Object.entries(interfaces)
    .flatMap(([name, addresses]) => (addresses ?? []).filter((a) => !a.internal && !a.address.startsWith('fe80:')).map((a) => `${name} ${a.address}`))
    .sort()
    .join('\n')

/** Gives its end. */
export function watchNetwork(clock: Clock, retryNow: (reason: 'wake' | 'network') => void, networkNow = signature): () => void {
  let before = networkNow()
  // Linux stops the monotonic clock while it sleeps, the other systems do not: the wall clock goes on everywhere. When somebody
  // has only set it, a question too many is asked.
  const clocks = [() => clock.monotonicMs(), () => clock.nowMs()]
  let last = clocks.map((now) => now())
  const timer = setInterval(() => {
    const times = clocks.map((now) => now())
    const hasSlept = times.some((ms, i) => ms - last[i]! > EVERY_MS + SLEPT_MS)
    last = times
    const now = networkNow()
    if (hasSlept) retryNow('wake')
    else if (now !== before && now !== '') retryNow('network')
    before = now
  }, EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

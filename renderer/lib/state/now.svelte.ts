/** The time, every second, for whoever shows it: stops when nobody looks. */
import { systemClock, type EpochMs } from '#shared/time'
import { createSubscriber } from 'svelte/reactivity'

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, 1000)
  return () => clearInterval(timer)
})

export function nowMs(): EpochMs {
  subscribe()
  return systemClock.nowMs()
}

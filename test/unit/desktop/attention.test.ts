import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchAttention, type AttentionPort } from '../../../electron/desktop/attention'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watch() {
  const now = { isShown: true, idle: 0, isLocked: false }
  const port: AttentionPort = { isWindowShown: () => now.isShown, idleSeconds: () => now.idle, isLocked: () => now.isLocked }
  const told: boolean[] = []
  return { now, told, ...watchAttention(port, (isActive) => told.push(isActive)) }
}

test('out of sight and idle: inactive; shown: active at once; out of sight alone or idle alone: nothing', () => {
  const { now, told, look, stop } = watch()
  now.idle = 9999
  vi.advanceTimersByTime(300_000)
  expect(told).toEqual([])
  Object.assign(now, { isShown: false, idle: 5 })
  look()
  vi.advanceTimersByTime(300_000)
  expect(told).toEqual([])
  now.idle = 121
  vi.advanceTimersByTime(30_000)
  expect(told).toEqual([false])
  now.idle = 0 // somebody works, but in another program
  vi.advanceTimersByTime(300_000)
  expect(told).toEqual([false])
  now.isShown = true
  look()
  expect(told).toEqual([false, true])
  stop()
})

test('a locked screen: inactive, whatever is shown behind it', () => {
  const { now, told, look, stop } = watch()
  now.isLocked = true
  look()
  now.isLocked = false
  look()
  expect(told).toEqual([false, true])
  stop()
})

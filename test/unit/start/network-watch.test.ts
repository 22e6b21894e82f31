import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EpochMs } from '#shared/time'
import { signature, watchNetwork } from '../../../electron/start/network-watch'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watch() {
  const now = { wallMs: 1_000_000, monotonicMs: 0, network: 'eth0 10.0.0.2' }
  const heard: string[] = []
  const stop = watchNetwork({ nowMs: () => now.wallMs as EpochMs, monotonicMs: () => now.monotonicMs }, (reason) => heard.push(reason), () => now.network)
  const pass = (change: Partial<typeof now> = {}) => {
    now.wallMs += 5000
    now.monotonicMs += 5000
    Object.assign(now, change)
    vi.advanceTimersByTime(5000)
  }
  return { now, heard, pass, stop }
}

test('another network is told, the loss of it is not; the way back is', () => {
  const { heard, pass, stop } = watch()
  pass()
  pass({ network: 'wlan0 192.168.1.5' })
  expect(heard).toEqual(['network'])
  pass({ network: '' })
  pass()
  expect(heard).toEqual(['network'])
  pass({ network: 'wlan0 192.168.1.5' })
  expect(heard).toEqual(['network', 'network'])
  stop()
})

test('sleep: by the monotonic clock, or by the wall clock where that one stands still', () => {
  const { now, heard, pass, stop } = watch()
  pass({ wallMs: now.wallMs + 3_600_000 })
  pass()
  expect(heard).toEqual(['wake'])
  pass({ monotonicMs: now.monotonicMs + 60_000 })
  pass({ wallMs: now.wallMs - 86_400_000 })
  expect(heard).toEqual(['wake', 'wake'])
  stop()
})

test('what only this computer sees is no network', () => {
  const address = { netmask: '', mac: '', cidr: null, internal: false }
  expect(signature({ lo: [{ ...address, internal: true, address: '127.0.0.1', family: 'IPv4' }] })).toBe('')
  expect(signature({ eth0: [{ ...address, address: 'fe80::1', family: 'IPv6', scopeid: 1 }] })).toBe('')
  expect(signature({ eth0: [{ ...address, address: '10.0.0.2', family: 'IPv4' }] })).toBe('eth0 10.0.0.2')
})

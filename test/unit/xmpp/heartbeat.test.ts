import { expect, test } from 'vitest'
import { Heartbeat, LONGEST_MS, networkKey, SHORTEST_MS, type LearnedSilence } from '#xmpp/heartbeat'
import { parseElement } from '#xmpp/xml-reader'
import { parseStreamLimits } from '#xmpp/stream-limits'

/** A router that forgets a silent connection after `limitMs`; gives the intervals tried. */
function live(heartbeat: Heartbeat, limitMs: number, beats: number): number[] {
  return Array.from({ length: beats }, () => {
    const tried = heartbeat.intervalMs
    if (tried < limitMs) heartbeat.survived(tried)
    else heartbeat.lost(tried)
    return tried
  })
}

test('grows to ten minutes where nothing is forgotten, and never over', () => {
  const tried = live(new Heartbeat(null, 'home'), Infinity, 20)
  expect(tried[0]).toBe(45_000)
  expect(tried.at(-1)).toBe(LONGEST_MS)
  expect(tried).toEqual([...tried].sort((a, b) => a - b))
})

test('settles below what the network forgets, and loses few links on the way', () => {
  for (const limitMs of [45_000, 100_000, 240_000, 400_000]) {
    const heartbeat = new Heartbeat(null, 'nat')
    const tried = live(heartbeat, limitMs, 40)
    expect(tried.slice(-20).every((ms) => ms < limitMs && ms >= SHORTEST_MS)).toBe(true)
    expect(heartbeat.losses).toBeLessThanOrEqual(3)
  }
})

test('never below half a minute; what the server bears is a limit, too', () => {
  const heartbeat = new Heartbeat(null, 'x')
  for (let i = 0; i < 10; i++) heartbeat.lost(heartbeat.intervalMs)
  expect(heartbeat.intervalMs).toBe(SHORTEST_MS)
  expect(new Heartbeat(null, 'x', 40_000).intervalMs).toBe(30_000)
  expect(new Heartbeat(null, 'x', 20_000).intervalMs).toBe(15_000)
})

test('learned per network and kept', () => {
  const kept = new Map<string, LearnedSilence>()
  const store = { load: (key: string) => kept.get(key) ?? null, save: (key: string, value: LearnedSilence) => void kept.set(key, value) }
  live(new Heartbeat(store, 'home'), Infinity, 20)
  expect([new Heartbeat(store, 'home').intervalMs, new Heartbeat(store, 'café').intervalMs]).toEqual([LONGEST_MS, 45_000])
})

test('a network is known by its prefix, not by the address of the day', () => {
  const at = (address: string, internal = false) => networkKey({ eth0: [{ address, family: 'IPv4', internal, netmask: '', mac: '', cidr: null }] })
  expect(at('192.168.1.7')).toBe(at('192.168.1.99'))
  expect(at('192.168.1.7')).not.toBe(at('10.0.0.7'))
  expect(at('127.0.0.1', true)).toBe(networkKey({}))
})

test('XEP-0478: announced twice (Openfire), nonsense, nothing', () => {
  const of = (inner: string) => parseStreamLimits([parseElement(`<limits xmlns='urn:xmpp:stream-limits:0'>${inner}</limits>`)!])
  const limits = parseElement("<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>1048576</max-bytes><idle-seconds>360</idle-seconds></limits>")!
  expect(parseStreamLimits([limits, limits])).toEqual({ maxBytes: 1048576, idleMs: 360_000 })
  expect(of('<max-bytes>-5</max-bytes><idle-seconds>soon</idle-seconds>')).toEqual({ maxBytes: null, idleMs: null })
  expect(parseStreamLimits([])).toEqual({ maxBytes: null, idleMs: null })
})

/** When the server is asked, and when a link counts as dead; in virtual time. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Heartbeat } from '#xmpp/heartbeat'
import { ANSWER_MS, Liveness } from '#xmpp/liveness'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function live({ isResumed = false, answersAreTold = true } = {}) {
  const events: [ms: number, what: string][] = []
  const start = performance.now()
  const heartbeat = new Heartbeat(null, 'test')
  const note = (what: string) => events.push([Math.round(performance.now() - start), what])
  const liveness = new Liveness({
    ask: () => (note('ask'), true),
    answersAreTold: () => answersAreTold,
    pulse: () => note('pulse'),
    onSilent: () => (note('silent'), liveness.stop()),
    onDeaf: () => (note('deaf'), liveness.stop()),
  }, heartbeat, { answerMs: ANSWER_MS, idleMs: null, monotonicMs: () => performance.now() }, isResumed)
  liveness.heard(Infinity)
  const pass = (ms: number) => vi.advanceTimersByTime(ms)
  return { liveness, heartbeat, events, pass }
}

test('a dead link is noticed within 15 s of a send', () => {
  const { liveness, events, pass } = live()
  liveness.written()
  liveness.written()
  pass(20_000)
  expect(events).toEqual([[250, 'ask'], [14_250, 'silent']])
})

test('an idle one within a minute on an unknown network, with or without stream management', () => {
  for (const answersAreTold of [true, false]) {
    const { events, pass } = live({ answersAreTold })
    pass(70_000)
    expect(events).toEqual([[45_000, 'ask'], [59_000, 'silent']])
  }
})

test('answers: the next silence is longer, the round trip is known, nobody is told too often', () => {
  const { liveness, heartbeat, events, pass } = live()
  pass(45_000)
  pass(80)
  liveness.heard(Infinity)
  liveness.answered()
  expect(heartbeat).toMatchObject({ roundTripMs: 80, intervalMs: 67_500, losses: 0 })
  expect(events.at(-1)).toEqual([45_080, 'pulse'])
  liveness.written()
  pass(300)
  liveness.answered()
  expect(events.filter(([, what]) => what === 'pulse')).toHaveLength(1)
})

test('something else that was under way is no answer: the silence after it still ends the link, and it may be resumed', () => {
  const { liveness, events, pass } = live()
  liveness.written()
  pass(5000)
  liveness.heard(Infinity)
  pass(20_000)
  expect(events).toEqual([[250, 'ask'], [19_000, 'silent']])
})

test('a long backlog before the answer is no silence; a server that only talks is left', () => {
  const { liveness, events, pass } = live()
  liveness.written()
  for (let i = 0; i < 25; i++) {
    pass(1000)
    liveness.heard(Infinity)
  }
  liveness.answered()
  expect(events.map(([, what]) => what)).toEqual(['ask', 'pulse'])
  liveness.written()
  for (let i = 0; i < 40; i++) {
    pass(1000)
    liveness.heard(Infinity)
  }
  expect(events.at(-1)?.[1]).toBe('deaf')
})

test.each([[true, 'deaf', 73_000], [false, 'silent', 59_000]])('a byte a second says nothing: asked like a silent one (stream management: %s)', (answersAreTold, end, endMs) => {
  const { liveness, events, pass } = live({ answersAreTold })
  for (let i = 0; i < 100; i++) {
    pass(1000)
    if (events.length < 2) liveness.heard(1)
  }
  expect(events).toEqual([[45_000, 'ask'], [endMs, end]])
})

test('white space between stanzas is no loss: the question is answered', () => {
  const { liveness, heartbeat, events, pass } = live()
  for (let second = 1; second <= 600; second++) {
    pass(1000)
    if (second % 20 === 0) liveness.heard(1)
    if (events.at(-1)?.[1] !== 'ask') continue
    liveness.heard(33)
    liveness.answered()
  }
  expect(heartbeat.losses).toBe(0)
  expect(new Set(events.map(([, what]) => what))).toEqual(new Set(['ask', 'pulse']))
})

test('a resumed session that was talked to and never answers is given up instead of resumed for ever', () => {
  const { liveness, events, pass } = live({ isResumed: true })
  liveness.ask()
  pass(100)
  liveness.heard(Infinity)
  pass(20_000)
  expect(events.at(-1)).toEqual([14_100, 'deaf'])
  const other = live({ isResumed: true })
  other.liveness.ask()
  other.pass(20_000)
  expect(other.events.at(-1)?.[1]).toBe('silent')
})

test('asleep nothing is asked and nothing missed; awake it is asked at once, with 5 s for the answer', () => {
  const { liveness, events, pass } = live()
  liveness.written()
  liveness.sleep()
  pass(3_600_000)
  liveness.heard(Infinity)
  pass(3_600_000)
  expect(events).toEqual([])
  liveness.wake()
  pass(6000)
  expect(events.map(([, what]) => what)).toEqual(['ask', 'silent'])
  expect(events[1]![0] - events[0]![0]).toBe(5000)
})

test('the program stood still: what is late is asked once more, since the answer may lie unread', () => {
  const { liveness, events, pass } = live()
  liveness.written()
  pass(300)
  const stopped = vi.spyOn(performance, 'now').mockImplementation(() => Date.now() + 600_000)
  pass(14_000)
  expect(events.map(([, what]) => what)).toEqual(['ask', 'ask'])
  stopped.mockRestore()
  liveness.answered()
  pass(1000)
  expect(events.map(([, what]) => what)).not.toContain('silent')
})

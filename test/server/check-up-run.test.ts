/** A run whatever its checks do: what is left out and why, what is proof of what, stopping at once, and undoing in order. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { broken, missing, pass, untested, type Check, type Probe } from '#features/check-up/bench'
import type { Jid } from '#shared/jid'
import { xml } from '#xmpp/element'
import { checkUp, verdictsOf } from '../support/check-up'
import { checkedAccounts } from '../support/check-up-servers'
import { startScriptedServer, type ScriptedRooms } from '../support/scripted-rooms'

let server: ScriptedRooms
beforeAll(async () => {
  server = await startScriptedServer('openfire-4.7.5', { accounts: checkedAccounts })
})
afterAll(() => server?.stop())

const check = (name: string, run: Check['run'], more: Partial<Check> = {}): Check => ({ id: `services.${name}`, area: 'services', spec: 'RFC 6120', section: '§1', run, ...more })
const ping = (probe: Probe, to?: string, timeoutMs?: number) =>
  probe.request({ type: 'get', to: to as Jid | undefined, payload: xml('ping', { xmlns: 'urn:xmpp:ping' }), ...(timeoutMs && { timeoutMs }) })
const says = (verdict: 'pass' | 'missing' | 'broken') => () => Promise.resolve({ pass, missing, broken }[verdict]())
const one = checkedAccounts.slice(0, 1)

it('leaves out what stands on what did not pass, or needs a second account; a check that fails by itself says nothing of the server', async () => {
  const faults: string[] = []
  const checks = [
    check('a', says('pass')), check('b', says('missing'), { after: ['services.a'] }), check('c', says('pass'), { after: ['services.a', 'services.b'] }), check('d', says('pass'), { after: ['services.c'] }),
    check('e', says('pass'), { needsPair: true }), check('f', () => Promise.reject(new Error('of ours'))), check('g', says('broken')),
  ]
  const alone = await checkUp({ server, accounts: [...one, { user: 'wei', password: 'wrong' }], checks, onFault: (fault) => faults.push(fault) })
  expect(verdictsOf(alone)).toEqual({
    'services.a': 'pass', 'services.b': 'missing', 'services.c': 'untested:after', 'services.d': 'untested:after', 'services.e': 'untested:pair', 'services.f': 'untested:fault', 'services.g': 'broken',
  })
  expect(alone.lines.map(({ facts }) => facts['check'])).toEqual([undefined, undefined, 'services.b', 'services.c', undefined, undefined, undefined])
  expect(faults.join()).toContain('of ours')
  const pair = await checkUp({ server, accounts: checkedAccounts, checks: checks.slice(4, 5) })
  expect([pair.accounts, verdictsOf(pair)]).toEqual([['lina@localhost', 'wei@localhost'], { 'services.e': 'pass' }])
})

it('undoes everything from the last to the first, whatever fails, and says what stays', async () => {
  const order: string[] = []
  const undone = (name: string, outcome: () => Promise<boolean>): Check => check(name, ({ undo }) => {
    undo(`thing ${name}`, () => {
      order.push(name)
      return outcome()
    })
    return Promise.resolve(pass())
  })
  const report = await checkUp({
    server, accounts: one, checks: [undone('a', () => Promise.resolve(true)), undone('b', () => Promise.resolve(false)), undone('c', () => Promise.reject(new Error('no'))), undone('d', () => Promise.resolve(true))],
  })
  expect([order, report.leftBehind]).toEqual([['d', 'c', 'b', 'a'], ['thing c', 'thing b']])
})

it.each([[true], [false]])('stops in the middle of a wait and of a question, and still can ask when it undoes; the check asks whether to go on: %s', async (asks) => {
  const stop = new AbortController()
  const later: string[] = []
  const asked: boolean[] = []
  const checks = [
    check('a', ({ one: first, undo }) => {
      undo('thing', async () => {
        asked.push((await ping(first)).ok)
        return true
      })
      return Promise.resolve(pass())
    }),
    check('b', async ({ one: first, goOn }) => {
      const all = Promise.all([first.wait(() => false, first.mark(), 600_000), ping(first, 'silent.example', 600_000)]) // nobody answers from there
      stop.abort()
      const [came, reply] = await all
      later.push(String(came), reply.ok ? 'answered' : reply.error.condition)
      if (asks) {
        goOn()
        later.push('went on')
      }
      return broken()
    }),
    check('c', () => {
      later.push('c')
      return Promise.resolve(pass())
    }),
  ]
  const report = await checkUp({ server, accounts: one, checks, signal: stop.signal })
  expect(report).toMatchObject({ isAborted: true, leftBehind: [] })
  expect(verdictsOf(report)).toEqual({ 'services.a': 'pass', 'services.b': 'untested:stopped', 'services.c': 'untested:stopped' })
  expect([later, asked]).toEqual([['null', 'offline'], [true]])
  expect(report.lines.at(-1)!.evidence, 'undoing is no proof of a check').toEqual([])
})

it('keeps of a check what went over the wire for it, from both ends; ends the sessions it has opened; asks but once', async () => {
  let further: Probe | null = null
  const phases: unknown[] = []
  const shown = ({ once, one: first }: Parameters<Check['run']>[0]) => once('shared', () => ping(first, 'localhost')).then(() => pass())
  const report = await checkUp({
    server, accounts: one, checks: [
      check('a', async (bench) => {
        further = await bench.open(1)
        phases.push(further?.connection.state.phase)
        return pass()
      }),
      check('b', async ({ one: first }) => {
        phases.push(further?.connection.state.phase)
        for (let i = 0; i < 100; i++) first.send(xml('message', { to: first.jid, id: `m${i}` }))
        return (await ping(first)).ok ? pass() : untested('offline')
      }),
      check('c', shown), check('d', shown),
    ],
  })
  expect(phases).toEqual(['online', 'offline'])
  const [, many, shared, again] = report.lines.map(({ evidence }) => evidence.filter(({ xml: text }) => !text.includes('urn:xmpp:sm:3')))
  expect(report.lines[1]!.evidence.length).toBe(60)
  expect(many![0]).toMatchObject({ session: '1', direction: 'out' })
  expect(many![0]!.xml).toContain('id="m0"')
  expect(many!.at(-1)).toMatchObject({ session: '1', direction: 'in' })
  expect(shared!.map(({ direction }) => direction)).toEqual(['out', 'in'])
  expect(again).toEqual(shared)
})

it('asks nothing of a server that is gone, and says that all of it may be left', async () => {
  const asked: string[] = []
  const leaves = (name: string): Check => check(name, ({ undo }) => {
    undo(`thing ${name}`, () => Promise.resolve(asked.push(name) > 0))
    return Promise.resolve(pass())
  })
  const gone = await startScriptedServer('openfire-4.7.5', { accounts: checkedAccounts })
  const ends = check('end', async ({ one: first }) => {
    const isDown = new Promise<void>((resolve) => first.connection.on('state', ({ phase }) => phase !== 'online' && resolve()))
    await gone.kill()
    await isDown
    return pass()
  })
  const report = await checkUp({ server: gone, accounts: one, checks: [leaves('a'), leaves('b'), ends] })
  expect([asked, report.leftBehind]).toEqual([[], ['thing b', 'thing a']])
})

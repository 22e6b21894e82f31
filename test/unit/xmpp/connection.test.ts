/** The state machine: when it waits, when it tries, when it gives up (SAFETY.md P11). */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { BackOff } from '#xmpp/backoff'
import { openRegistrationStream } from '#xmpp/registration-stream'
import { Management, newlyAcknowledged } from '#xmpp/management'
import { childText, xml } from '#xmpp/element'
import { parseElement } from '#xmpp/xml-reader'
import type { BareJid, FullJid } from '#shared/jid'
import { createRandom } from '../../chaos/random'
import { DOMAIN, startScriptedServer, type Script, type ScriptedServer } from '../../support/scripted-server'
import { connect, stopAll, type TestConnectionOptions } from '../../support/xmpp-client'

const servers: ScriptedServer[] = []
afterEach(async () => {
  await stopAll()
  await Promise.all(servers.splice(0).map((server) => server.close()))
})
async function play(script: Script, options: Partial<TestConnectionOptions> = {}) {
  const server = await startScriptedServer(script)
  servers.push(server)
  const settings = { host: '127.0.0.1', port: server.port, transport: 'starttls' as const, extraCa: [server.certificates.caPem] }
  const client = connect({ jid: `lina@${DOMAIN}`, ...settings, ...options })
  client.connection.start()
  return { server, client, settings }
}

describe('back-off', () => {
  test('doubles to two minutes with jitter, begins again after a minute online', () => {
    let now = 0
    const full = new BackOff(() => 1, () => now)
    expect(Array.from({ length: 9 }, () => full.next())).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 120_000, 120_000])
    full.online()
    now += 59_999
    expect(full.next()).toBe(120_000)
    full.online()
    now += 60_000
    expect(full.next()).toBe(1000)
    const jitter = new BackOff(() => 0, () => now)
    expect([jitter.next(), jitter.next()]).toEqual([250, 500])
  })

  test.each([1, 2, 3])('R1: a server that is down for ten minutes sees 100 accounts at most twenty times each, spread (seed %i)', (seed) => {
    const random = createRandom(seed)
    const attempts = Array.from({ length: 100 }, () => {
      let now = 0
      const backOff = new BackOff(random.next, () => now)
      const at: number[] = []
      for (now += backOff.next(); now < 600_000; now += backOff.next()) at.push(now)
      return at
    })
    expect(Math.max(...attempts.map((at) => at.length))).toBeLessThanOrEqual(20)
    const all = attempts.flat()
    const perSecond = new Map<number, number>()
    for (const ms of all) perSecond.set(Math.floor(ms / 1000), (perSecond.get(Math.floor(ms / 1000)) ?? 0) + 1)
    expect(Math.max(...perSecond.values()) / all.length).toBeLessThanOrEqual(0.1)
    expect(Math.max(...attempts.map((at) => 600_000 - at.at(-1)!))).toBeLessThanOrEqual(120_000) // and back soon when it is up again
  })
})

test('nobody listens: waits with reason and next attempt; tries at once on request', async () => {
  const { client, server } = await play(() => Promise.resolve(), { parts: { random: () => 1 } })
  await client.connection.stop()
  await server.close()
  servers.pop()
  client.connection.start()
  expect(await client.until((state) => state.phase === 'waiting')).toMatchObject({ problem: { code: 'refused' }, attempt: 1, retryInMs: 1000 })
  client.connection.retryNow('user')
  expect(await client.until((state) => state.phase === 'waiting' && state.attempt === 2)).toMatchObject({ retryInMs: 2000 })
  client.connection.retryNow('network') // another network: what failed before says nothing of it
  expect(await client.until((state) => state.phase === 'waiting' && state.attempt === 1)).toMatchObject({ retryInMs: 1000 })
  expect(client.connection.tally).toMatchObject({ fresh: 0, resumed: 0, cuts: 0, lastProblem: { code: 'refused' } })
  await client.connection.stop()
  expect(client.connection.state).toEqual({ phase: 'offline', problem: null, needsUser: false })
})

test('stop while connecting, start again; start twice is one', async () => {
  const { client, server } = await play(async (one, index) => {
    if (index > 0) await one.logIn()
  })
  client.connection.start()
  await expect.poll(() => server.clients.length).toBe(1)
  await client.connection.stop()
  expect(client.connection.state.phase).toBe('offline')
  client.connection.start()
  await client.online()
  expect(server.clients).toHaveLength(2)
})

test('start straight after stop comes online again', async () => {
  const { client } = await play((one) => one.logIn())
  await client.online()
  const stopped = client.connection.stop()
  client.connection.start()
  await stopped
  await client.online()
})

test('wake-up while online: a dead link is found quickly, a live one stays', async () => {
  const { client, server } = await play((one) => one.logIn())
  await client.online()
  client.connection.retryNow('wake')
  await server.clients[0]!.read(/<r xmlns="urn:xmpp:sm:3"\/>/)
  server.clients[0]!.send("<a xmlns='urn:xmpp:sm:3' h='0'/>")
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(client.connection.state.phase).toBe('online')
})

test('asleep nobody tries; awake at once, and a sleep that nobody ends was none', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
  try {
    const { client, server } = await play((one) => one.logIn(), { parts: { random: () => 0.1 } })
    await client.online()
    client.connection.sleep()
    server.clients[0]!.destroy()
    await client.until((state) => state.phase === 'waiting')
    await vi.advanceTimersByTimeAsync(50_000)
    expect(server.clients).toHaveLength(1)
    client.connection.retryNow('wake')
    await expect.poll(() => server.clients.length).toBe(2)
    await client.connection.stop()

    const { client: other, server: second } = await play((one) => one.logIn(), { parts: { random: () => 0.1 } })
    await other.online()
    other.connection.sleep()
    await vi.advanceTimersByTimeAsync(60_000)
    await second.clients[0]!.read(/<r xmlns="urn:xmpp:sm:3"\/>/)
  } finally {
    vi.useRealTimers()
  }
})

test('a session without stream management ends with the link', async () => {
  const { client, server } = await play(async (one) => {
    await one.negotiateTls()
    await one.authenticate()
    await one.bind('')
  }, { parts: { random: () => 0.1 } })
  expect((await client.online()).secure.streamManagement).toBe(false)
  const pending = client.connection.request({ type: 'get', payload: xml('q', { xmlns: 'urn:q' }) })
  server.clients[0]!.reset()
  expect(await pending).toMatchObject({ ok: false, error: { condition: 'offline' } })
  await expect.poll(() => client.events.filter((name) => name.startsWith('!'))).toEqual(['!online', '!down', '!ended', '!online'])
})

test('a request survives a resume', async () => {
  const { client, server } = await play(async (one, index) => {
    if (index === 0) return one.logIn()
    await one.negotiateTls()
    await one.authenticate()
    await one.open("<sm xmlns='urn:xmpp:sm:3'/>")
    await one.read(/<resume /)
    one.send("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='0'/>")
    const [, id] = await one.read(/<iq type="get" id="([^"]+)"><q/)
    one.send(`<iq type='result' id='${id}'><q xmlns='urn:q'>yes</q></iq>`)
  }, { parts: { random: () => 0.1 } })
  await client.online()
  const pending = client.connection.request({ type: 'get', payload: xml('q', { xmlns: 'urn:q' }) })
  await server.clients[0]!.read(/<q/)
  server.clients[0]!.reset()
  const reply = await pending
  expect(reply.ok && childText(reply.value, 'q', 'urn:q')).toBe('yes')
})

test('another account bound by the server: refused', async () => {
  const { client } = await play(async (one) => {
    await one.negotiateTls()
    await one.authenticate()
    await one.open("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>")
    const [, id] = await one.read(/<iq [^>]*id="([^"]+)"/)
    one.send(`<iq type='result' id='${id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>eve@${DOMAIN}/x</jid></bind></iq>`)
  })
  expect(await client.failed()).toMatchObject({ problem: { code: 'bind-failed' } })
})

test('acknowledgements: again, too many, after 2^32', () => {
  const acked: unknown[] = []
  const management = new Management({ acked: (el) => acked.push(el), lost: () => {}, ackedBefore: () => {} })
  management.enabled(parseElement("<enabled xmlns='urn:xmpp:sm:3' id='1' resume='true'/>")!, `lina@${DOMAIN}/magpie` as FullJid)
  const a = (h: number) => management.acknowledge(xml('a', { h }))
  for (let i = 0; i < 3; i++) management.sent(xml('message', { id: i }))
  expect([a(2), acked.length, a(2), a(5), acked.length]).toEqual([true, 2, true, false, 2])
  expect([newlyAcknowledged(4294967294, 1), newlyAcknowledged(5, 4)]).toEqual([3, 4294967295])
})

test('registration: TLS first, requests before login, errors in words', async () => {
  const script: Script = async (one) => {
    await one.negotiateTls()
    await one.open("<register xmlns='http://jabber.org/features/iq-register'/>")
    const [, id] = await one.read(/<iq type="get" id="([^"]+)" to="magpie.test"><query xmlns="jabber:iq:register"/)
    one.send(`<iq type='result' id='${id}' from='${DOMAIN}'><query xmlns='jabber:iq:register'><instructions>${'x'.repeat(20_000)}</instructions></query></iq>`)
  }
  const { settings, client, server } = await play(script)
  await client.connection.stop()
  const config = {
    jid: `new@${DOMAIN}` as BareJid, resource: 'x', acceptedFingerprints: [], allowUnencrypted: false, allowPlain: false,
    pinnedMechanism: null, lang: 'en', ...settings,
  }
  const opened = await openRegistrationStream(config, { log: () => {} })
  if (!opened.ok) throw new Error(JSON.stringify(opened.error))
  const reply = await opened.value.request({ type: 'get', to: DOMAIN as BareJid, payload: xml('query', { xmlns: 'jabber:iq:register' }) })
  expect(reply.ok).toBe(true)
  await opened.value.close()
  expect(server.clients.at(-1)!.clear).not.toContain('jabber:iq:register')
  expect(await openRegistrationStream({ ...config, extraCa: [] }, { log: () => {} })).toMatchObject({ ok: false, error: { code: 'certificate' } })
})

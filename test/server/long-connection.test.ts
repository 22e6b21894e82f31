/**
 * Links that die without a word (SAFETY L5), and a program that stands still meanwhile (L6). The waiting is virtual: timers of
 * the program are moved on, the sockets and the server live in real time.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { xml } from '#xmpp/element'
import { accountFile, Headless } from '../support/headless'
import { startPeer } from '../support/slixmpp-peer'
import { TcpProxy } from '../support/tcp-proxy'
import { tempDir } from '../support/temp'
import { connect, stopAll, type TestConnection } from '../support/xmpp-client'
import { serverKinds, startServer, type TestServer } from '../support/servers'

const accounts = [{ user: 'lina', password: 'secret' }, { user: 'wei', password: 'secret' }, { user: 'mei', password: 'secret' }] as const

describe.each(serverKinds)('%s', (kind) => {
  let server: TestServer
  let proxy: TcpProxy
  beforeAll(async () => {
    server = await startServer(kind, { domain: 'magpie.test', accounts: [...accounts] })
  }, 60_000)
  afterAll(() => server?.stop())
  beforeEach(async () => {
    proxy = await TcpProxy.start({ port: server.port })
  })
  afterEach(async () => {
    await stopAll()
    vi.useRealTimers()
    await proxy.stop()
  })

  describe('a black hole', () => {
    let lina: TestConnection
    let wei: TestConnection
    const message = (to: string, id: string) => xml('message', { to: `${to}@magpie.test/magpie`, type: 'chat', id }, xml('body', {}, `喜鹊 ${id}`))
    const idsAt = (one: TestConnection) => one.stanzas.filter((el) => el.name === 'message').map((el) => el.attrs['id'])
    const later = (ms: number) => vi.advanceTimersByTimeAsync(ms)

    beforeEach(async () => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
      lina = connect({ jid: 'lina@magpie.test', host: server.host, port: proxy.port, extraCa: [server.caPem], parts: { random: () => 0.1 } })
      wei = connect({ jid: 'wei@magpie.test', host: server.host, port: server.port, extraCa: [server.caPem] })
      for (const one of [lina, wei]) one.connection.start()
      await Promise.all([lina.online(), wei.online()])
      for (const one of [lina, wei]) one.connection.send(xml('presence'))
      await sleep(700) // what the presences cause is asked for and answered
    })

    test('noticed within 15 s of a send; both directions are resumed: nothing lost, nothing twice', async () => {
      proxy.pause()
      lina.connection.send(message('wei', 'out'))
      wei.connection.send(message('lina', 'in'))
      await later(13_000)
      expect(lina.connection.state.phase).toBe('online')
      await later(2000)
      expect(lina.events).toContain('!down')
      proxy.reset()
      proxy.resume()
      await lina.online()
      await expect.poll(() => idsAt(wei)).toEqual(['out'])
      await expect.poll(() => idsAt(lina)).toEqual(['in'])
      expect(lina.events.filter((name) => name.startsWith('!'))).toEqual(['!online', '!down', '!resumed'])
      await expect.poll(() => lina.acked.filter((el) => el.name === 'message').map((el) => el.attrs['id'])).toEqual(['out'])
      expect(lina.lost).toEqual([])
      // What has gone over both links is counted on.
      const before = lina.connection.tally.traffic
      expect(before.stanzasOut).toBe(2)
      lina.connection.send(message('lina', 'to myself'))
      await expect.poll(() => lina.connection.tally.traffic.stanzasIn).toBe(before.stanzasIn + 1)
      const { bytesIn, bytesOut, stanzasOut } = lina.connection.tally.traffic
      expect(stanzasOut).toBe(before.stanzasOut + 1)
      for (const grown of [bytesIn - before.bytesIn, bytesOut - before.bytesOut]) expect([grown > 100, grown < 2000]).toEqual([true, true])
    })

    test('idle, on a network not known before: noticed within a minute', async () => {
      proxy.pause()
      wei.connection.send(message('lina', 'unseen'))
      await later(60_000)
      expect(lina.events).toContain('!down')
      expect(lina.connection.tally).toMatchObject({ fresh: 1, cuts: 1, lastProblem: { code: 'timeout' } })
      proxy.reset()
      proxy.resume()
      await lina.online()
      await expect.poll(() => idsAt(lina)).toEqual(['unseen'])
      expect(lina.connection.tally).toMatchObject({ fresh: 1, resumed: 1 })
    })

    test('asleep nothing is written and nothing given up; awake a dead link is left within 5 s', async () => {
      lina.connection.sleep()
      const written = lina.wire.filter((line) => line.startsWith('out')).length
      await later(55_000)
      expect(lina.wire.filter((line) => line.startsWith('out'))).toHaveLength(written)
      proxy.pause()
      lina.connection.retryNow('wake')
      await later(5500)
      expect(lina.events).toContain('!down')
      proxy.reset()
      proxy.resume()
      expect(await lina.online()).toMatchObject({ isResumed: true })
    })
  })

  test.each([['the link lives', false], ['the link is cut meanwhile', true]])('stopped for 6 s and woken: %s', async (_name, isCut) => {
    const peer = await startPeer({ server, ...accounts[1] })
    const core = new Headless('--profile-dir', tempDir('asleep'), '--account-file', accountFile(server, accounts[2], { port: proxy.port }))
    const { account } = await core.event('account.changed', ({ account: a }) => a.connection.phase === 'online')
    const ids = { accountId: account.id }
    const { id } = await core.call<{ id: number }>('conversation.open', { ...ids, kind: 'chat', peer: peer.bareJid })
    await core.call('message.send', { ...ids, conversationId: id, body: '之前' })
    await peer.waitForMessage(({ body }) => body === '之前')
    await sleep(500)

    core.signal('SIGSTOP')
    const told = Array.from({ length: 20 }, (_, i) => `梦 ${i} ${isCut} 😀`)
    for (const [i, body] of told.entries()) {
      await peer.send(account.address, body)
      if (i === 10 && isCut) proxy.reset()
    }
    await sleep(6000)
    core.signal('SIGCONT')
    await core.call('message.send', { ...ids, conversationId: id, body: '之后' })
    await peer.waitForMessage(({ body }) => body === '之后')

    const bodies = async () => {
      const { messages } = await core.call<{ messages: { body: string; direction: string }[] }>('conversation.history', { ...ids, conversationId: id, limit: 100 }) // the archive brings the earlier test's, too
      return messages.filter(({ direction, body }) => direction === 'in' && body.includes(`${isCut}`)).map(({ body }) => body)
    }
    await expect.poll(bodies).toEqual(told)
    expect(peer.events.flatMap((event) => (event.event === 'message' ? [event.body] : []))).toEqual(['之前', '之后'])
    core.endInput()
    expect(await core.exited).toBe(0)
    await peer.stop()
  })
})

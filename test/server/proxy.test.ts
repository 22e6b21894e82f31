/** Through proxies to real servers whose name only the proxy can look up. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { childText, xml } from '#xmpp/element'
import type { ProxyServer } from '#xmpp/types'
import { startProxy, type ProxyOptions, type TestProxy } from '../support/proxy-servers'
import { serverKinds, startServer, type TestServer } from '../support/servers'
import { connect, stopAll, type TestConnectionOptions } from '../support/xmpp-client'

const NAME = 'xmpp.behind.the.proxy'
const login = { user: 'mei 梅', password: '密码:é' }
const accounts = [{ user: 'lina', password: 'secret' }, { user: 'wei', password: 'secret' }]

describe.each(serverKinds)('%s', (server_) => {
  let server: TestServer
  const proxies: TestProxy[] = []
  beforeAll(async () => {
    server = await startServer(server_, { domain: 'magpie.test', accounts })
  }, 60_000)
  afterAll(() => server?.stop())
  afterEach(async () => {
    await stopAll()
    await Promise.all(proxies.splice(0).map((proxy) => proxy.down()))
  })

  async function through(kind: ProxyServer['kind'], options: ProxyOptions, own: Partial<ProxyServer> = {}, more: Partial<TestConnectionOptions> = {}) {
    const proxy = await startProxy(kind, { names: [NAME, 'magpie.test'], ...options })
    proxies.push(proxy)
    const route: ProxyServer = { kind, host: '127.0.0.1', port: proxy.port, user: login.user, password: login.password, ...own }
    const client = connect({
      jid: 'lina@magpie.test', host: NAME, port: server.port, transport: 'starttls', extraCa: [server.caPem],
      routes: () => Promise.resolve([route]), ...more,
    })
    client.connection.start()
    return { proxy, client }
  }

  describe.each(['socks5', 'http'] as const)('%s', (kind) => {
    test('log in, talk, be cut, resume', async () => {
      const { proxy, client } = await through(kind, { login, isSlow: true }, {}, { parts: { random: () => 0.1 } })
      expect((await client.online()).secure).toMatchObject({
        host: NAME, port: server.port, proxy: `127.0.0.1:${proxy.port}`, tlsVersion: 'TLSv1.3', certificate: { problem: 'none' },
      })
      const wei = connect({ jid: 'wei@magpie.test', host: server.host, port: server.port, extraCa: [server.caPem] })
      wei.connection.start()
      await wei.online()
      const say = (id: string) => client.connection.send(xml('message', { to: 'wei@magpie.test/magpie', type: 'chat', id }, xml('body', {}, `喜鹊 ${id}`)))
      say('1')
      proxy.reset()
      await client.until((state) => state.phase === 'online' && state.isResumed)
      say('2')
      await expect.poll(() => wei.stanzas.map((el) => childText(el, 'body', 'jabber:client'))).toEqual(['喜鹊 1', '喜鹊 2'])
      expect(proxy.asked).toEqual([`${NAME}:${server.port}`, `${NAME}:${server.port}`])
    }, 30_000)

    test('direct TLS, and WebSocket', async () => {
      const { client } = await through(kind, {}, { user: null }, { transport: 'tls', port: server.directTlsPort })
      expect((await client.online()).secure.transport).toBe('tls')
      const { client: web, proxy } = await through(kind, {}, { user: null }, { transport: 'websocket', websocketUrl: server.secureWebsocketUrl })
      expect((await web.online()).secure).toMatchObject({ transport: 'websocket', certificate: { problem: 'none' } })
      expect(proxy.asked[0]).toBe(new URL(server.secureWebsocketUrl).host)
    }, 30_000)

    test('another password, or none: the user is asked, and nothing else is tried', async () => {
      for (const own of [{ password: 'guess' }, { user: null, password: null }]) {
        const { client, proxy } = await through(kind, { login }, own)
        expect(await client.failed()).toMatchObject({ phase: 'offline', needsUser: true, problem: { code: 'proxy-login' } })
        await expect.poll(() => proxy.open).toBe(0)
      }
    })

    test('the proxy is down: waits, and comes back with it', async () => {
      const { client, proxy } = await through(kind, {}, { user: null }, { parts: { random: () => 0.3 } })
      await client.online()
      await proxy.down()
      expect(await client.until((state) => state.phase === 'waiting' && state.problem.code === 'proxy-unreachable')).toMatchObject({ phase: 'waiting' })
      await proxy.up()
      expect(await client.online()).toMatchObject({ isResumed: true })
    }, 30_000)

    test('what lies behind the proxy is not there: said as such, not as the proxy’s fault', async () => {
      const { client } = await through(kind, {}, { user: null }, { port: 1 })
      expect((await client.failed()).problem?.code).toBe('refused')
      const { client: other } = await through(kind, { names: [] }, { user: null })
      expect((await other.failed()).problem?.code).toBe(kind === 'socks5' ? 'host-not-found' : 'refused')
    })
  })

  test('the other kind of proxy, and no proxy at all: told as such', async () => {
    const { client } = await through('http', {}, { kind: 'socks5', user: null }) // it waits for a line that never ends
    expect(await client.until((state) => state.phase === 'waiting', 20_000)).toMatchObject({ problem: { code: 'proxy-unreachable' } })
    const { client: other } = await through('socks5', {}, { kind: 'http', user: null })
    expect((await other.failed()).problem?.code).toBe('proxy-refused')
    const { client: server5222 } = await through('http', {}, { port: server.port, user: null })
    expect((await server5222.failed()).problem?.code).toBe('proxy-refused')
  }, 30_000)
})

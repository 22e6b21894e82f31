/** The proxy of an account in the whole core: chosen at login, changed later, its password in the keychain, gone with the account. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { memorySecrets } from '#core/secrets'
import { createTestClient, type TestClient } from '../support/core-client'
import { startProxy, type TestProxy } from '../support/proxy-servers'
import { startServer, type TestServer } from '../support/servers'

const NAME = 'behind.test'
const login = { user: 'u', password: 'geheim' }
let server: TestServer
let proxies: TestProxy[] = []
let client: TestClient | null = null
beforeAll(async () => {
  server = await startServer('prosody', { accounts: [{ user: 'lina', password: 'secret' }] })
})
afterAll(() => server?.stop())
afterEach(async () => {
  await client?.stop()
  await Promise.all(proxies.splice(0).map((proxy) => proxy.down()))
})

async function start(proxyPassword: string) {
  const [socks, http] = proxies = [await startProxy('socks5', { names: [NAME], login }), await startProxy('http', { names: [NAME], login })]
  const secrets = memorySecrets(true)
  client = await createTestClient({ server, user: 'lina', password: 'secret', secrets, remember: true, waitOnline: false, settings: {
    host: NAME, proxy: 'socks5', proxyHost: '127.0.0.1', proxyPort: socks!.port, proxyUser: 'u',
  } })
  const change = (settings: object, password: string | null) => client!.call('account.configure', { server: settings, proxyPassword: password })
  const online = (via: TestProxy | null) => client!.until(() => {
    const state = client!.connectionState
    return state?.phase === 'online' && state.proxy === (via && `127.0.0.1:${via.port}`)
  })
  await change({}, proxyPassword)
  return { client, socks: socks!, http: http!, secrets, change, online }
}

test('wrong password, right password, another proxy, none; the password is neither in the store nor in the log', async () => {
  const { client, socks, http, secrets, change, online } = await start('guess')
  await client.until(() => client.connectionState?.phase === 'offline' && client.connectionState.problem?.code === 'proxy-login')
  await change({}, login.password)
  await online(socks)
  expect(await secrets.get(`proxy:${client.address}`)).toBe(login.password)
  await change({ proxy: 'http', proxyPort: http.port }, null)
  await online(http)
  await change({ proxy: 'none', host: server.host }, '')
  await online(null)
  expect(await secrets.get(`proxy:${client.address}`)).toBeNull()
  const account = client.snapshot().app.accounts.accounts[0]!
  expect(account.server).toMatchObject({ proxy: 'none', proxyHost: '127.0.0.1', proxyUser: 'u' })
  expect(JSON.stringify([account, client.logs, client.events])).not.toContain(login.password)
})

test('removed with the account', async () => {
  const { client, socks, secrets, online } = await start(login.password)
  await online(socks)
  await client.call('account.remove', {})
  expect(await secrets.get(`proxy:${client.address}`)).toBeNull()
})

/** Own archive and carbons on real servers: what was missed comes once, in order, at its time; other devices' messages appear. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { memorySecrets } from '#core/secrets'
import type { ConversationId } from '#shared/ids'
import { createTestClient, type TestClient, type TestClientOptions } from '../support/core-client'
import { serverKinds, startServer, type TestServer } from '../support/servers'
import { tempDir } from '../support/temp'

const WAIT_MS = 30_000
const people = ['li.na', 'wang.wei', 'chen.xi', 'zhao.yun', 'sun.li', 'zhou.jie', 'wu.min', 'zheng.he'].map((user) => ({ user, password: 'pässwörd 密码' }))

describe.each(serverKinds)('archive on %s', (kind) => {
  let server: TestServer
  const clients: TestClient[] = []
  beforeAll(async () => {
    server = await startServer(kind, { accounts: people })
  })
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.stop()))
  })
  afterAll(() => server.stop())

  const login = async (user: string, more: Partial<TestClientOptions> = {}) => {
    const client = await createTestClient({ server, user, password: people[0]!.password, ...more })
    clients.push(client)
    await client.until(() => isLevel(client), 'caught up', WAIT_MS)
    return client
  }
  const isLevel = (client: TestClient) =>
    client.readyCount > 0 && !client.state.archive.isCatchingUp && !client.state.archive.isFetchingHistory
  const openChat = async (client: TestClient, peer: string) => (await client.call('conversation.open', { kind: 'chat', peer })).id
  const chatWith = (client: TestClient, peer: string) => client.state.conversations.conversations.find((c) => c.peer === peer && c.kind === 'chat')
  const history = async (client: TestClient, peer: string) => {
    const conversationId = chatWith(client, peer)?.id as ConversationId
    const pages: Awaited<ReturnType<typeof page>>[] = []
    const page = async (before?: { orderMs: number; id: number }) =>
      (await client.call('conversation.history', { conversationId, limit: 200, ...(before && { before }) })).messages
    for (let messages = await page(); messages.length > 0; messages = await page(messages[0])) pages.unshift(messages)
    return pages.flat()
  }
  const bodies = async (client: TestClient, peer: string) => (await history(client, peer)).map((message) => message.body)
  const send = async (client: TestClient, peer: string, texts: string[]) => {
    const conversationId = await openChat(client, peer)
    for (const body of texts) await client.call('message.send', { conversationId, body })
    await client.until(() => client.events.some((e) => e.name === 'message.changed' && e.payload.message.state === 'sent' && e.payload.message.body === texts.at(-1)), 'sent', WAIT_MS)
  }
  const numbered = (count: number, what = '第') => Array.from({ length: count }, (_, i) => `${what}${i} é😀`)
  const device = () => ({ profileDir: tempDir('profile'), secrets: memorySecrets(true), remember: true })

  it('brings 200 missed messages once, in order, at their time, beside the offline store; and another device its history', async () => {
    const wangsProfile = device()
    const [li, wang] = [await login('li.na'), await login('wang.wei', wangsProfile)]
    await send(li, wang.address, ['before'])
    await wang.waitFor('message.added', (e) => e.message.body === 'before')
    await wang.stop()
    const startMs = Date.now()
    const texts = numbered(200)
    await send(li, wang.address, texts)
    const again = await login('wang.wei', wangsProfile)
    expect(await bodies(again, li.address)).toEqual(['before', ...texts])
    const times = (await history(again, li.address)).slice(1).map((m) => m.sentAtMs)
    for (const at of times) expect(at).toBeGreaterThan(startMs - 2000)
    expect(Math.max(...times)).toBeLessThan(Date.now() + 1000)
    expect(chatWith(again, li.address)?.unreadCount).toBe(201)

    // A device that has never been here: everything, several pages backwards, nothing of it new but what the server kept for it.
    const phone = await login('wang.wei')
    expect(await bodies(phone, li.address)).toEqual(['before', ...texts])
    expect(chatWith(phone, li.address)?.unreadCount).toBe(0)
    // Nothing to fetch: a third login asks one page and stores nothing.
    await again.stop()
    const third = await login('wang.wei', wangsProfile)
    expect(third.state.archive.seen).toBeLessThanOrEqual(1)
    expect(await bodies(third, li.address)).toEqual(['before', ...texts])
  })

  it('shows at once what another device sends and gets, as ours, and both once', async () => {
    const profile = device()
    const [desk, phone, chen] = [await login('zhao.yun', profile), await login('zhao.yun'), await login('chen.xi')]
    await send(phone, chen.address, ['from the phone'])
    const { message } = await desk.waitFor('message.added', (e) => e.message.body === 'from the phone')
    expect(message).toMatchObject({ direction: 'out', state: 'sent', sender: desk.address, isUnread: false })
    await chen.waitFor('message.added', (e) => e.message.body === 'from the phone')
    await send(chen, desk.address, ['to all'])
    for (const client of [desk, phone]) await client.waitFor('message.added', (e) => e.message.body === 'to all')
    await send(phone, chen.address, ['read and answered'])
    await desk.until(() => chatWith(desk, chen.address)?.unreadCount === 0 && chatWith(desk, chen.address)?.lastMessage?.body === 'read and answered')

    // What the phone did while the desk was away comes from the archive, in between, once.
    await desk.stop()
    await send(phone, chen.address, ['while away 1'])
    await send(chen, desk.address, ['while away 2'])
    const back = await login('zhao.yun', profile)
    const all = ['from the phone', 'to all', 'read and answered', 'while away 1', 'while away 2']
    expect(await bodies(back, chen.address)).toEqual(all)
    expect(await bodies(phone, chen.address)).toEqual(all)
    expect((await history(back, chen.address)).map((m) => m.direction)).toEqual(['out', 'in', 'out', 'out', 'in'])
  })

  it('goes on where it was when it ends in the middle of catching up', async () => {
    const profile = device()
    const [sun, zhou] = [await login('sun.li', profile), await login('zhou.jie')]
    await send(zhou, sun.address, ['before'])
    await sun.waitFor('message.added', (e) => e.message.body === 'before')
    await sun.stop()
    const texts = numbered(180)
    await send(zhou, sun.address, texts)
    const half = await createTestClient({ server, user: 'sun.li', password: people[0]!.password, ...profile })
    await half.until(() => half.state.archive.seen >= 50, 'one page', WAIT_MS)
    await half.stop()
    const whole = await login('sun.li', profile)
    expect(await bodies(whole, zhou.address)).toEqual(['before', ...texts])
    await send(zhou, sun.address, ['live'])
    await whole.waitFor('message.added', (e) => e.message.body === 'live')
    expect((await bodies(whole, zhou.address)).at(-1)).toBe('live')
  })

  it('asks the archive before it sends again what a killed server may have taken', async () => {
    const [wu, zheng] = [await login('wu.min'), await login('zheng.he')]
    await send(wu, zheng.address, ['first'])
    await zheng.waitFor('message.added', (e) => e.message.body === 'first')
    const conversationId = await openChat(wu, zheng.address)
    const sent: string[] = []
    for (let round = 0; round < 3; round++) {
      for (const body of numbered(5, `round ${round} `)) {
        await wu.call('message.send', { conversationId, body })
        sent.push(body)
      }
      // Delivered, and perhaps not yet acknowledged.
      await zheng.waitFor('message.added', (e) => e.message.body === sent.at(-1))
      wu.forget()
      await server.kill()
      await server.restart()
      for (const client of [wu, zheng]) client.connection.retryNow('user')
      await wu.until(() => wu.connectionState?.phase === 'online' && isLevel(wu), 'wu is back', WAIT_MS)
      await zheng.until(() => zheng.connectionState?.phase === 'online' && isLevel(zheng), 'zheng is back', WAIT_MS)
    }
    await wu.until(() => chatWith(wu, zheng.address)?.lastMessage?.state === 'sent', 'all sent', WAIT_MS)
    await send(wu, zheng.address, ['last'])
    await zheng.waitFor('message.added', (e) => e.message.body === 'last')
    expect(await bodies(zheng, wu.address)).toEqual(['first', ...sent, 'last'])
    expect(await bodies(wu, zheng.address)).toEqual(['first', ...sent, 'last'])
  })
})

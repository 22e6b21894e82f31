/** One-to-one messages on real servers: order, receipts, typing, what is written while offline, and restarts. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { memorySecrets } from '#core/secrets'
import type { ConversationId } from '#shared/ids'
import { createTestClient, type TestClient, type TestClientOptions } from '../support/core-client'
import { serverKinds, startServer, type TestServer } from '../support/servers'
import { tempDir } from '../support/temp'

const people = [
  { user: 'li.na', password: 'pässwörd 密码' },
  { user: 'wang.wei', password: 'secret' },
  { user: 'eve', password: 'secret' },
]

describe.each(serverKinds)('chat on %s', (kind) => {
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
    const { password } = people.find((one) => one.user === user) as (typeof people)[number]
    const client = await createTestClient({ server, user, password, ...more })
    clients.push(client)
    return client
  }
  const openChat = async (client: TestClient, peer: string) => (await client.call('conversation.open', { kind: 'chat', peer })).id
  const history = async (client: TestClient, conversationId: ConversationId) =>
    (await client.call('conversation.history', { conversationId, limit: 200 })).messages
  const chatWith = (client: TestClient, peer: string) => client.state.conversations.conversations.find((c) => c.peer === peer)
  const befriend = async (a: TestClient, b: TestClient) => {
    await a.call('contact.add', { jid: b.address, name: '', groups: [], message: '' })
    await b.waitFor('contactRequest.changed')
    await b.call('contact.accept', { jid: a.address })
    const isBoth = (client: TestClient, peer: string) => () =>
      client.state.roster.contacts.some((contact) => contact.jid === peer && contact.subscription === 'both')
    await a.until(isBoth(a, b.address), 'a sees b')
    await b.until(isBoth(b, a.address), 'b sees a')
  }

  it('carries messages both ways, in order, with receipts between contacts', async () => {
    const [li, wang] = await Promise.all([login('li.na'), login('wang.wei')])
    await befriend(li, wang)
    const there = await openChat(li, wang.address)
    const texts = Array.from({ length: 30 }, (_, i) => `第${i}条 — é€😀漢字 <b>&amp;</b>`)
    for (const body of texts) await li.call('message.send', { conversationId: there, body })
    await wang.until(() => chatWith(wang, li.address)?.unreadCount === 30, 'all 30 arrive')
    const here = chatWith(wang, li.address)?.id as ConversationId
    expect((await history(wang, here)).map((m) => m.body)).toEqual(texts)
    await li.until(() => li.events.filter((e) => e.name === 'message.changed' && e.payload.message.state === 'delivered').length >= 30)
    expect(new Set((await history(li, there)).map((m) => m.state))).toEqual(new Set(['delivered']))

    await wang.call('message.send', { conversationId: here, body: '收到' })
    await li.waitFor('message.added', (e) => e.message.body === '收到' && e.message.direction === 'in')
    await wang.call('conversation.markRead', { conversationId: here })
    expect(chatWith(wang, li.address)?.unreadCount).toBe(0)
  })

  it('gives a stranger no receipt and no typing, though his message is shown', async () => {
    const [wang, eve] = await Promise.all([login('wang.wei'), login('eve')])
    const conversationId = await openChat(eve, wang.address)
    await eve.call('message.send', { conversationId, body: 'who are you?' })
    await wang.waitFor('message.added', (e) => e.message.body === 'who are you?')
    const back = chatWith(wang, eve.address)?.id as ConversationId
    await wang.call('typing.set', { conversationId: back, isTyping: true })
    await eve.until(() => eve.events.some((e) => e.name === 'message.changed' && e.payload.message.state === 'sent'))
    await wang.call('message.send', { conversationId: back, body: 'nobody' })
    await eve.waitFor('message.added', (e) => e.message.body === 'nobody') // everything before it would have come by now
    expect(wang.wire.filter((line) => line.startsWith('>') && /urn:xmpp:receipts' id|<received|<composing/.test(line))).toEqual([])
    expect(eve.events.some((e) => e.name === 'message.changed' && e.payload.message.state === 'delivered')).toBe(false)
  })

  it('shows that a contact types, and that he has stopped', async () => {
    const [li, wang] = await Promise.all([login('li.na'), login('wang.wei')])
    if (!li.state.roster.contacts.some((c) => c.jid === wang.address && c.subscription === 'both')) await befriend(li, wang)
    const there = await openChat(li, wang.address)
    const here = await openChat(wang, li.address)
    await li.call('typing.set', { conversationId: there, isTyping: true })
    await wang.waitFor('typing.changed', (e) => e.conversationId === here && e.who.includes(li.address))
    await li.call('typing.set', { conversationId: there, isTyping: false })
    await wang.waitFor('typing.changed', (e) => e.conversationId === here && e.who.length === 0)
  })

  it('says why a message to nobody failed', async () => {
    const li = await login('li.na')
    const conversationId = await openChat(li, `no.such.user@${server.domain}`)
    await li.call('message.send', { conversationId, body: 'hello?' })
    const { message } = await li.waitFor('message.changed', (e) => e.message.state === 'failed')
    expect(message.failure?.condition).toBe('service-unavailable')
  })

  it('delivers what came while offline, at its time', async () => {
    const li = await login('li.na')
    const conversationId = await openChat(li, `wang.wei@${server.domain}`)
    const before = Date.now()
    await li.call('message.send', { conversationId, body: 'for later' })
    await li.waitFor('message.changed', (e) => e.message.state === 'sent')
    const wang = await login('wang.wei')
    const { message } = await wang.waitFor('message.added', (e) => e.message.body === 'for later')
    expect(Math.abs(message.sentAtMs - before)).toBeLessThan(5000)
  })

  it('keeps what is written while the server is dead, across a restart of the app, and sends it once, in order', async () => {
    const profileDir = tempDir('profile')
    const secrets = memorySecrets(true)
    const li = await login('li.na', { profileDir, secrets, remember: true })
    const wang = await login('wang.wei')
    const conversationId = await openChat(li, wang.address)
    await server.kill()
    await li.until(() => li.connectionState?.phase !== 'online', 'li.na notices')
    await li.call('message.send', { conversationId, body: 'one' })
    const { messageId: regretted } = await li.call('message.send', { conversationId, body: 'regretted at once' })
    const { messageId: doubted } = await li.call('message.send', { conversationId, body: 'regretted after the restart' })
    await li.call('message.send', { conversationId, body: 'two' })
    await li.call('message.recall', { messageId: regretted })
    await li.call('conversation.setDraft', { conversationId, draft: 'thr' })
    expect((await history(li, conversationId)).filter((m) => m.state === 'queued').map((m) => m.body)).toEqual(['one', 'regretted after the restart', 'two'])
    await li.stop()

    const again = await login('li.na', { profileDir, secrets, remember: true, waitOnline: false })
    expect(chatWith(again, wang.address)?.draft).toBe('thr')
    await again.call('message.recall', { messageId: doubted })
    await again.call('message.send', { conversationId, body: 'three' })
    await server.restart()
    await wang.until(() => wang.events.some((e) => e.name === 'message.added' && e.payload.message.body === 'three'), 'three arrives', 30_000)
    const arrived = (await history(wang, chatWith(wang, li.address)?.id as ConversationId)).map((m) => m.body)
    expect(arrived.filter((body) => /^(one|two|three|regretted.*|)$/.test(body)), 'what was taken back never came, nor an empty message').toEqual(['one', 'two', 'three'])
    expect([...li.wire, ...again.wire, ...wang.wire].join()).not.toContain('regretted')
    await expect.poll(async () => (await history(again, conversationId)).filter((m) => m.extras?.isChanging), { timeout: 10_000 }).toEqual([])
  })
})

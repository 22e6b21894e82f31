/** Archives of rooms on real servers: what was missed comes once and in the room's order, whatever went wrong meanwhile. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { memorySecrets } from '#core/secrets'
import { setBack } from '#features/archive/refill'
import { attr, xml } from '#xmpp/element'
import { createTestClient, TestCore, type TestClient, type TestClientOptions } from '../support/core-client'
import { accountFile, Headless } from '../support/headless'
import { conversationOf, joinRoom, lastSent, roomOf, say, untilRoom, untilText } from '../support/rooms-help'
import { serverKinds, startServer, type ServerOptions, type TestServer } from '../support/servers'
import { dbFile, nativeBinding } from '../support/store'
import { tempDir } from '../support/temp'
import { TcpProxy } from '../support/tcp-proxy'

const WAIT_MS = 30_000
const numbered = (count: number, what = '第') => Array.from({ length: count }, (_, i) => `${what}${i} é😀`)

function world(kind: (typeof serverKinds)[number], options: ServerOptions = {}) {
  let server!: TestServer
  const clients: TestClient[] = []
  let last = 0
  beforeAll(async () => {
    server = await startServer(kind, options)
  }, 120_000)
  afterEach(() => Promise.all(clients.splice(0).map((client) => client.stop())))
  afterAll(() => server.stop())
  const person = async (name: string) => {
    const user = `${name}${++last}`
    await server.addAccount(user, 'secret')
    return { server, user, password: 'secret', profileDir: tempDir('profile'), secrets: memorySecrets(true), remember: true }
  }
  const login = async (who: TestClientOptions) => {
    const client = await createTestClient(who)
    clients.push(client)
    return client
  }
  /** The same installation once more. */
  const again = async (of: TestClient, who: TestClientOptions) => {
    const client = new TestCore({ server, profileDir: who.profileDir, secrets: who.secrets }) as TestClient
    client.accountId = of.accountId
    client.address = of.address
    clients.push(client)
    return client
  }
  return { person, login, again, get server() { return server } }
}

const all = async (client: TestClient, conversationId: number) => {
  const pages: Awaited<ReturnType<typeof page>>[] = []
  const page = async (before?: { orderMs: number; id: number }) =>
    (await client.call('conversation.history', { conversationId, limit: 200, ...(before && { before }) })).messages
  for (let messages = await page(); messages.length > 0; messages = await page(messages[0])) pages.unshift(messages)
  return pages.flat().filter((message) => message.kind === 'text')
}
const holesOf = async (client: TestClient, conversationId: number) => (await client.call('archive.holes', { conversationId })).holes
const bodies = async (client: TestClient, conversationId: number) => (await all(client, conversationId)).map((message) => message.body)
const create = (client: TestClient) => client.call('room.create', { name: 'Archive', kind: 'public-channel', invite: [] })
const sayAll = async (client: TestClient, conversationId: number, texts: string[]) => {
  for (const text of texts) await say(client, conversationId, text)
  await untilText(client, texts.at(-1) as string, 'sent', WAIT_MS)
}
const joins = (client: TestClient, room: string) => client.wire.filter((line) => line.startsWith('> <presence') && line.includes(room) && line.includes('<history'))
const archiveQueries = (client: TestClient, room: string) => client.wire.filter((line) => line.startsWith('> <iq') && line.includes(room) && line.includes('urn:xmpp:mam:2'))

describe.each(serverKinds)('room archive on %s', (kind) => {
  const w = world(kind, { resumeSeconds: 2 })

  const three = async () => {
    const who = await w.person('bob')
    const [alice, bob] = [await w.login(await w.person('alice')), await w.login(who)]
    const { room, conversationId } = await create(alice)
    const bobs = await joinRoom(bob, room)
    await sayAll(alice, conversationId, ['first'])
    await untilText(bob, 'first')
    return { alice, bob, who, room, conversationId, bobs }
  }

  test('XEP-0313 150 messages of two writers within the same seconds, missed by one who was offline, come once, in order, unread', async () => {
    const { alice, bob, who, room, conversationId, bobs } = await three()
    const carol = await w.login(await w.person('carol'))
    const carols = await joinRoom(carol, room)
    await bob.stop()
    await Promise.all([sayAll(alice, conversationId, numbered(75, '甲')), sayAll(carol, carols, numbered(75, '乙'))])
    await untilText(alice, numbered(75, '乙').at(-1) as string)

    const back = await w.again(bob, who)
    await back.until(() => conversationOf(back, 'room', room)?.unreadCount === 151, 'all unread', WAIT_MS)
    expect(joins(back, room)).toEqual([expect.stringContaining('maxstanzas="0"')])
    const order = await bodies(back, bobs)
    expect(order).toHaveLength(151)
    const of = (who: string) => order.filter((text) => text.startsWith(who))
    expect(of('甲')).toEqual(numbered(75, '甲'))
    expect(of('乙')).toEqual(numbered(75, '乙'))
    expect(await bodies(alice, conversationId), 'the writers have it in the same order').toEqual(order)
    expect(await bodies(carol, carols)).toEqual(order)

    // A new device of his gets the newest page, and the rest in the same order when he scrolls up.
    const phone = await w.login({ ...who, profileDir: tempDir('profile'), secrets: memorySecrets(true) })
    const phones = await joinRoom(phone, room)
    await phone.until(() => archiveQueries(phone, room).length === 1, 'one page', WAIT_MS)
    await expect.poll(async () => (await bodies(phone, phones)).length).toBe(50)
    expect(conversationOf(phone, 'room', room)?.unreadCount).toBe(0)
    for (let before = 'more', n = 0; before === 'more' && n < 10; n++) {
      before = (await phone.call('archive.older', { conversationId: phones })).before
    }
    expect(await bodies(phone, phones)).toEqual(order)

    // Nothing was missed: one page, nothing new.
    await back.stop()
    const third = await w.again(bob, who)
    await untilRoom(third, room, (one) => one.state === 'joined')
    await third.until(() => archiveQueries(third, room).length === 1, 'asked once', WAIT_MS)
    await sayAll(alice, conversationId, ['last'])
    await untilText(third, 'last')
    expect(await bodies(third, bobs)).toEqual([...order, 'last'])
  }, 120_000)

  test('what damage to the store has taken comes back by itself, and a lost piece when it is tried again', async () => {
    const { alice, bob, who, room, conversationId, bobs } = await three()
    const texts = numbered(120)
    await sayAll(alice, conversationId, texts)
    await untilText(bob, texts.at(-1) as string, undefined, WAIT_MS)
    const before = await bodies(bob, bobs)
    await bob.stop()
    const store = () => new Database(dbFile(who.profileDir as string), nativeBinding ? { nativeBinding } : {})
    const lose = (db: Database.Database, list: string[]) => list.forEach((body) => db.prepare('DELETE FROM message WHERE body = ?').run(body))
    const damaged = store()
    lose(damaged, before.filter((_, i) => i % 3 === 1 || i > 100))
    damaged.transaction(() => setBack(damaged))()
    damaged.close()
    const back = await w.again(bob, who)
    await expect.poll(() => bodies(back, bobs), { timeout: WAIT_MS }).toEqual(before)
    await back.stop()

    // As after a time in which the archive did not know our position.
    const holed = store()
    const idOf = (body: string) => holed.prepare('SELECT archive_id FROM message WHERE body = ?').pluck().get(body) as string
    holed.prepare('INSERT INTO archive_gap (account_id, archive, after_id, before_id, is_lost) VALUES (?, ?, ?, ?, 1)')
      .run(bob.accountId, room, idOf(texts[20] as string), idOf(texts[81] as string))
    lose(holed, texts.slice(21, 81))
    holed.close()
    const third = await w.again(bob, who)
    await untilRoom(third, room, (one) => one.state === 'joined')
    await expect.poll(() => holesOf(third, bobs)).toMatchObject([{ why: 'expired', canHeal: true, isHealing: false }])
    const [hole] = await holesOf(third, bobs)
    // A page at a time; the first goes by the time, the next by the ids.
    for (let n = 0; n < 3 && (await holesOf(third, bobs)).length > 0; n++) await third.call('archive.heal', { conversationId: bobs, holeId: hole!.id })
    expect(await holesOf(third, bobs)).toEqual([])
    expect(await bodies(third, bobs)).toEqual(before)
  }, 120_000)

  test('a cut that outlasts the session: what was said meanwhile stands before what is said now', async () => {
    const { alice, room, conversationId } = await three()
    const proxy = await TcpProxy.start({ port: w.server.port })
    const carol = await w.login({ ...(await w.person('carol')), settings: { port: proxy.port } })
    const carols = await joinRoom(carol, room)
    await untilText(carol, 'first')
    proxy.pause()
    proxy.reset()
    await carol.until(() => carol.connectionState?.phase !== 'online', 'cut', WAIT_MS)
    const texts = numbered(150)
    await sayAll(alice, conversationId, texts)
    await untilRoom(alice, room, (one) => one.occupantCount === 2, WAIT_MS)
    await say(carol, carols, 'written while cut')
    proxy.resume()
    carol.core.retryNow('wake')
    await untilText(carol, 'written while cut', 'sent', WAIT_MS)
    await sayAll(alice, conversationId, ['now'])
    await untilText(carol, 'now')
    const order = ['first', ...texts, 'written while cut', 'now']
    expect(await bodies(alice, conversationId)).toEqual(order)
    expect(await bodies(carol, carols), 'the own words stand where the room has them').toEqual(order)
    await proxy.stop()
  }, 120_000)

  test('the server is killed in the middle: everybody has everything once', async () => {
    const { alice, bob, room, conversationId, bobs } = await three()
    const sent: string[] = []
    for (let round = 0; round < 2; round++) {
      const texts = numbered(30, `round ${round} `)
      for (const text of texts) await say(alice, conversationId, text)
      sent.push(...texts)
      await untilText(bob, texts[20] as string, undefined, WAIT_MS)
      if (kind === 'ejabberd') await sleep(1500) // it writes its archive a second later, and this is about us
      await w.server.kill()
      for (const client of [alice, bob]) await client.until(() => client.connectionState?.phase !== 'online', 'gone', WAIT_MS)
      await w.server.restart()
      for (const client of [alice, bob]) client.core.retryNow('wake')
      for (const client of [alice, bob]) await untilRoom(client, room, (one) => one.state === 'joined', WAIT_MS)
      await untilText(alice, texts.at(-1) as string, 'sent', WAIT_MS)
      await untilText(bob, texts.at(-1) as string, undefined, WAIT_MS)
    }
    // The last may come live while the archive is still read.
    await expect.poll(() => bodies(bob, bobs), { timeout: WAIT_MS }).toEqual(['first', ...sent])
    expect(await bodies(alice, conversationId)).toEqual(['first', ...sent])
  }, 120_000)

  test('a client is killed again and again while 150 are said, and writes itself: everything once, in the same order', async () => {
    const { alice, room, conversationId } = await three()
    const { user, password } = await w.person('dora')
    const args = ['--profile-dir', tempDir('killed'), '--account-file', accountFile(w.server, { user, password })]
    const start = async () => {
      const core = new Headless(...args)
      const { account } = await core.event('account.changed', ({ account: a }) => a.connection.phase === 'online')
      const { conversationId: id } = await core.call<{ conversationId: number }>('room.join', { accountId: account.id, room })
      return { core, ids: { accountId: account.id, conversationId: id } }
    }
    const texts = numbered(150)
    let isOver = false
    const talk = (async () => {
      for (const text of texts) {
        await say(alice, conversationId, text)
        await sleep(20)
      }
      isOver = true
    })()
    let said = 0
    while (!isOver) {
      const { core, ids } = await start()
      await sleep(200 + Math.random() * 300)
      for (let n = 0; n < 3; n++) core.write(`${JSON.stringify({ id: `m${said}`, call: 'message.send', input: { ...ids, body: `返 ${said++} é` } })}\n`)
      await sleep(Math.random() * 60)
      core.signal('SIGKILL')
      await core.exited
    }
    await talk
    const { core, ids } = await start()
    const stored = async () => {
      const all: { body: string; kind: string; state: string; id: number; orderMs: number }[] = []
      for (let first: (typeof all)[0] | undefined; ;) {
        const before = first && { before: { orderMs: first.orderMs, id: first.id } }
        const page = await core.call<{ messages: typeof all }>('conversation.history', { ...ids, limit: 100, ...before })
        if (page.messages.length === 0) return all.filter((message) => message.kind === 'text')
        all.unshift(...page.messages)
        first = page.messages[0]
      }
    }
    await expect.poll(async () => (await stored()).filter((message) => message.state === 'queued').length).toBe(0)
    const rooms = await bodies(alice, conversationId)
    expect(rooms.filter((text) => !text.startsWith('返'))).toEqual(['first', ...texts])
    // Words written in the moment of the kill may not have been stored: then nobody has them.
    const hers = rooms.filter((text) => text.startsWith('返'))
    expect(new Set(hers).size).toBe(hers.length)
    const doras = async () => (await stored()).map((message) => message.body)
    const begin = rooms.indexOf((await doras())[0] as string)
    await expect.poll(doras, { timeout: 40_000 }).toEqual(rooms.slice(begin))
    core.endInput()
    await core.exited
  }, 120_000)

  test('an own message whose reflection was lost is found in the archive, not said again, though far above the history', async () => {
    const { alice, bob, who, conversationId, bobs } = await three()
    bob.loses = (stanza) => stanza.name === 'message' && attr(stanza, 'type') === 'groupchat'
    await say(bob, bobs, 'was heard')
    await untilText(alice, 'was heard')
    await bob.stop()
    const texts = numbered(60)
    await sayAll(alice, conversationId, texts)
    const back = await w.again(bob, who)
    await untilText(back, 'was heard', 'sent', WAIT_MS)
    await sayAll(back, bobs, ['back'])
    await untilText(alice, 'back')
    expect(await bodies(alice, conversationId)).toEqual(['first', 'was heard', ...texts, 'back'])
    expect(await bodies(back, bobs)).toEqual(['first', 'was heard', ...texts, 'back'])
    expect(back.wire.filter((line) => line.startsWith('> <message') && line.includes('was heard'))).toEqual([])
  }, 60_000)

  test('in again after the room had lost us: nothing lost, nothing twice, and the live message before does not hide the gap', async () => {
    const { alice, bob, room, conversationId, bobs } = await three()
    const nick = roomOf(bob, room)?.nick as string
    bob.loses = (stanza) => stanza.name === 'presence' && attr(stanza, 'type') === 'unavailable'
    bob.connection.send(xml('presence', { to: `${room}/${nick}`, type: 'unavailable' }))
    await untilRoom(alice, room, (one) => one.occupantCount === 1)
    const texts = numbered(60)
    await sayAll(alice, conversationId, texts)
    bob.loses = () => false
    bob.forget()
    await bob.call('room.join', { room, nick: `${nick}2` })
    await untilText(bob, texts.at(-1) as string, undefined, WAIT_MS)
    expect(lastSent(bob, '<history')).toContain('maxstanzas="0"')
    await sayAll(alice, conversationId, ['live'])
    await untilText(bob, 'live')
    expect(await bodies(bob, bobs)).toEqual(['first', ...texts, 'live'])
  }, 60_000)

  test('what a forger puts into his message does not come out of the archive as ours, nor hides what others say', async () => {
    const { alice, bob, who, room, conversationId, bobs } = await three()
    const eve = await w.login(await w.person('eve'))
    await joinRoom(eve, room)
    await bob.stop()
    const forge = (...inside: Parameters<typeof xml>[2][]) =>
      eve.connection.send(xml('message', { to: room, type: 'groupchat', id: randomUUID() }, ...inside))
    forge(xml('body', {}, 'by real address'), xml('x', { xmlns: 'http://jabber.org/protocol/muc#user' }, xml('item', { jid: bob.address })))
    forge(xml('body', {}, 'by stanza-id'), xml('stanza-id', { xmlns: 'urn:xmpp:sid:0', by: room, id: 'x' }))
    forge(xml('body', {}, 'by delay'), xml('delay', { xmlns: 'urn:xmpp:delay', from: room, stamp: '2001-01-01T00:00:00Z' }))
    await untilText(alice, 'by delay')
    await sayAll(alice, conversationId, ['end'])
    const back = await w.again(bob, who)
    await untilText(back, 'end', undefined, WAIT_MS)
    const got = (await all(back, bobs)).slice(1)
    expect(got.map((message) => [message.body, message.direction, message.sender === roomOf(eve, room)?.nick])).toEqual([
      ['by real address', 'in', true], ['by stanza-id', 'in', true], ['by delay', 'in', true], ['end', 'in', false],
    ])
    for (const message of got) expect(message.sentAtMs).toBeGreaterThan(Date.now() - 3600_000)
  }, 60_000)
})

describe.each(serverKinds)('rooms without an archive on %s', (kind) => {
  const w = world(kind, { roomArchives: false, withoutModules: kind === 'ejabberd' ? ['mod_mam'] : [] })
  test('§7.2.13 replay their history as ever, without doubles', async () => {
    const who = await w.person('bob')
    const [alice, bob] = [await w.login(await w.person('alice')), await w.login(who)]
    const { room, conversationId } = await create(alice)
    const bobs = await joinRoom(bob, room)
    await sayAll(alice, conversationId, ['one'])
    await untilText(bob, 'one')
    await bob.stop()
    const texts = numbered(15)
    await sayAll(alice, conversationId, texts)
    const back = await w.again(bob, who)
    await untilText(back, texts.at(-1) as string, undefined, WAIT_MS)
    expect(joins(back, room)).toEqual([expect.stringContaining('since=')])
    expect(archiveQueries(back, room)).toEqual([])
    await sayAll(back, bobs, ['back'])
    expect(await bodies(back, bobs)).toEqual(['one', ...texts, 'back'])
    expect(await back.call('archive.older', { conversationId: bobs })).toEqual({ added: 0, before: 'none' })
    expect(await holesOf(back, bobs)).toEqual([])

    // More than the room replays: what is missing is known, from when to when.
    await back.stop()
    await sleep(1100) // Prosody stamps what it replays in whole seconds
    const many = numbered(45, '多')
    await sayAll(alice, conversationId, many)
    const third = await w.again(back, who)
    await untilText(third, many.at(-1) as string, undefined, WAIT_MS)
    await expect.poll(() => holesOf(third, bobs)).toMatchObject([{ why: 'not-archived', canHeal: false }])
    const [hole] = await holesOf(third, bobs)
    expect(hole!.fromMs).toBeLessThan(hole!.toMs)
    const here = await bodies(third, bobs)
    expect(here.slice(0, texts.length + 1)).toEqual(['one', ...texts])
    expect(here.filter((text) => text.startsWith('多'))).toEqual(many.slice(texts.length + 2 - here.length))
  }, 90_000)
})

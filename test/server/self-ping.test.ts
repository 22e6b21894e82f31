/** A room that has lost us without a word: XEP-0410 on real servers, in minutes that pass in seconds. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { attr, xml } from '#xmpp/element'
import { createTestClient, type TestClient } from '../support/core-client'
import { joinRoom, noticesOf, roomOf, say, textsOf, untilRoom, untilText } from '../support/rooms-help'
import { serverKinds, startServer, type TestServer } from '../support/servers'

/** Small steps: the connection's own timers pass too, and its server must have time to answer them. */
const STEP_MS = 5000
const SILENCE_MS = 15 * 60_000

describe.each(serverKinds)('self-ping on %s', (kind) => {
  let server: TestServer
  const clients: TestClient[] = []
  beforeAll(async () => {
    server = await startServer(kind)
  }, 120_000)
  afterEach(() => void vi.useRealTimers())
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.stop()))
    await server?.stop()
  })
  const login = async (user: string) => {
    await server.addAccount(user, 'secret')
    const client = await createTestClient({ server, user, password: 'secret' })
    clients.push(client)
    return client
  }

  test('XEP-0410 put out without hearing of it: noticed, back in, nothing lost or twice, no notice', async () => {
    const [alice, bob] = [await login('alice'), await login('bob')]
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true }) // as real time does, but for our leaps
    const { room, conversationId } = await alice.call('room.create', { name: 'Silence', kind: 'public-channel', invite: [] })
    const bobs = await joinRoom(bob, room)
    await say(bob, bobs, 'before')
    await untilText(alice, 'before')
    const notices = await noticesOf(alice, conversationId)

    const nick = roomOf(alice, room)?.nick
    // The room does as if Alice had gone, and the word of it gets lost.
    alice.loses = (stanza) => stanza.name === 'presence' && attr(stanza, 'type') === 'unavailable'
    alice.connection.send(xml('presence', { to: `${room}/${nick}`, type: 'unavailable' }))
    await untilRoom(bob, room, (one) => one.occupantCount === 1)
    await say(bob, bobs, 'missed')
    await untilText(bob, 'missed', 'sent')
    expect(roomOf(alice, room)?.state, 'she does not know').toBe('joined')
    alice.forget()
    const isAsked = () => alice.wire.some((line) => line.startsWith('> <iq') && line.includes(`to="${room}/${nick}"`) && line.includes('urn:xmpp:ping'))
    for (let passed = 0; passed < SILENCE_MS + STEP_MS && !isAsked(); passed += STEP_MS) {
      await vi.advanceTimersByTimeAsync(STEP_MS)
      await sleep(15)
    }
    expect(isAsked(), JSON.stringify([alice.connectionState, roomOf(alice, room), alice.wire.slice(-12)])).toBe(true)
    vi.useRealTimers()

    await untilText(alice, 'missed')
    await untilRoom(alice, room, (one) => one.state === 'joined' && one.occupantCount === 2)
    await say(alice, conversationId, 'back')
    await untilText(bob, 'back')
    expect((await textsOf(alice, conversationId)).map((text) => text.replace(/^.*: /, ''))).toEqual(['before', 'missed', 'back'])
    expect(await noticesOf(alice, conversationId)).toEqual(notices)
  })
})

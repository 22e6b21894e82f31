/** Corrections and retractions by another program, through real servers: XEP-0308, XEP-0424. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestClient, type TestClient } from '../support/core-client'
import { conversationOf, historyOf, joinRoom } from '../support/rooms-help'
import { serverKinds, startServer, type TestServer } from '../support/servers'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'

const replaces = (id: string) => `<replace xmlns="urn:xmpp:message-correct:0" id="${id}"/>`
const retracts = (id: string) => `<retract xmlns="urn:xmpp:message-retract:1" id="${id}"/>`

describe.each(serverKinds)('changed messages on %s', (kind) => {
  let server: TestServer
  let alice: TestClient
  let bob: SlixmppPeer
  let eve: SlixmppPeer
  beforeAll(async () => {
    server = await startServer(kind, { accounts: ['alice', 'bob', 'eve'].map((user) => ({ user, password: 'secret' })) })
    const as = (user: string) => ({ server, user, password: 'secret' })
    ;[alice, bob, eve] = await Promise.all([createTestClient(as('alice')), startPeer(as('bob')), startPeer(as('eve'))])
  }, 120_000)
  afterAll(async () => {
    await Promise.all([alice?.stop(), bob?.stop(), eve?.stop()])
    await server?.stop()
  })
  const shown = async (id: number) =>
    (await historyOf(alice, id)).filter((one) => one.kind === 'text').map((one) => `${one.body}${one.isEdited ? '*' : ''}${one.isRetracted ? '-' : ''}`)
  const untilBody = (body: string) => alice.waitFor('message.added', (event) => event.message.body === body)

  test('in a chat: corrected, then taken back', async () => {
    const first = await bob.send(alice.address, '你号')
    await untilBody('你号')
    const id = conversationOf(alice, 'chat', bob.bareJid)?.id as number
    await bob.send(alice.address, '你好', { extra: replaces(first) })
    await alice.waitFor('message.changed', (event) => event.message.body === '你好' && event.message.isEdited)
    await eve.send(alice.address, 'forged', { extra: replaces(first) })
    await untilBody('forged')
    expect(await shown(id)).toEqual(['你好*'])
    await bob.send(alice.address, 'took it back', { extra: retracts(first) })
    await alice.waitFor('message.changed', (event) => event.message.isRetracted)
    expect(await shown(id)).toEqual(['-'])
  })

  test('in a room: by the one who wrote it, not by another', async () => {
    const room = `changes@${server.mucDomain}`
    await bob.openRoom(room, 'Bob')
    await eve.join(room, 'Eve')
    const id = await joinRoom(alice, room)
    const first = await bob.send(room, 'teh', { type: 'groupchat' })
    await untilBody('teh')
    await eve.send(room, 'forged too', { type: 'groupchat', extra: replaces(first) })
    await untilBody('forged too')
    await bob.send(room, 'the', { type: 'groupchat', extra: replaces(first) })
    await alice.waitFor('message.changed', (event) => event.message.body === 'the' && event.message.isEdited)
    expect(await shown(id)).toEqual(['the*', 'forged too'])
  })
})

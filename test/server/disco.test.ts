import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { xml } from '#xmpp/element'
import { createTestClient, type TestClient } from '../support/core-client'
import { serverKinds, startServer, type TestServer } from '../support/servers'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'

const accounts = ['alice', 'bob', 'eve', 'carol', 'dave'].map((user) => ({ user, password: 'secret' }))

describe.each(serverKinds)('questions and answers on %s', (kind) => {
  let server: TestServer
  let alice: TestClient
  let bob: SlixmppPeer
  let eve: SlixmppPeer

  beforeAll(async () => {
    server = await startServer(kind, { accounts })
    const as = (user: string) => ({ server, user, password: 'secret' })
    ;[alice, bob, eve] = await Promise.all([createTestClient(as('alice')), startPeer({ ...as('bob'), autoAccept: true }), startPeer(as('eve'))])
    await alice.call('contact.add', { jid: bob.bareJid, name: '', groups: [], message: '' })
    await bob.waitForPresence((presence) => presence.from === alice.jid && presence.type === 'available')
  }, 120_000)
  afterAll(async () => {
    await Promise.all([alice?.stop(), bob?.stop(), eve?.stop()])
    await server?.stop()
  })

  test('a contact is answered: disco, version, time, ping', async () => {
    const { identities, features } = await bob.disco(alice.jid)
    expect(identities).toMatchObject([{ category: 'client', type: 'pc', name: 'Magpie' }])
    expect(features).toEqual(expect.arrayContaining(['http://jabber.org/protocol/caps', 'jabber:iq:version', 'urn:xmpp:ping', 'urn:xmpp:time']))
    expect(new Set(features).size).toBe(features.length)
    expect(await bob.items(alice.jid)).toEqual([])
    expect(await bob.version(alice.jid)).toMatchObject({ name: 'Magpie', version: '0.0.0-test' })
    expect(await bob.iq('get', '<time xmlns="urn:xmpp:time"/>', alice.jid)).toMatch(/tzo>(Z|[+-]\d\d:\d\d)<.*utc>20\d\d-.*Z</)
    await bob.ping(alice.jid)
  })

  test('our caps lead to our features; a made-up node leads nowhere', async () => {
    const presence = alice.wire.find((line) => line.startsWith('> <presence') && line.includes('protocol/caps'))
    const ver = /ver="([^"]+)"/.exec(presence ?? '')?.[1]
    const node = /node="([^"]+)"/.exec(presence ?? '')?.[1]
    expect((await bob.disco(alice.jid, `${node}#${ver}`)).features).toContain('urn:xmpp:ping')
    await expect(bob.disco(alice.jid, `${node}#other`)).rejects.toThrow(/item-not-found/)
    await expect(bob.items(alice.jid, 'http://jabber.org/protocol/muc#rooms')).rejects.toThrow(/item-not-found/)
  })

  test('a stranger learns nothing, not even that somebody is here', async () => {
    const questions = [
      '<query xmlns="http://jabber.org/protocol/disco#info"/>', '<query xmlns="http://jabber.org/protocol/disco#items"/>',
      '<query xmlns="jabber:iq:version"/>', '<time xmlns="urn:xmpp:time"/>', '<ping xmlns="urn:xmpp:ping"/>',
    ]
    for (const question of questions) await expect(eve.iq('get', question, alice.jid), question).rejects.toThrow(/service-unavailable/)
  })

  test('nor does another occupant of a room, through the room, even when he is a contact', async () => {
    const room = `birds@${server.mucDomain}`
    await bob.openRoom(room, 'Bob')
    alice.connection.send(xml('presence', { to: `${room}/Alice` }, xml('x', { xmlns: 'http://jabber.org/protocol/muc' })))
    await bob.waitForPresence((presence) => presence.from === `${room}/Alice`)
    for (const question of ['<query xmlns="jabber:iq:version"/>', '<ping xmlns="urn:xmpp:ping"/>']) {
      await expect(bob.iq('get', question, `${room}/Alice`), question).rejects.toThrow(/service-unavailable/)
    }
    expect(alice.wire.some((line) => line.startsWith('<') && line.includes('jabber:iq:version') && line.includes(`${room}/Bob`)), 'it did arrive').toBe(true)
  })

  test('we ask: the version of the server, of a contact, of nobody', async () => {
    expect((await alice.call('version.query', { jid: server.domain })).name).toMatch(new RegExp(kind, 'i'))
    expect((await alice.call('version.query', { jid: bob.jid })).name).toMatch(/slixmpp/i)
    const nobody = await alice.tryCall('version.query', { jid: `nobody@${server.domain}/x` })
    expect(nobody).toMatchObject({ ok: false, error: { condition: expect.any(String) as string } })
  })

  test("a contact's client is known by its verified caps; the next login asks neither him nor the server again", async () => {
    const carol = await createTestClient({ server, user: 'carol', password: 'secret' })
    const dave = { server, user: 'dave', password: 'secret' }
    const first = await createTestClient(dave)
    await first.call('contact.add', { jid: carol.address, name: '', groups: [], message: '' })
    await carol.waitFor('contactRequest.changed')
    await carol.call('contact.accept', { jid: first.address })
    const client = (one: TestClient) => one.state.presence.presences.find((seen) => seen.jid === carol.address)?.resources[0]?.client
    await first.until(() => client(first) === 'Magpie')
    expect(asked(first), 'once asked').toContain(carol.jid)
    await first.stop()

    const second = await createTestClient({ ...dave, profileDir: first.profileDir })
    await second.until(() => client(second) === 'Magpie')
    expect(asked(second)).not.toContain(carol.jid)
    const tellsCaps = /<stream:features>.*protocol\/caps/.test(second.wire.join(''))
    if (tellsCaps) expect(asked(second)).not.toContain(server.domain)
    expect(second.state.presence.status.canBeInvisible).toBe(false)
    await Promise.all([second.stop(), carol.stop()])
  })
})

/** Whom the client asked for disco#info. */
const asked = (client: TestClient) =>
  client.wire.flatMap((line) => (line.startsWith('> <iq') && line.includes('disco#info') && line.includes('type="get"') ? (/ to="([^"]*)"/.exec(line)?.[1] ?? []) : []))

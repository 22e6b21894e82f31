import { describe, expect, test } from 'vitest'
import { createTestClient, type TestClient } from '../support/core-client'
import { conversationOf, joinRoom, roomOf, untilRoom } from '../support/rooms-help'
import { serverKinds, startServer } from '../support/servers'
import { startPeer } from '../support/slixmpp-peer'
import { stage } from '../support/stage'

const NODE = 'urn:xmpp:bookmarks:1'
const fetchItems = `<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='${NODE}'/></pubsub>`
const publish = (id: string, inside: string) =>
  `<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='${NODE}'><item id='${id}'>${inside}</item></publish></pubsub>`

describe.each(serverKinds)('bookmarks on %s', (kind) => {
  const at = stage(kind)
  const { account: person, login, peer: peerOf } = at
  const create = (client: TestClient, name: string) => client.call('room.create', { name, kind: 'public-channel', invite: [] })
  const count = (xml: string) => xml.match(/conference[^>]* autojoin=|autojoin=/g)?.length ?? 0

  test('XEP-0402 several rooms are kept, and no contact can read them', async () => {
    const who = await person('alice')
    const friend = await person('bob')
    const alice = await login(who)
    const bob = await peerOf({ ...friend, autoAccept: true })
    await alice.call('contact.add', { jid: bob.bareJid, name: '', groups: [], message: '' })
    await alice.until(() => alice.state.roster.contacts[0]?.subscription === 'both')
    const rooms = [await create(alice, 'one'), await create(alice, 'two'), await create(alice, 'three')].map((one) => one.room)
    const device = await peerOf({ ...who, resource: 'other' })
    const stored = async () => {
      const xml = await device.iq('get', fetchItems)
      return rooms.every((room) => xml.includes(room)) ? xml : null
    }
    for (let i = 0; i < 40 && !(await stored()); i++) await new Promise((resolve) => setTimeout(resolve, 50))
    expect(count((await stored()) ?? '')).toBe(3)
    await expect(bob.iq('get', fetchItems, alice.address)).rejects.toThrow()
  })

  test('an open one-item node made by somebody careless is repaired before we put a room on it', async () => {
    const who = await person('alice')
    const device = await peerOf({ ...who, resource: 'careless' })
    const old = `old@${at.server.mucDomain}`
    await device.iq('set', publish(old, `<conference xmlns='${NODE}' name='Old' autojoin='false'><extensions><x xmlns='urn:example'/></extensions></conference>`))
    const alice = await login(who)
    await untilRoom(alice, old, (room) => room.isBookmarked && room.name === 'Old' && room.state === 'left')
    await create(alice, 'new one')
    await joinRoom(alice, old)
    for (let i = 0; i < 40 && count(await device.iq('get', fetchItems)) < 2; i++) await new Promise((resolve) => setTimeout(resolve, 50))
    const xml = await device.iq('get', fetchItems)
    expect(count(xml)).toBe(2)
    expect(xml, 'what another client put into its bookmark is still there').toContain('urn:example')
    const config = await device.iq('get', `<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='${NODE}'/></pubsub>`)
    expect(config).toMatch(/access_model.*?value>whitelist</s)
  })

  test('a room that is pinned is pinned on the other device, also one that comes later (XEP-0469); a person is pinned here', async () => {
    const who = await person('alice')
    const [desk, phone] = [await login(who), await login(who)]
    const { room, conversationId } = await create(desk, 'pinned')
    const pinOf = (client: TestClient) => conversationOf(client, 'room', room)?.isPinned
    await untilRoom(phone, room, (one) => one.state === 'joined')
    await desk.call('conversation.setPinned', { conversationId, isPinned: true })
    await phone.until(() => pinOf(phone), 'pinned on the phone')
    const late = await login(who)
    await late.until(() => pinOf(late), 'pinned on a device that comes later')
    await phone.call('conversation.setPinned', { conversationId: conversationOf(phone, 'room', room)!.id, isPinned: false })
    await desk.until(() => pinOf(desk) === false, 'no longer pinned')
    expect(roomOf(desk, room)).toMatchObject({ state: 'joined', autoJoin: true })
    const friend = await desk.call('conversation.open', { kind: 'chat', peer: 'friend@example.org' })
    await desk.call('conversation.setPinned', { conversationId: friend.id, isPinned: true })
    expect(conversationOf(desk, 'chat', 'friend@example.org')?.isPinned).toBe(true)
    expect(desk.wire.filter((line) => line.startsWith('>') && line.includes('friend@example.org') && line.includes('bookmarks'))).toEqual([])
  })

  test('XEP-0402 XEP-0048 what was kept in private storage moves over and is joined', async () => {
    const who = await person('alice')
    const owner = await peerOf(await person('owner'))
    const room = `older@${at.server.mucDomain}`
    await owner.openRoom(room, 'Owner')
    const device = await peerOf({ ...who, resource: 'old' })
    await device.iq(
      'set',
      `<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'><conference jid='${room}' name='Kept' autojoin='1'><nick>Ali</nick></conference></storage></query>`,
    )
    const alice = await login(who)
    await untilRoom(alice, room, (one) => one.state === 'joined' && one.nick === 'Ali' && one.name === 'Kept')
  })

  test('XEP-0048 XEP-0049 without PEP: private storage, and what else is in there stays', async () => {
    const bare = await startServer(kind, {
      withoutModules: kind === 'prosody' ? ['pep', 'bookmarks', 'vcard4', 'vcard_legacy'] : ['mod_pubsub', 'mod_avatar'],
      accounts: [{ user: 'alice', password: 'secret' }],
    })
    try {
      const who = { server: bare, user: 'alice', password: 'secret' }
      const device = await startPeer({ ...who, resource: 'old' })
      const storage = (inside: string) => `<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'>${inside}</storage></query>`
      await device.iq('set', storage(`<url name='Home' url='https://example.org/'/><conference jid='x@${bare.mucDomain}' autojoin='0'/>`))
      const alice = await createTestClient(who)
      const { room } = await create(alice, 'tea')
      for (let i = 0; i < 40 && !(await device.iq('get', storage(''))).includes(room); i++) await new Promise((resolve) => setTimeout(resolve, 50))
      const xml = await device.iq('get', storage(''))
      expect(xml).toContain('https://example.org/')
      expect(xml).toContain(`x@${bare.mucDomain}`)
      expect(xml).toContain(room)
      expect(roomOf(alice, `x@${bare.mucDomain}`)).toMatchObject({ isBookmarked: true, autoJoin: false, state: 'left' })
      await alice.stop()
      await device.stop()
    } finally {
      await bare.stop()
    }
  }, 120_000)

  test('§6.3 the directory lists services and public rooms, with names and counts, and no hidden ones', async () => {
    const alice = await login(await person('alice'))
    const { services } = await alice.call('roomDirectory.services', {})
    expect(services.map((one) => one.jid)).toEqual([at.server.mucDomain])
    const name = `Garden of ${alice.address}`
    const { room } = await create(alice, name)
    const hidden = await alice.call('room.create', { name: 'Secret', kind: 'private-group', invite: [] })
    const carol = await login(await person('carol'))
    const { rooms, isMore } = await carol.call('roomDirectory.list', { service: at.server.mucDomain, limit: 500 })
    expect(isMore).toBe(false)
    expect(rooms.find((one) => one.jid === room)?.name).toBe(name)
    expect(rooms.find((one) => one.jid === hidden.room)).toBeUndefined()
    expect((await carol.call('roomDirectory.list', { service: at.server.mucDomain, limit: 1 })).rooms).toHaveLength(1)
    expect(await alice.call('roomDirectory.info', { room })).toMatchObject({
      jid: room, name, occupantCount: 1, isMembersOnly: false, isPasswordProtected: false,
    })
    expect(await alice.tryCall('roomDirectory.info', { room: `void@${at.server.mucDomain}` })).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })
})

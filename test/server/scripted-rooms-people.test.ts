/** Finding, entering and leaving rooms of Openfire and Tigase as recorded, invitations and registers, through the core. */
import { describe, expect, test } from 'vitest'
import { untilOccupant, useServer } from '../support/room-admin-help'
import type { TestClient } from '../support/core-client'
import { configure } from '../support/room-stage'
import { joinRoom, noticesOf, roomOf, say, textsOf, untilRoom, untilText } from '../support/rooms-help'
import { scriptedKinds, startScriptedServer } from '../support/scripted-rooms'

const NICK = 'muc#register_roomnick'

describe.each(scriptedKinds)('in and out of rooms on the scripted %s', (kind) => {
  const { people, server } = useServer(() => startScriptedServer(kind))
  const create = (client: TestClient, more: { kind?: 'private-group' | 'public-channel'; invite?: string[]; name?: string } = {}) =>
    client.call('room.create', { name: 'Tea 茶', kind: 'public-channel', invite: [], ...more })
  const two = async () => [await people.one('alice'), await people.one('bob')] as const
  const invited = (client: TestClient, room: string) => client.until(() => client.state['room-invites'].received.find((one) => one.room === room))

  test('§6.3 public rooms are listed, hidden ones are not; §6.4 what a room says of itself', async () => {
    const [alice, bob] = await two()
    const open = server().muc.make(`open-${alice.address.split('@')[0]}@${server().mucDomain}`, alice.jid, { publicroom: ['1'], roomname: ['Open 开放'] })
    const { room: hidden } = await create(alice, { kind: 'private-group' })
    const { rooms } = await bob.call('roomDirectory.list', { service: server().mucDomain, limit: 500 })
    expect(rooms.find((one) => one.jid === open.jid)?.name).toBe('Open 开放')
    expect(rooms.find((one) => one.jid === hidden)).toBeUndefined()
    expect(await bob.call('roomFacts.get', { room: open.jid })).toMatchObject({ name: 'Open 开放', access: { isMembersOnly: false } })
    expect(await bob.tryCall('roomFacts.get', { room: `void@${server().mucDomain}` })).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  test('§7.2.3 who enters a room that shows addresses is told', async () => {
    const [alice, bob] = await two()
    const { room } = await create(alice, { kind: 'private-group', invite: [bob.address] })
    const id = await joinRoom(bob, room)
    expect(await noticesOf(bob, id)).toContainEqual({ code: 'room-entered', args: { fact: 'addresses-shown' } })
  })

  test('§7.2.9 full: told so, and let in when there is room again', async () => {
    const [alice, bob] = await two()
    const carol = await people.one('carol')
    const { room } = await create(alice)
    server().muc.rooms.get(room)!.config.set('muc#roomconfig_maxusers', ['2'])
    await joinRoom(bob, room)
    await carol.call('room.join', { room })
    expect((await untilRoom(carol, room, (one) => one.state === 'failed')).problem?.code).toBe('full')
    await bob.call('room.leave', { room, forget: false })
    await alice.until(() => roomOf(alice, room)?.occupantCount === 1)
    await joinRoom(carol, room)
  })

  test('§10.1.2 entering a room that does not exist makes it (§7.2.11), open for others at once', async () => {
    const [alice, bob] = await two()
    const room = `fresh-${alice.address.split('@')[0]}@${server().mucDomain}`
    await joinRoom(alice, room)
    await alice.until(() => server().muc.rooms.get(room)?.isLocked === false)
    await joinRoom(bob, room)
    await untilRoom(alice, room, (one) => one.occupantCount === 2 && one.ownAffiliation === 'owner')
  })

  test('§7.2.13 what was said before is there, once', async () => {
    const [alice, bob] = await two()
    const { room, conversationId } = await create(alice)
    for (const body of ['one', 'two', 'three']) await say(alice, conversationId, body)
    await untilText(alice, 'three', 'sent')
    const id = await joinRoom(bob, room)
    await untilText(bob, 'three')
    await bob.call('room.leave', { room, forget: false })
    await joinRoom(bob, room)
    const nick = roomOf(alice, room)!.nick
    expect(await textsOf(bob, id)).toEqual(['one', 'two', 'three'].map((body) => `${nick}: ${body}`))
  })

  test('§7.7 an own status is told to the room; §7.14 leaving is seen, without a notice', async () => {
    const [alice, bob] = await two()
    const { room, conversationId } = await create(alice)
    await joinRoom(bob, room, { nick: 'Bob' })
    await bob.call('status.set', { availability: 'away', signature: '喝茶' })
    await untilOccupant(alice, room, 'Bob', (one) => one?.availability === 'away' && one.status === '喝茶')
    await bob.call('room.leave', { room, forget: false })
    await untilOccupant(alice, room, 'Bob', (one) => !one)
    expect((await noticesOf(alice, conversationId)).filter((one) => one.code !== 'room-entered')).toEqual([])
    expect(roomOf(bob, room)).toMatchObject({ state: 'left', problem: null })
  })

  test('§7.8.2 asked in through the room; declined with words; refused to a participant where only admins may', async () => {
    const [alice, bob] = await two()
    const carol = await people.one('carol')
    const { room } = await create(alice, { kind: 'private-group', invite: [carol.address] })
    await alice.call('roomInvite.send', { room, to: [bob.address], reason: 'Tea & 茶', via: 'mediated' })
    const { id, by } = await invited(bob, room)
    expect(by.jid).toBe(alice.address)
    await bob.call('roomInvite.decline', { id, reason: 'No time 没空' })
    await alice.until(() => alice.state['room-invites'].sent.some((one) => one.to === bob.address && one.state === 'declined' && one.answer === 'No time 没空'))
    await joinRoom(carol, room)
    await configure(alice, room, { 'muc#roomconfig_allowinvites': '0' })
    const { outcomes } = await carol.call('roomInvite.send', { room, to: [bob.address], via: 'mediated' })
    expect(outcomes).toMatchObject([{ ok: false, error: { condition: 'forbidden' } }])
  })

  test('§7.8.1 asked in directly (XEP-0249), and in', async () => {
    const [alice, bob] = await two()
    const { room } = await create(alice)
    const { outcomes } = await alice.call('roomInvite.send', { room, to: [bob.address], via: 'direct' })
    expect(outcomes).toEqual([{ to: bob.address, ok: true, via: 'direct' }])
    await bob.call('roomInvite.accept', { id: (await invited(bob, room)).id })
    await untilRoom(bob, room, (one) => one.state === 'joined')
    await alice.until(() => roomOf(alice, room)?.occupantCount === 2)
  })

  test('§7.10 register with a room: the nick is kept, and refused to others', async ({ skip }) => {
    const [alice, bob] = await two()
    const { room } = await create(alice)
    await joinRoom(bob, room, { nick: 'Bob' })
    const register = async (client: TestClient, nick: string) => {
      const open = await client.call('roomRegistration.open', { room })
      if (open.kind !== 'open') throw new Error(open.kind)
      const required = open.form.fields.flatMap(({ name, isRequired }) => (isRequired && name !== null && name !== NICK ? { name, values: ['bob@example.org'] } : []))
      return client.call('roomRegistration.submit', { room, answers: [...required, { name: NICK, values: [nick] }] })
    }
    if (kind === 'tigase-8.4.0') {
      expect(await register(bob, 'Robert')).toMatchObject({ kind: 'refused', reason: 'nick-not-used' })
      expect(await register(bob, 'Bob')).toEqual({ kind: 'pending' })
      skip('it takes only the nick one is using, and keeps none')
    }
    expect(await register(bob, 'Robert')).toMatchObject({ kind: 'registered' })
    // COMPAT(openfire): makes a member of him.
    await untilOccupant(alice, room, 'Bob', (one) => one?.affiliation === 'member')
    expect(await register(await people.one('carol'), 'Robert')).toMatchObject({ kind: 'refused', reason: 'nick-taken' })
    await bob.call('roomRegistration.remove', { room })
    await untilOccupant(alice, room, 'Bob', (one) => one?.affiliation === 'none')
  })

  test('§10.2.1 the others learn that they see addresses now (172)', async () => {
    const [alice, bob] = await two()
    const { room } = await create(alice)
    const id = await joinRoom(bob, room)
    await configure(alice, room, { 'muc#roomconfig_whois': 'anyone' })
    await expect.poll(() => noticesOf(bob, id)).toContainEqual({ code: 'room-config-changed', args: { change: 'non-anonymous' } })
  })
})

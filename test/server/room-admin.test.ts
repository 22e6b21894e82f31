/** One use case of XEP-0045 §8–10 per test, its effect as others see it and its refusal beside it. `§` in a title names the use case. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EpochMs } from '#shared/time'
import type { TestClient } from '../support/core-client'
import { makeModerated, nick, own, People, problemOf, sentChanges, untilOccupant } from '../support/room-admin-help'
import { joinRoom, noticesOf, roomOf, say, untilRoom, untilText } from '../support/rooms-help'
import { serverKinds, startServer, type TestServer } from '../support/servers'

describe.each(serverKinds)('administration of people on %s', (kind) => {
  let server: TestServer
  const people = new People(() => server)
  beforeAll(async () => {
    server = await startServer(kind)
  }, 120_000)
  afterAll(async () => {
    await people.stop()
    await server?.stop()
  })
  const three = async (of: 'public-channel' | 'private-group' = 'public-channel') => {
    const { room, people: found, id } = await people.room(['alice', 'bob', 'carol'], of)
    return { room, id, alice: found[0]!, bob: found[1]!, carol: found[2]! }
  }
  const list = async (client: TestClient, room: string, name: 'owner' | 'admin' | 'member' | 'outcast' | 'moderator' | 'participant' | 'visitor') =>
    (await client.call('roomAdmin.list', { room, list: name, listId: 'x' })).entries

  test('§8.2 kick an occupant, with a reason; refused to who is no moderator', async () => {
    const { room, alice, bob, carol } = await three()
    bob.forget()
    expect(await problemOf(bob, 'roomAdmin.setRole', { room, nick: 'Carol', role: 'none' })).toBe('rank-needed')
    expect(sentChanges(bob), 'known before it is sent').toEqual([])
    expect(await alice.call('roomAdmin.setRole', { room, nick: 'Carol', role: 'none', reason: '太吵 & loud' })).toMatchObject({ effect: 'seen', jid: carol.address })
    expect((await untilRoom(carol, room, (one) => one.state === 'failed')).problem).toMatchObject({ code: 'kicked', text: '太吵 & loud' })
    await untilOccupant(bob, room, 'Carol', (one) => !one)
    expect(await problemOf(alice, 'roomAdmin.setRole', { room, nick: 'Carol', role: 'none' }), 'she has just left').toBe('not-here')
    expect(await problemOf(alice, 'roomAdmin.setRole', { room, nick: 'Alice', role: 'none' })).toBe('self')
    await joinRoom(carol, room, { nick: 'Carol' })
  })

  test('§8.3 §8.4 voice taken and given, heard by others; refused for and by the wrong ones', async () => {
    const { room, id, alice, bob, carol } = await three()
    if (kind === 'ejabberd') await makeModerated(alice, room) // elsewhere visitors speak there, as §5.1 allows
    await alice.call('roomAdmin.setRole', { room, nick: 'Bob', role: 'visitor', reason: 'calm down' })
    await untilRoom(bob, room, (one) => one.ownRole === 'visitor')
    await untilOccupant(carol, room, 'Bob', (one) => one?.role === 'visitor')
    const bobs = bob.state.conversations.conversations.find((one) => one.peer === room)!.id
    await say(bob, bobs, 'may I?')
    expect((await untilText(bob, 'may I?', 'failed')).failure?.condition).toBe('forbidden')
    expect(await problemOf(carol, 'roomAdmin.setRole', { room, nick: 'Bob', role: 'participant' })).toBe('rank-needed')
    expect(await alice.call('roomAdmin.setRole', { room, nick: 'Bob', role: 'participant' })).toMatchObject({ effect: 'seen' })
    expect(await alice.call('roomAdmin.setRole', { room, nick: 'Bob', role: 'participant' }), 'it is so').toMatchObject({ effect: 'unchanged' })
    await untilRoom(bob, room, (one) => one.ownRole === 'participant')
    await say(bob, bobs, 'thank you')
    expect((await untilText(alice, 'thank you')).conversationId).toBe(id)
  })

  test('§8.5 §9.8 voice list and moderator list', async () => {
    const { room, alice, bob } = await three()
    expect((await list(alice, room, 'moderator')).map((one) => one.nick)).toEqual(['Alice'])
    expect((await list(alice, room, 'participant')).map((one) => one.nick).sort()).toEqual(['Bob', 'Carol'])
    await alice.call('roomAdmin.setRole', { room, nick: 'Carol', role: 'visitor' })
    await alice.call('roomAdmin.setRole', { room, nick: 'Bob', role: 'moderator' })
    expect((await list(alice, room, 'moderator')).map((one) => one.nick).sort()).toEqual(['Alice', 'Bob'])
    expect((await list(alice, room, 'participant')).map((one) => one.nick)).toEqual([])
    expect((await list(alice, room, 'visitor')).map((one) => one.nick)).toEqual(['Carol'])
    await alice.call('roomAdmin.setRole', { room, nick: 'Bob', role: 'participant' })
    await untilRoom(bob, room, (one) => one.ownRole === 'participant')
    expect(await problemOf(bob, 'roomAdmin.list', { room, list: 'moderator', listId: 'x' })).toBe('rank-needed')
    expect(await problemOf(bob, 'roomAdmin.list', { room, list: 'participant', listId: 'x' })).toBe('rank-needed')
    await alice.call('roomAdmin.setRole', { room, nick: 'Carol', role: 'visitor' })
    await alice.call('roomAdmin.setRole', { room, nick: 'Bob', role: 'moderator' })
    await untilRoom(bob, room, (one) => one.ownRole === 'moderator')
    expect((await list(bob, room, 'moderator')).map((one) => one.nick).sort()).toEqual(['Alice', 'Bob'])
    expect((await list(bob, room, 'participant')).map((one) => one.nick)).toEqual([])
    expect((await list(bob, room, 'visitor')).map((one) => one.nick)).toEqual(['Carol'])
  })

  test('§8.4 §10.2 mute all: nobody below admin can speak, also who comes in anew; undone, who was muted before stays so', async () => {
    const { room, alice, bob, carol } = await three('private-group')
    const [dave, erin] = await Promise.all([people.one('dave'), people.one('erin')])
    for (const [client, name] of [[dave, 'Dave'], [erin, 'Erin']] as const) {
      await alice.call('roomAdmin.setAffiliation', { room, jid: client.address, affiliation: 'member' })
      await joinRoom(client, room, { nick: name })
      await untilOccupant(alice, room, name, (one) => one?.role === 'participant')
    }
    await alice.call('roomAdmin.setRole', { room, nick: 'Dave', role: 'visitor' })
    const { timer } = await alice.call('roomTimer.start', { room, kind: 'mute', nick: 'Erin', untilMs: (Date.now() + 600_000) as EpochMs })
    expect(await problemOf(bob, 'roomMuteAll.set', { room, isOn: true })).toBe('rank-needed')
    expect(await alice.call('roomMuteAll.set', { room, isOn: true })).toEqual({ changed: 2, failed: 0 })
    await untilRoom(bob, room, (one) => one.ownRole === 'visitor' && one.config?.isModerated === true)
    await untilOccupant(bob, room, 'Carol', (one) => one?.role === 'visitor')
    const bobs = bob.state.conversations.conversations.find((one) => one.peer === room)!.id
    await say(bob, bobs, 'anybody?')
    expect((await untilText(bob, 'anybody?', 'failed')).failure?.condition).toBe('forbidden')
    await untilRoom(alice, room, (one) => one.config?.isModerated === true)
    await carol.call('room.leave', { room, forget: false })
    await untilOccupant(alice, room, 'Carol', (one) => !one)
    await joinRoom(carol, room, { nick: 'Carol' })
    await untilRoom(carol, room, (one) => one.ownRole === 'visitor')
    await alice.call('roomTimer.change', { id: timer.id, untilMs: (Date.now() + 1500) as EpochMs })
    await alice.waitFor('roomTimer.removed', (one) => one.id === timer.id && one.end === 'lifted', 20_000)
    expect(roomOf(erin, room)?.ownRole, 'her time is over, but nobody speaks now').toBe('visitor')
    expect(await alice.call('roomMuteAll.set', { room, isOn: false })).toEqual({ changed: 3, failed: 0 })
    await untilRoom(erin, room, (one) => one.ownRole === 'participant')
    await untilRoom(carol, room, (one) => one.ownRole === 'participant' && one.config?.isModerated === false)
    await untilRoom(bob, room, (one) => one.ownRole === 'participant')
    await untilOccupant(bob, room, 'Dave', (one) => one?.role === 'visitor')
    await say(bob, bobs, 'at last')
    await untilText(carol, 'at last')
  })

  test('§8.4 in a room that is not moderated: made so, the muted one is refused and the others still speak', async () => {
    const { room, alice, bob, carol } = await three()
    await alice.call('roomAdmin.setRole', { room, nick: 'Bob', role: 'visitor' })
    expect(await problemOf(carol, 'roomMuteAll.moderate', { room })).toBe('rank-needed')
    await alice.call('roomMuteAll.moderate', { room })
    await untilRoom(bob, room, (one) => one.config?.isModerated === true && one.ownRole === 'visitor')
    const bobs = bob.state.conversations.conversations.find((one) => one.peer === room)!.id
    await say(bob, bobs, 'still me')
    expect((await untilText(bob, 'still me', 'failed')).failure?.condition).toBe('forbidden')
    await say(carol, carol.state.conversations.conversations.find((one) => one.peer === room)!.id, 'and me')
    await untilText(bob, 'and me')
  })

  test('§9.6 §9.7 moderator made and unmade; a moderator without rank may not make others, nor touch the owner', async () => {
    const { room, alice, bob, carol } = await three()
    await alice.call('roomAdmin.setRole', { room, nick: 'Bob', role: 'moderator' })
    await untilRoom(bob, room, (one) => one.ownRole === 'moderator')
    await untilOccupant(carol, room, 'Bob', (one) => one?.role === 'moderator')
    expect(await problemOf(bob, 'roomAdmin.setRole', { room, nick: 'Carol', role: 'moderator' })).toBe('rank-needed')
    expect(await problemOf(bob, 'roomAdmin.setRole', { room, nick: 'Alice', role: 'visitor' })).toBe('higher-rank')
    expect(await bob.call('roomAdmin.setRole', { room, nick: 'Carol', role: 'visitor' })).toMatchObject({ effect: 'seen' })
    await untilRoom(carol, room, (one) => one.ownRole === 'visitor')
    await alice.call('roomAdmin.setRole', { room, nick: 'Bob', role: 'participant' })
    await untilRoom(bob, room, (one) => one.ownRole === 'participant')
  })

  test('§9.1 ban a user by nick, by address, by domain; §9.2 the ban list, and unban', async () => {
    const { room, alice, bob, carol } = await three()
    expect(await problemOf(bob, 'roomAdmin.setAffiliation', { room, nick: 'Carol', affiliation: 'outcast' })).toBe('rank-needed')
    expect(await problemOf(alice, 'roomAdmin.setAffiliation', { room, jid: alice.address, affiliation: 'outcast' })).toBe('self')
    expect(await alice.call('roomAdmin.setAffiliation', { room, nick: 'Carol', affiliation: 'outcast', reason: 'spam' })).toMatchObject({ effect: 'seen', jid: carol.address })
    expect((await untilRoom(carol, room, (one) => one.state === 'failed')).problem).toMatchObject({ code: 'banned', text: 'spam' })
    await untilOccupant(bob, room, 'Carol', (one) => !one)
    expect(await alice.call('roomAdmin.setAffiliation', { room, jid: `nobody@${server.domain}`, affiliation: 'outcast' })).toMatchObject({ effect: 'taken' })
    expect(await alice.call('roomAdmin.setAffiliation', { room, jid: 'spam.example', affiliation: 'outcast' })).toMatchObject({ effect: 'taken' })
    expect((await list(alice, room, 'outcast')).map((one) => one.jid).sort()).toEqual([carol.address, `nobody@${server.domain}`, 'spam.example'].sort())
    expect(await problemOf(bob, 'roomAdmin.list', { room, list: 'outcast', listId: 'x' })).toBe('rank-needed')
    await carol.call('room.join', { room, nick: 'Carol' })
    expect((await untilRoom(carol, room, (one) => one.state === 'failed')).problem?.code).toBe('banned')
    expect(await alice.call('roomAdmin.setAffiliation', { room, jid: carol.address, affiliation: 'none' })).toMatchObject({ effect: 'taken' })
    await joinRoom(carol, room, { nick: 'Carol' })
    expect(await alice.call('roomAdmin.setAffiliation', { room, jid: carol.address, affiliation: 'none' })).toMatchObject({ effect: 'unchanged' })
  })

  test('§9.3 §9.4 §9.5 membership given, seen, listed and taken; in a members-only room that puts out', async () => {
    const { room, alice, bob, carol } = await three('private-group')
    expect((await list(alice, room, 'member')).map((one) => one.jid).sort()).toEqual([bob.address, carol.address])
    expect(await problemOf(bob, 'roomAdmin.setAffiliation', { room, nick: 'Carol', affiliation: 'none' })).toBe('rank-needed')
    await alice.call('roomAdmin.setAffiliation', { room, nick: 'Carol', affiliation: 'none', reason: 'no longer' })
    expect((await untilRoom(carol, room, (one) => one.state === 'failed')).problem).toMatchObject({ code: 'membership-lost', text: 'no longer' })
    await untilOccupant(bob, room, 'Carol', (one) => !one)
    await alice.call('roomAdmin.setAffiliation', { room, jid: carol.address, affiliation: 'member' })
    await joinRoom(carol, room, { nick: 'Carol' })
    await untilOccupant(bob, room, 'Carol', (one) => one?.affiliation === 'member')
    await alice.call('roomAdmin.setAffiliation', { room, jid: carol.address, affiliation: 'admin' })
    await untilRoom(carol, room, (one) => one.ownAffiliation === 'admin')
    expect(await carol.call('roomAdmin.setAffiliation', { room, jid: `dave@${server.domain}`, affiliation: 'member', reservedNick: 'Dave' })).toMatchObject({ effect: 'taken' })
    expect((await list(carol, room, 'member')).map((one) => one.jid).sort()).toEqual([bob.address, `dave@${server.domain}`].sort())
  })

  test('§10.6 §10.7 §10.8 admin made, listed and unmade; an admin may not make admins nor touch the owner', async () => {
    const { room, alice, bob, carol } = await three()
    expect(await alice.call('roomAdmin.setAffiliation', { room, nick: 'Bob', affiliation: 'admin' })).toMatchObject({ effect: 'seen', jid: bob.address })
    await untilRoom(bob, room, (one) => one.ownAffiliation === 'admin' && one.ownRole === 'moderator')
    await untilOccupant(carol, room, 'Bob', (one) => one?.affiliation === 'admin')
    const told = await noticesOf(bob, bob.state.conversations.conversations.find((one) => one.peer === room)!.id)
    expect(told).toContainEqual({ code: 'room-own-rank', args: expect.objectContaining({ rank: 'admin' }) as Record<string, string> })
    expect((await list(bob, room, 'admin')).map((one) => one.jid)).toEqual([bob.address])
    bob.forget()
    expect(await problemOf(bob, 'roomAdmin.setAffiliation', { room, nick: 'Carol', affiliation: 'admin' })).toBe('rank-needed')
    expect(await problemOf(bob, 'roomAdmin.setAffiliation', { room, nick: 'Alice', affiliation: 'outcast' })).toBe('higher-rank')
    expect(sentChanges(bob)).toEqual([])
    await alice.call('roomAdmin.setAffiliation', { room, jid: bob.address, affiliation: 'none' })
    await untilRoom(bob, room, (one) => one.ownAffiliation === 'none')
  })

  test('§10.3 §10.4 §10.5 owner made, listed and unmade; the last owner stays', async () => {
    const { room, alice, bob, carol } = await three()
    alice.forget()
    expect(await problemOf(alice, 'roomAdmin.setAffiliation', { room, jid: alice.address, affiliation: 'member' })).toBe('last-owner')
    expect(sentChanges(alice), 'known before it is sent').toEqual([])
    await alice.call('roomAdmin.setAffiliation', { room, nick: 'Bob', affiliation: 'owner' })
    await untilRoom(bob, room, (one) => one.ownAffiliation === 'owner')
    await untilOccupant(carol, room, 'Bob', (one) => one?.affiliation === 'owner')
    expect((await list(bob, room, 'owner')).map((one) => one.jid).sort()).toEqual([alice.address, bob.address])
    await alice.call('roomAdmin.setAffiliation', { room, jid: alice.address, affiliation: 'none' })
    await untilRoom(alice, room, (one) => one.ownAffiliation === 'none')
    expect(await problemOf(bob, 'roomAdmin.setAffiliation', { room, nick: 'Bob', affiliation: 'admin' })).toBe('last-owner')
  })

  test('§10.3 §10.4 §10.5 the room is handed over: the other is owner before we step down; refused to ourselves and to guests', async () => {
    const { room, alice, bob, carol } = await three()
    expect(await problemOf(alice, 'roomAdmin.handOver', { room, jid: alice.address, become: 'none' })).toBe('self')
    expect(await problemOf(carol, 'roomAdmin.handOver', { room, jid: bob.address, become: 'none' })).toBe('rank-needed')
    expect(await alice.call('roomAdmin.handOver', { room, jid: bob.address, become: 'owner' })).toMatchObject({ stepDown: 'not-wanted' })
    const handed = await alice.call('roomAdmin.handOver', { room, jid: bob.address, become: 'admin' })
    expect(handed).toEqual({ owners: [bob.address], stepDown: 'done' })
    await untilRoom(bob, room, (one) => one.ownAffiliation === 'owner')
    await untilRoom(alice, room, (one) => one.ownAffiliation === 'admin')
    await untilOccupant(carol, room, 'Alice', (one) => one?.affiliation === 'admin')
    expect((await list(bob, room, 'owner')).map((one) => one.jid)).toEqual([bob.address])
    expect(await problemOf(alice, 'roomAdmin.handOver', { room, jid: carol.address, become: 'none' })).toBe('rank-needed')
  })

  test('§9.1 in a room that we are not in: the room decides', async () => {
    const { room, alice, bob } = await three()
    await alice.call('room.leave', { room, forget: false })
    await bob.call('room.leave', { room, forget: false })
    expect(await alice.call('roomAdmin.setAffiliation', { room, jid: `eve@${server.domain}`, affiliation: 'outcast' })).toMatchObject({ effect: 'taken' })
    expect(await problemOf(bob, 'roomAdmin.setAffiliation', { room, jid: `eve2@${server.domain}`, affiliation: 'outcast' })).toBe('not-joined')
    expect(await problemOf(bob, 'roomAdmin.setRole', { room, nick: 'Carol', role: 'none' })).toBe('not-joined')
  })

  test('§9.1 the banned are put out again where the server lets them in', async ({ skip }) => {
    skip(kind === 'prosody', 'it never lets the banned in')
    const { room, alice, carol } = await three()
    await makeModerated(alice, room)
    await alice.call('roomAdmin.setAffiliation', { room, nick: 'Carol', affiliation: 'member' })
    await alice.call('roomAdmin.setAffiliation', { room, nick: 'Carol', affiliation: 'outcast' })
    await untilRoom(carol, room, (one) => one.state === 'failed')
    await carol.call('room.join', { room, nick: 'Carol' })
    expect((await untilRoom(carol, room, (one) => one.state === 'failed')).problem?.code).toMatch(/^(kicked|banned)$/)
  })

  test('others see who did it and why, in their conversation; the log finds it by person and kind', async () => {
    const { room, alice, bob } = await three()
    await alice.call('roomAdmin.setRole', { room, nick: nick('carol'), role: 'none', reason: 'out' })
    await untilOccupant(bob, room, 'Carol', (one) => !one)
    const id = bob.state.conversations.conversations.find((one) => one.peer === room)!.id
    expect(await noticesOf(bob, id)).toContainEqual({ code: 'room-occupant-kicked', args: { nick: 'Carol', actor: 'Alice', reason: 'out' } })
    expect(own(alice, room)?.ownAffiliation).toBe('owner')
    await alice.call('roomAdmin.setAffiliation', { room, nick: 'Bob', affiliation: 'member' })
    const logged = async (more: object) => (await alice.call('roomAudit.list', { room, limit: 10, ...more })).entries.map(({ kind: what, nick: who }) => [what, who])
    expect((await alice.call('roomAudit.people', { room })).people.map((one) => one.nick)).toEqual(['Bob', 'Carol'])
    expect(await logged({ person: { nick: 'Carol', jid: null } })).toEqual([['kick', 'Carol']])
    expect(await logged({ kinds: ['affiliation'] })).toEqual([['affiliation', 'Bob']])
    expect(await logged({ person: { nick: 'Alice', jid: alice.address } }), 'what she has done').toEqual([['affiliation', 'Bob'], ['kick', 'Carol']])
  })
})

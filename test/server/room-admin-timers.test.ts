/** Timed mutes and bans, kept by the moderator's own devices. */
import { describe, expect, test } from 'vitest'
import type { EpochMs } from '#shared/time'
import type { TestClient } from '../support/core-client'
import { nick, People, problemOf, untilOccupant, useServer } from '../support/room-admin-help'
import { joinRoom, untilRoom } from '../support/rooms-help'
import { serverKinds, startServer } from '../support/servers'

const inMs = (ms: number) => (Date.now() + ms) as EpochMs
const auditKinds = async (client: TestClient, room: string) =>
  (await client.call('roomAudit.list', { room, limit: 50 })).entries.map((one) => one.kind).filter((one) => one.startsWith('timer'))
const timersOf = (client: TestClient) => client.state['room-timers'].timers

describe.each(serverKinds)('timed mutes and bans on %s', (kind) => {
  const { people, server } = useServer(() => startServer(kind))

  test('§8.4 timed mute: given back when the time is over; whoever comes back too early is muted again', async () => {
    const { room, people: [alice, bob] } = await people.room(['alice', 'bob'])
    const { timer } = await alice!.call('roomTimer.start', { room, kind: 'mute', nick: 'Bob', untilMs: inMs(6000), reason: 'a break' })
    expect(timer).toMatchObject({ room, kind: 'mute', nick: 'Bob', jid: bob!.address, isShared: true, waitingFor: null })
    await untilRoom(bob!, room, (one) => one.ownRole === 'visitor')
    await bob!.call('room.leave', { room, forget: false })
    await untilOccupant(alice!, room, 'Bob', (one) => !one)
    bob!.forget()
    await joinRoom(bob!, room, { nick: 'Bobby' })
    await untilRoom(bob!, room, (one) => one.ownRole === 'visitor')
    await alice!.waitFor('roomTimer.removed', (one) => one.id === timer.id && one.end === 'lifted', 20_000)
    await untilRoom(bob!, room, (one) => one.ownRole === 'participant')
    expect(await auditKinds(alice!, room)).toEqual(['timer-lifted', 'timer-set'])
    expect(timersOf(alice!)).toEqual([])
    expect(await problemOf(bob!, 'roomTimer.start', { room, kind: 'mute', nick: 'Alice', untilMs: inMs(5000) })).toBe('rank-needed')
    expect(await problemOf(alice!, 'roomTimer.start', { room, kind: 'mute', nick: 'Nobody', untilMs: inMs(5000) })).toBe('not-here')
  })

  test('§9.1 timed ban: missed while nobody of ours was online, lifted at the next login of another device', async () => {
    const { room, people: [alice, bob] } = await people.room(['alice', 'bob'])
    await alice!.call('roomAdmin.setAffiliation', { room, nick: 'Bob', affiliation: 'member' })
    const { timer } = await alice!.call('roomTimer.start', { room, kind: 'ban', nick: 'Bob', untilMs: inMs(1500), reason: 'spam' })
    expect(timer).toMatchObject({ before: 'member', isShared: true })
    expect((await untilRoom(bob!, room, (one) => one.state === 'failed')).problem).toMatchObject({ code: 'banned', text: 'spam' })
    await alice!.stop()
    people.open.splice(people.open.indexOf(alice!), 1)
    await new Promise((resolve) => setTimeout(resolve, 1800))
    await bob!.call('room.join', { room, nick: 'Bob' })
    expect((await untilRoom(bob!, room, (one) => one.state === 'failed')).problem?.code).toBe('banned')
    const phone = await people.login({ server: server(), user: alice!.address.split('@')[0]!, password: 'secret' })
    await phone.waitFor('roomTimer.removed', (one) => one.id === timer.id && one.end === 'lifted', 20_000)
    await joinRoom(bob!, room, { nick: 'Bob' })
    await untilRoom(bob!, room, (one) => one.ownAffiliation === 'member')
  })

  test('two devices know it and lift it together, which does no harm', async () => {
    const { room, people: [alice, bob] } = await people.room(['alice', 'bob'])
    const phone = await people.login({ server: server(), user: alice!.address.split('@')[0]!, password: 'secret' })
    await untilRoom(phone, room, (one) => one.state === 'joined')
    const { timer } = await alice!.call('roomTimer.start', { room, kind: 'ban', nick: 'Bob', untilMs: inMs(3000) })
    expect((await phone.waitFor('roomTimer.changed', (one) => one.timer.id === timer.id)).timer).toMatchObject({ jid: bob!.address, isShared: true })
    await Promise.all([alice!, phone].map((one) => one.waitFor('roomTimer.removed', ({ id }) => id === timer.id, 20_000)))
    await joinRoom(bob!, room, { nick: 'Bob' })
    await untilOccupant(alice!, room, nick('bob'), (one) => one?.affiliation === 'none')
    expect([timersOf(alice!), timersOf(phone)]).toEqual([[], []])
  })

  test('what another moderator has changed meanwhile is left alone and noted', async () => {
    const { room, people: [alice, bob, carol] } = await people.room(['alice', 'bob', 'carol'])
    await alice!.call('roomAdmin.setAffiliation', { room, nick: 'Carol', affiliation: 'admin' })
    await untilRoom(carol!, room, (one) => one.ownAffiliation === 'admin')
    const { timer } = await alice!.call('roomTimer.start', { room, kind: 'mute', nick: 'Bob', untilMs: inMs(60_000) })
    await untilOccupant(carol!, room, 'Bob', (one) => one?.role === 'visitor')
    await carol!.call('roomAdmin.setRole', { room, nick: 'Bob', role: 'participant' })
    await alice!.waitFor('roomTimer.removed', (one) => one.id === timer.id && one.end === 'void')
    const ban = await alice!.call('roomTimer.start', { room, kind: 'ban', nick: 'Bob', untilMs: inMs(4000) })
    await untilRoom(bob!, room, (one) => one.state === 'failed')
    await carol!.call('roomAdmin.setAffiliation', { room, jid: bob!.address, affiliation: 'member' })
    await alice!.waitFor('roomTimer.removed', (one) => one.id === ban.timer.id && one.end === 'void', 20_000)
    expect((await alice!.call('roomAdmin.list', { room, list: 'member', listId: 'x' })).entries.map((one) => one.jid)).toEqual([bob!.address])
    expect(await auditKinds(alice!, room)).toEqual(['timer-void', 'timer-set', 'timer-void', 'timer-set'])
  })

  test('§8.3 §9.2 voice given and a ban lifted by hand end their time at once; also by another owner, without his being seen', async () => {
    const { room, people: [alice, bob, carol] } = await people.room(['alice', 'bob', 'carol'])
    await alice!.call('roomTimer.start', { room, kind: 'mute', nick: 'Bob', untilMs: inMs(600_000) })
    await untilRoom(bob!, room, (one) => one.ownRole === 'visitor')
    await alice!.call('roomAdmin.setRole', { room, nick: 'Bob', role: 'participant' })
    await untilRoom(bob!, room, (one) => one.ownRole === 'participant')
    expect(timersOf(alice!)).toEqual([])
    await alice!.call('roomTimer.start', { room, kind: 'ban', nick: 'Bob', untilMs: inMs(600_000) })
    await untilRoom(bob!, room, (one) => one.state === 'failed')
    await alice!.call('roomAdmin.setAffiliation', { room, jid: bob!.address, affiliation: 'none' })
    expect(timersOf(alice!)).toEqual([])
    await joinRoom(bob!, room, { nick: 'Bob' })
    await untilOccupant(alice!, room, 'Bob', (one) => one !== undefined)
    expect(await auditKinds(alice!, room)).toEqual(['timer-cancelled', 'timer-set', 'timer-cancelled', 'timer-set'])
    await alice!.call('roomAdmin.setAffiliation', { room, nick: 'Carol', affiliation: 'owner' })
    await untilRoom(carol!, room, (one) => one.ownAffiliation === 'owner')
    const { timer } = await alice!.call('roomTimer.start', { room, kind: 'ban', nick: 'Bob', untilMs: inMs(600_000) })
    await untilOccupant(carol!, room, 'Bob', (one) => one === undefined) // as long as she sees him there is nothing to lift
    await carol!.call('roomAdmin.setAffiliation', { room, jid: bob!.address, affiliation: 'none' })
    await alice!.waitFor('roomTimer.removed', (one) => one.id === timer.id && one.end === 'void')
    expect(timersOf(alice!)).toEqual([])
  })

  test('changed, lifted by hand, or made to last', async () => {
    const { room, people: [alice, bob] } = await people.room(['alice', 'bob'])
    const { timer } = await alice!.call('roomTimer.start', { room, kind: 'ban', nick: 'Bob', untilMs: inMs(60_000) })
    const longer = await alice!.call('roomTimer.change', { id: timer.id, untilMs: inMs(600_000) })
    expect(longer.timer).toMatchObject({ id: timer.id, isShared: true })
    expect(longer.timer.untilMs).toBeGreaterThan(timer.untilMs)
    await alice!.call('roomTimer.cancel', { id: timer.id, lift: true })
    await joinRoom(bob!, room, { nick: 'Bob' })
    const again = await alice!.call('roomTimer.start', { room, kind: 'ban', jid: bob!.address, untilMs: inMs(60_000) })
    await alice!.call('roomTimer.cancel', { id: again.timer.id, lift: false })
    expect((await alice!.call('roomAdmin.list', { room, list: 'outcast', listId: 'x' })).entries.map((one) => one.jid)).toEqual([bob!.address])
    expect(await auditKinds(alice!, room)).toEqual(['timer-cancelled', 'timer-set', 'timer-lifted', 'timer-set'])
  })
})

describe.each(serverKinds)('without a private store on %s', (kind) => {
  test('only this device knows, and says so', async () => {
    const server = await startServer(kind, { withoutModules: kind === 'prosody' ? ['pep', 'bookmarks', 'vcard_legacy', 'vcard4'] : ['mod_pubsub', 'mod_avatar'] })
    const people = new People(() => server)
    try {
      const { room, people: [alice, bob] } = await people.room(['alice', 'bob'])
      const { timer } = await alice!.call('roomTimer.start', { room, kind: 'mute', nick: 'Bob', untilMs: inMs(1500) })
      expect(timer.isShared).toBe(false)
      await alice!.waitFor('roomTimer.removed', (one) => one.end === 'lifted', 20_000)
      await untilRoom(bob!, room, (one) => one.ownRole === 'participant')
    } finally {
      await people.stop()
      await server.stop()
    }
  }, 120_000)
})

import { describe, expect, test } from 'vitest'
import { configure, roomStage } from '../support/room-stage'
import { serverKinds } from '../support/servers'

const NO_COMMANDS = "Debian's Prosody has no commands for titles"
const hat = { uri: 'http://x.example/hats#teacher', title: 'Teacher 老师', hue: null }

describe.each(serverKinds)('titles in rooms on %s', (kind) => {
  const stage = roomStage(kind)

  test('XEP-0317 assign and take away: the others get it with the presence', async ({ skip }) => {
    skip(kind === 'prosody', NO_COMMANDS)
    const { alice, bob, carol } = await stage.people('alice', 'bob', 'carol')
    const room = await stage.room(alice)
    await configure(alice, room, { enable_hats: '1' })
    await stage.enter(bob, room, [alice])
    await stage.enter(carol, room, [alice])
    expect(await alice.call('roomHats.get', { room })).toEqual({
      available: null, assigned: [], can: { create: false, destroy: false, assign: true, unassign: true },
    })
    carol.forget()
    await alice.call('roomHats.assign', { room, jid: bob.address, hat })
    expect((await alice.call('roomHats.get', { room })).assigned).toEqual([{ jid: bob.address, hat }])
    await carol.until(() => carol.wire.find((line) => line.startsWith('<') && line.includes(hat.uri) && line.includes('老师')))
    const { occupants } = await carol.call('room.occupants', { room })
    expect(occupants.flatMap((one) => one.hats ?? []), 'the room does not say that it gives titles: anybody could make one up').toEqual([])
    expect((await alice.call('roomFacts.get', { room })).can.hats).toBe(false)
    carol.forget()
    await alice.call('roomHats.unassign', { room, jid: bob.address, uri: hat.uri })
    expect((await alice.call('roomHats.get', { room })).assigned).toEqual([])
    expect(await alice.tryCall('roomHats.create', { room, hat }), 'this server keeps no list').toMatchObject({ ok: false, error: { code: 'not-supported' } })
  })

  test('XEP-0317 refused: to somebody who does not run the room', async ({ skip }) => {
    skip(kind === 'prosody', NO_COMMANDS)
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice)
    await configure(alice, room, { enable_hats: '1' })
    await stage.enter(bob, room, [alice])
    expect(await bob.tryCall('roomHats.assign', { room, jid: bob.address, hat })).toMatchObject({ ok: false })
    expect((await alice.call('roomHats.get', { room })).assigned).toEqual([])
  })

  test('a room without titles says so', async () => {
    const { alice } = await stage.people('alice')
    const room = await stage.room(alice)
    expect(await alice.tryCall('roomHats.get', { room })).toMatchObject({ ok: false, error: { code: 'not-supported' } })
  })
})

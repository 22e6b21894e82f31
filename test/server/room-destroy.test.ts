import { describe, expect, test } from 'vitest'
import { roomStage } from '../support/room-stage'
import { conversationOf, noticesOf, roomOf, untilRoom } from '../support/rooms-help'
import { serverKinds } from '../support/servers'

describe.each(serverKinds)('ending rooms on %s', (kind) => {
  const stage = roomStage(kind)

  test('§10.9 destroy with reason, alternate venue and its password: the others are shown the way', async () => {
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice)
    const next = await stage.room(alice, { name: 'Next' })
    const form = await alice.call('roomConfig.open', { room: next })
    const changes = [{ name: 'muc#roomconfig_roomsecret', values: ['sesame'] }]
    if (kind === 'ejabberd') changes.push({ name: 'muc#roomconfig_passwordprotectedroom', values: ['1'] })
    expect(await alice.call('roomConfig.submit', { room: next, revision: form.revision, changes })).toMatchObject({ kind: 'saved' })
    await stage.enter(bob, room, [alice])

    await alice.call('roomConfig.destroy', { room, reason: 'Moved 搬家', alternate: next, password: 'sesame' })
    const gone = await untilRoom(bob, room, (one) => one.state === 'failed')
    expect(gone.problem).toMatchObject({ code: 'destroyed', text: 'Moved 搬家', alternate: next, alternatePassword: 'sesame' })
    expect(gone.autoJoin, 'going back in at the next start would make it anew').toBe(false)
    const conversation = conversationOf(bob, 'room', room)!
    expect(await noticesOf(bob, conversation.id)).toContainEqual({ code: 'room-destroyed', args: { reason: 'Moved 搬家', alternate: next } })
    await bob.call('room.join', { room: next, password: gone.problem?.alternatePassword ?? '' })
    await untilRoom(bob, next, (one) => one.state === 'joined')
    expect((await untilRoom(alice, room, (one) => one.state === 'failed')).problem).toMatchObject({ code: 'destroyed', alternate: next })
  })

  test('§10.9 destroy without a word', async () => {
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice)
    await stage.enter(bob, room, [alice])
    await alice.call('roomConfig.destroy', { room })
    expect((await untilRoom(bob, room, (one) => one.state === 'failed')).problem).toEqual({ code: 'destroyed', text: null, actor: null, alternate: null })
  })

  test('§10.9 destroy, refused: who is no owner cannot, and the room stays', async () => {
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice)
    await stage.enter(bob, room, [alice])
    expect(await bob.tryCall('roomConfig.destroy', { room })).toMatchObject({ ok: false, error: { code: 'forbidden', condition: 'forbidden' } })
    expect(await alice.tryCall('roomConfig.destroy', { room, alternate: room })).toMatchObject({ ok: false, error: { code: 'bad-input' } })
    expect(roomOf(alice, room)?.state).toBe('joined')
    expect(roomOf(bob, room)?.state).toBe('joined')
  })

  test('§7.2.11 a room that moved says where to', async ({ skip }) => {
    skip(kind === 'ejabberd', 'ejabberd forgets destroyed rooms')
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice)
    const next = await stage.room(alice, { name: 'Next' })
    await alice.call('roomConfig.destroy', { room, reason: 'Over there', alternate: next })
    await bob.call('room.join', { room })
    const { problem } = await untilRoom(bob, room, (one) => one.state === 'failed')
    expect(problem).toMatchObject({ code: 'gone', alternate: next })
    expect(problem?.text).toContain('Over there')
  })
})

import { describe, expect, test } from 'vitest'
import { adminItem, roomStage } from '../support/room-stage'
import { conversationOf, noticesOf, untilRoom } from '../support/rooms-help'
import { serverKinds } from '../support/servers'

const NICK = 'muc#register_roomnick'
const NO_REGISTER = 'ejabberd has no register for its rooms'

describe.each(serverKinds)('the register of rooms on %s', (kind) => {
  const stage = roomStage(kind, kind === 'prosody' ? { extraConfig: 'enforce_registered_nickname = true' } : {})

  test('§7.10 register, §7.12 reserved nick: the nick is kept for its owner, also against others', async ({ skip }) => {
    skip(kind === 'ejabberd', NO_REGISTER)
    const { alice, bob, carol } = await stage.people('alice', 'bob', 'carol')
    const room = await stage.room(alice)
    await adminItem(alice, room, { affiliation: 'member', jid: bob.address })
    expect(await bob.call('roomRegistration.reservedNick', { room })).toEqual({ nick: null })
    const open = await bob.call('roomRegistration.open', { room })
    expect(open).toMatchObject({ kind: 'open', webPage: null })
    if (open.kind !== 'open') throw new Error(open.kind)
    expect(open.form.fields.find((field) => field.name === NICK)).toMatchObject({ isRequired: true, type: 'text-single' })
    expect(await bob.call('roomRegistration.submit', { room, answers: [] })).toEqual({ kind: 'invalid', issues: [{ name: NICK, issue: 'required' }] })
    expect(await bob.call('roomRegistration.submit', { room, answers: [{ name: NICK, values: ['罗伯特'] }] })).toEqual({ kind: 'registered', nick: '罗伯特' })
    expect(await bob.call('roomRegistration.open', { room })).toEqual({ kind: 'registered', nick: '罗伯特' })
    expect(await bob.call('roomRegistration.reservedNick', { room })).toEqual({ nick: '罗伯特' })

    await bob.call('room.join', { room })
    expect((await untilRoom(bob, room, (one) => one.state === 'joined')).nick, 'nobody named another').toBe('罗伯特')

    await carol.call('room.join', { room, nick: '罗伯特' })
    expect((await untilRoom(carol, room, (one) => one.state === 'joined')).nick, 'taken, so varied').toBe('罗伯特2')
    await adminItem(alice, room, { affiliation: 'member', jid: carol.address })
    expect(await carol.call('roomRegistration.submit', { room, answers: [{ name: NICK, values: ['罗伯特'] }] })).toMatchObject({
      kind: 'refused', reason: 'nick-taken', error: { condition: 'conflict' },
    })
  })

  test('§7.10 remove the registration: the nick is free again', async ({ skip }) => {
    skip(kind === 'ejabberd', NO_REGISTER)
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice)
    await adminItem(alice, room, { affiliation: 'member', jid: bob.address })
    await bob.call('roomRegistration.submit', { room, answers: [{ name: NICK, values: ['Robert'] }] })
    await bob.call('roomRegistration.remove', { room })
    expect(await bob.call('roomRegistration.reservedNick', { room })).toEqual({ nick: null })
    expect(await alice.call('roomRegistration.submit', { room, answers: [{ name: NICK, values: ['Robert'] }] })).toMatchObject({ kind: 'registered' })
  })

  test('§7.10 register, refused: it is for members only', async ({ skip }) => {
    skip(kind === 'ejabberd', NO_REGISTER)
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice, { kind: 'private-group' })
    expect(await bob.call('roomRegistration.open', { room })).toMatchObject({ kind: 'closed', why: 'members-only', error: { condition: 'registration-required' } })
    expect(await bob.call('roomRegistration.submit', { room, answers: [{ name: NICK, values: ['x'] }] })).toMatchObject({ kind: 'refused', reason: 'not-allowed' })
    await adminItem(alice, room, { affiliation: 'outcast', jid: bob.address })
    expect(await bob.call('roomRegistration.open', { room })).toMatchObject({ kind: 'closed', why: 'banned' })
  })

  test('§9.9 who runs the room is asked before somebody is registered', async ({ skip }) => {
    skip(kind === 'ejabberd', NO_REGISTER)
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice)
    await adminItem(alice, room, { affiliation: 'member', jid: bob.address })
    const outcome = await bob.call('roomRegistration.submit', { room, answers: [{ name: NICK, values: ['Robert'] }] })
    skip(outcome.kind === 'registered' && alice.state['room-registration'].requests.length === 0, 'it registers members without asking anybody')
    const request = await alice.until(() => alice.state['room-registration'].requests.find((one) => one.room === room))
    await alice.call('roomRegistration.answer', { room, id: request.id, allow: true })
    expect(await bob.call('roomRegistration.open', { room })).toMatchObject({ kind: 'registered' })
  })

  test('§7.2.8 who has a reserved nick gets it where the room insists (210), and may have no other', async ({ skip }) => {
    skip(kind === 'ejabberd', NO_REGISTER)
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice)
    await adminItem(alice, room, { affiliation: 'member', jid: bob.address })
    await bob.call('roomRegistration.submit', { room, answers: [{ name: NICK, values: ['Robert'] }] })
    await bob.call('room.join', { room, nick: 'Bobby' })
    expect((await untilRoom(bob, room, (one) => one.state === 'joined')).nick).toBe('Robert')
    expect(await noticesOf(bob, conversationOf(bob, 'room', room)!.id)).toContainEqual({ code: 'room-nick-changed', args: { from: 'Bobby', to: 'Robert', isSelf: '1' } })
    await alice.waitFor('room.occupantsChanged', ({ changed }) => changed.some((one) => one.nick === 'Robert'))
    const refused = await bob.tryCall('room.setNick', { room, nick: 'Bobby' })
    expect(refused).toMatchObject({ ok: false, error: { condition: 'not-acceptable' } })
  })

  test('a room without a register says so', async ({ skip }) => {
    skip(kind === 'prosody', 'Prosody has a register')
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice)
    expect(await bob.call('roomRegistration.open', { room })).toEqual({ kind: 'none' })
    expect(await bob.call('roomRegistration.reservedNick', { room })).toEqual({ nick: null })
    expect(await bob.tryCall('roomRegistration.submit', { room, answers: [] })).toMatchObject({ ok: false, error: { code: 'not-supported' } })
  })
})

import { describe, expect, test } from 'vitest'
import { createTestClient, type TestClient } from '../support/core-client'
import { adminItem, configure, nickOf, roomStage } from '../support/room-stage'
import { lastSent, roomOf, untilRoom } from '../support/rooms-help'
import { serverKinds } from '../support/servers'
import { tempDir } from '../support/temp'
import { befriend } from '../support/stage'

describe.each(serverKinds)('invitations on %s', (kind) => {
  const stage = roomStage(kind)
  const received = (client: TestClient) => client.state['room-invites'].received
  const sent = (client: TestClient) => client.state['room-invites'].sent
  const invited = (client: TestClient, room: string) => client.until(() => received(client).find((one) => one.room === room), `an invitation to ${room}`)

  test('§7.8.2 mediated invitation with reason; declined with words; nobody is left waiting', async () => {
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice)
    const { outcomes } = await alice.call('roomInvite.send', { room, to: [bob.address], reason: 'Tea & 茶 <now>', via: 'mediated' })
    expect(outcomes).toEqual([{ to: bob.address, ok: true, via: 'mediated' }])
    const invite = await invited(bob, room)
    expect(invite).toMatchObject({ via: 'mediated', reason: 'Tea & 茶 <now>', isVerified: true, isFromStranger: true, hasPassword: false })
    // Prosody names the inviter by his nick where addresses are hidden.
    expect(invite.by).toEqual(kind === 'prosody' ? { jid: null, nick: nickOf(alice, room) } : { jid: alice.address, nick: null })
    expect(await bob.call('roomInvite.decline', { id: invite.id, reason: 'No time 没空' })).toEqual({ isTold: true })
    expect(received(bob)).toEqual([])
    await alice.until(() => sent(alice)[0]?.state === 'declined')
    expect(sent(alice)).toMatchObject([{ room, to: bob.address, state: 'declined', answer: 'No time 没空' }])
    expect(await bob.tryCall('roomInvite.decline', { id: invite.id })).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  test('§7.8.2 members-only: through the room, which makes a member of the invited; he goes in and the invitation is gone', async () => {
    const { alice, bob, carol } = await stage.people('alice', 'bob', 'carol')
    const room = await stage.room(alice, { kind: 'private-group' })
    const { outcomes } = await alice.call('roomInvite.send', { room, to: [bob.address] })
    expect(outcomes).toEqual([{ to: bob.address, ok: true, via: 'mediated' }])
    const invite = await invited(bob, room)
    expect(invite.by.jid).toBe(alice.address)
    await bob.call('roomInvite.accept', { id: invite.id })
    await untilRoom(bob, room, (one) => one.state === 'joined' && one.ownAffiliation === 'member')
    await bob.until(() => received(bob).length === 0)
    await alice.until(() => sent(alice)[0]?.state === 'joined')
    expect(await alice.call('roomInvite.send', { room, to: [bob.address, alice.address] })).toMatchObject({
      outcomes: [{ ok: false, error: { code: 'conflict' } }, { ok: false, error: { code: 'bad-input' } }],
    })
    await configure(alice, room, { 'muc#roomconfig_allowinvites': '0', '{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites': '0' })
    const refused = await bob.call('roomInvite.send', { room, to: [carol.address] })
    expect(refused.outcomes, 'a member who may not invite').toMatchObject([{ to: carol.address, ok: false, error: { code: kind === 'prosody' ? 'forbidden' : 'refused' } }])
    expect(sent(bob)).toEqual([])
  })

  test('XEP-0249 §7.8.1 direct invitation to a contact, with the password; declining tells nobody', async () => {
    const { alice, bob } = await stage.people('alice', 'bob')
    await befriend(alice, bob)
    const room = await stage.room(alice)
    await configure(alice, room, { 'muc#roomconfig_passwordprotectedroom': '1', 'muc#roomconfig_roomsecret': 'sesame 芝麻' })
    await alice.call('room.leave', { room, forget: false })
    await alice.call('room.join', { room, password: 'sesame 芝麻' })
    await untilRoom(alice, room, (one) => one.state === 'joined')
    const { outcomes } = await alice.call('roomInvite.send', { room, to: [bob.address], reason: 'Join us', thread: 'talk-1' })
    expect(outcomes).toEqual([{ to: bob.address, ok: true, via: 'direct' }])
    const invite = await invited(bob, room)
    expect(invite).toMatchObject({
      via: 'direct', by: { jid: alice.address, nick: null }, isVerified: true, isFromStranger: false, reason: 'Join us', hasPassword: true, isContinuation: true,
    })
    await bob.call('roomInvite.accept', { id: invite.id, nick: 'Bobby' })
    expect((await untilRoom(bob, room, (one) => one.state === 'joined')).nick).toBe('Bobby')

    const other = await stage.room(alice, { name: 'Other' })
    await alice.call('roomInvite.send', { room: other, to: [bob.address] })
    const second = await invited(bob, other)
    expect(await bob.call('roomInvite.decline', { id: second.id })).toEqual({ isTold: false })
    expect(received(bob)).toEqual([])
  })

  test('§7.8.2 who was asked in while the room was made can decline, too', async () => {
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice, { kind: 'private-group', invite: [bob.address] })
    expect(sent(alice)).toMatchObject([{ room, to: bob.address, via: 'mediated', state: 'sent' }])
    await bob.call('roomInvite.decline', { id: (await invited(bob, room)).id, reason: 'Busy' })
    await alice.until(() => sent(alice)[0]?.state === 'declined' && sent(alice)[0]?.answer === 'Busy')
  })

  test('§7.8.2 mediated with the password of the room', async () => {
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice)
    await configure(alice, room, { 'muc#roomconfig_passwordprotectedroom': '1', 'muc#roomconfig_roomsecret': 'sesame' })
    await alice.call('roomInvite.send', { room, to: [bob.address], via: 'mediated' })
    const invite = await invited(bob, room)
    expect(invite.hasPassword).toBe(true)
    await bob.call('roomInvite.accept', { id: invite.id })
    await untilRoom(bob, room, (one) => one.state === 'joined')
  })

  test('both kinds for one room are one invitation, which survives a restart', async () => {
    const { alice } = await stage.people('alice')
    const account = await stage.account('bob')
    const profileDir = tempDir('bob')
    const first = await createTestClient({ ...account, profileDir, remember: true })
    const room = await stage.room(alice)
    await alice.call('roomInvite.send', { room, to: [first.address], reason: 'one', via: 'mediated' })
    await invited(first, room)
    await alice.call('roomInvite.send', { room, to: [first.address], via: 'direct' })
    await first.until(() => received(first)[0]?.via === 'direct')
    expect(received(first)).toMatchObject([{ by: { jid: alice.address }, reason: 'one' }])
    expect(first.events.filter((event) => event.name === 'roomInvite.received')).toHaveLength(1)
    await first.stop()

    const second = await createTestClient({ ...account, profileDir, remember: true })
    expect(received(second)).toMatchObject([{ room, via: 'direct' }])
    await stage.enter(second, room)
    expect(received(second)).toEqual([])
    await second.stop()
  })

  test('§7.8.1 an invitation that came while away is there at the next login', async () => {
    const { alice } = await stage.people('alice')
    const account = await stage.account('bob')
    const room = await stage.room(alice)
    const { outcomes } = await alice.call('roomInvite.send', { room, to: [`${account.user}@${stage.server.domain}` as never], via: 'direct' })
    expect(outcomes[0]?.ok).toBe(true)
    const bob = await createTestClient(account)
    await invited(bob, room)
    await bob.stop()
  })

  test('§7.8.2 refused: invitations switched off go directly instead; somebody outside the room cannot invite', async ({ skip }) => {
    skip(kind === 'prosody', 'Prosody lets everybody invite into an open room')
    const { alice, bob, carol } = await stage.people('alice', 'bob', 'carol')
    const room = await stage.room(alice)
    await configure(alice, room, { 'muc#roomconfig_allowinvites': '0' })
    expect(await carol.call('roomInvite.send', { room, to: [bob.address] })).toMatchObject({ outcomes: [{ ok: false, error: { code: 'not-found' } }] })
    await stage.enter(carol, room, [alice])
    expect(roomOf(carol, room)?.ownAffiliation).toBe('none')
    const { outcomes } = await carol.call('roomInvite.send', { room, to: [bob.address] })
    expect(outcomes).toEqual([{ to: bob.address, ok: true, via: 'direct' }])
    expect(lastSent(carol, 'jabber:x:conference')).toContain(bob.address)
    expect((await invited(bob, room)).by.jid).toBe(carol.address)
    const only = await carol.call('roomInvite.send', { room, to: [bob.address], via: 'mediated' })
    expect(only.outcomes).toMatchObject([{ ok: false, error: { condition: 'not-allowed' } }])
  })

  test('§7.8.1 a direct invitation by an owner makes a member; it lifts no ban behind his back', async () => {
    const { alice, bob, carol } = await stage.people('alice', 'bob', 'carol')
    const room = await stage.room(alice, { kind: 'private-group' })
    await adminItem(alice, room, { affiliation: 'outcast', jid: bob.address })
    const { outcomes } = await alice.call('roomInvite.send', { room, to: [bob.address, carol.address], via: 'direct' })
    expect(outcomes).toMatchObject([{ to: bob.address, ok: false, error: { code: 'conflict' } }, { to: carol.address, ok: true, via: 'direct' }])
    await carol.call('roomInvite.accept', { id: (await invited(carol, room)).id })
    await untilRoom(carol, room, (one) => one.state === 'joined' && one.ownAffiliation === 'member')
    await bob.call('room.join', { room })
    expect((await untilRoom(bob, room, (one) => one.state === 'failed')).problem?.code).toBe(kind === 'prosody' ? 'members-only' : 'banned')
  })
})

import { describe, expect, test } from 'vitest'
import type { TestClient } from '../support/core-client'
import { adminItem, configure, nickOf, roomStage } from '../support/room-stage'
import { conversationOf, roomOf, say, untilRoom, untilText } from '../support/rooms-help'
import { serverKinds } from '../support/servers'

describe.each(serverKinds)('voice on %s', (kind) => {
  const stage = roomStage(kind)
  const requests = (client: TestClient) => client.state['room-voice'].requests

  /** A moderated room in which Bob and Carol are visitors. */
  const hall = async () => {
    const { alice, bob, carol } = await stage.people('alice', 'bob', 'carol')
    const room = await stage.room(alice)
    await configure(alice, room, { 'muc#roomconfig_moderatedroom': '1', members_by_default: '0' })
    await stage.enter(bob, room, [alice])
    await stage.enter(carol, room, [alice])
    await untilRoom(bob, room, (one) => one.ownRole === 'visitor')
    await untilRoom(carol, room, (one) => one.ownRole === 'visitor')
    return { alice, bob, carol, room }
  }
  const asked = (alice: TestClient, room: string, nick: string) =>
    alice.until(() => requests(alice).find((one) => one.room === room && one.nick === nick), `a request of ${nick}`)

  test('§7.13 request voice, §8.6 approve: the visitor can speak, and everybody hears him', async () => {
    const { alice, bob, carol, room } = await hall()
    await bob.call('roomVoice.request', { room })
    expect(bob.state['room-voice'].asking).toEqual([room])
    const request = await asked(alice, room, nickOf(bob, room))
    expect(request).toMatchObject({ jid: bob.address, role: 'participant' })
    expect(requests(carol), 'only moderators are asked').toEqual([])
    await alice.call('roomVoice.answer', { room, id: request.id, allow: true })
    await untilRoom(bob, room, (one) => one.ownRole === 'participant')
    await bob.until(() => bob.state['room-voice'].asking.length === 0)
    expect(requests(alice)).toEqual([])
    await say(bob, conversationOf(bob, 'room', room)!.id, 'thank you')
    await untilText(carol, 'thank you')
    expect(await alice.tryCall('roomVoice.answer', { room, id: request.id, allow: true })).toMatchObject({ ok: false, error: { code: 'conflict' } })
  })

  test('§8.6 deny: the visitor stays silent (§7.4 without voice is refused), the request is off the list', async () => {
    const { alice, bob, carol, room } = await hall()
    await bob.call('roomVoice.request', { room })
    const request = await asked(alice, room, nickOf(bob, room))
    await alice.call('roomVoice.answer', { room, id: request.id, allow: false })
    expect(requests(alice)).toEqual([])
    const refused = await say(bob, conversationOf(bob, 'room', room)!.id, 'but')
    await bob.waitFor('message.changed', ({ message }) => message.id === refused.messageId && message.state === 'failed')
    expect(roomOf(bob, room)?.ownRole).toBe('visitor')
    expect(carol.events.some((event) => event.name === 'message.added' && event.payload.message.body === 'but')).toBe(false)
  })

  test('§7.13 request voice, refused: who can speak already need not ask; who is not in the room cannot', async () => {
    const { alice, bob, room } = await hall()
    expect(await alice.tryCall('roomVoice.request', { room })).toMatchObject({ ok: false, error: { code: 'conflict' } })
    await bob.call('room.leave', { room, forget: false })
    expect(await bob.tryCall('roomVoice.request', { room })).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  test('§7.13 request voice, refused: too soon after the last one', async ({ skip }) => {
    skip(kind === 'prosody', 'Prosody sets no limit')
    const { bob, room } = await hall()
    await bob.call('roomVoice.request', { room })
    expect(await bob.tryCall('roomVoice.request', { room })).toMatchObject({ ok: false, error: { code: 'refused', condition: 'resource-constraint' } })
  })

  test('a request ends when the person leaves, when another moderator settles it, and follows a new nick', async () => {
    const { alice, bob, carol, room } = await hall()
    await bob.call('roomVoice.request', { room })
    await carol.call('roomVoice.request', { room })
    await asked(alice, room, nickOf(bob, room))
    await asked(alice, room, nickOf(carol, room))
    await carol.call('room.setNick', { room, nick: 'Caroline 卡罗' })
    await asked(alice, room, 'Caroline 卡罗')
    await bob.call('room.leave', { room, forget: false })
    await alice.until(() => requests(alice).length === 1)
    await adminItem(alice, room, { nick: 'Caroline 卡罗', role: 'participant' }) // as any other moderator would
    await alice.until(() => requests(alice).length === 0)
  })
})

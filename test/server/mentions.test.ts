/** Mentions (XEP-0513) and what the user is told of (XEP-0492), between several people and between the devices of one. */
import { describe, expect, onTestFinished, test } from 'vitest'
import type { NotifyLevel } from '#shared/model/conversation'
import { createTestClient, type TestClient } from '../support/core-client'
import { conversationOf, joinRoom, lastSent, roomOf, say, untilRoom, untilText } from '../support/rooms-help'
import { roomStage } from '../support/room-stage'
import { serverKinds } from '../support/servers'
import { startPeer } from '../support/slixmpp-peer'

describe.each(serverKinds)('mentions on %s', (kind) => {
  const stage = roomStage(kind)
  const places = (body: string, mentions: { begin: number; end: number; isMe: boolean }[] = []) =>
    mentions.map(({ begin, end, isMe }) => `${body.slice(begin, end)}${isMe ? '!' : ''}`)
  const notifyOf = (client: TestClient, kindOf: string, peer: string): NotifyLevel | undefined => conversationOf(client, kindOf, peer)?.notify
  const untilNotify = (client: TestClient, kindOf: string, peer: string, level: NotifyLevel) =>
    client.until(() => notifyOf(client, kindOf, peer) === level || undefined, `${peer} is not told ${level} to ${client.address}`)

  test('a name after an @ is a mention of that person, and of nobody else; it is counted until it is read', async () => {
    const { alice, bob, carol } = await stage.people('alice', 'bob', 'carol')
    const room = await stage.room(alice)
    const bobs = await joinRoom(bob, room, { nick: '王 伟' })
    const carols = await joinRoom(carol, room, { nick: '王' })
    await alice.until(() => roomOf(alice, room)?.occupantCount === 3)
    const body = '👍 @王 伟 看下，王也看'
    const alices = conversationOf(alice, 'room', room)!.id
    await say(alice, alices, body)
    const atBob = await untilText(bob, body)
    expect(atBob).toMatchObject({ isMention: true, isUnread: true })
    expect(places(body, atBob.mentions)).toEqual(['@王 伟!'])
    expect(lastSent(alice, '<mention ')).toMatch(/begin="2" end="6"/)
    if (/occupantid="/.test(lastSent(alice, '<mention ')!)) expect(lastSent(alice, '<mention ')).not.toContain('jid=')
    const atCarol = await untilText(carol, body)
    expect(atCarol.isMention, 'her nick stands in there, but who is meant was said').toBe(false)
    expect(places(body, atCarol.mentions)).toEqual(['@王 伟'])
    expect(places(body, (await untilText(alice, body, 'sent')).mentions)).toEqual(['@王 伟'])
    expect(conversationOf(bob, 'room', room)?.mentionCount).toBe(1)
    expect((await bob.call('conversation.history', { conversationId: bobs, limit: 5 })).unreadMentions).toHaveLength(1)
    await bob.call('conversation.markRead', { conversationId: bobs })
    await bob.until(() => conversationOf(bob, 'room', room)?.mentionCount === 0 || undefined)
    // Without any markup, as other programs send it: the nick tells.
    expect(conversationOf(carol, 'room', room)?.id).toBe(carols)
    await say(alice, alices, '王：你好')
    expect(await untilText(carol, '王：你好')).toMatchObject({ isMention: true, mentions: [{ begin: 0, end: 1, isMe: true }] })
  })

  test('everybody is called by those who may, once a minute; a guest of an open room cannot', async () => {
    const { alice, bob, carol } = await stage.people('alice', 'bob', 'carol')
    const room = await stage.room(alice)
    const bobs = await joinRoom(bob, room)
    const carols = await joinRoom(carol, room)
    await alice.until(() => roomOf(alice, room)?.occupantCount === 3)
    const alices = conversationOf(alice, 'room', room)!.id
    await say(alice, alices, '@所有人 开会')
    expect(await untilText(bob, '@所有人 开会')).toMatchObject({ isMention: true, mentions: [{ begin: 0, end: 4, isMe: true }] })
    expect(lastSent(alice, '<mention ')).toContain('urn:xmpp:mentions:0#channel')
    expect(await alice.call('mention.candidates', { room })).toMatchObject({ canPeople: true, canEveryone: true })
    expect(await bob.call('mention.candidates', { room })).toMatchObject({ recent: [roomOf(alice, room)!.nick], canEveryone: false })
    await say(bob, bobs, '@all buy this')
    expect((await untilText(alice, '@all buy this')).isMention).toBe(false)
    expect(lastSent(bob, 'buy this')).not.toContain('<mention')

    // One who makes it up all the same is not listened to; a member is, but not twice at once.
    const mallory = await startPeer({ ...(await stage.account('mallory')), resource: 'x' })
    onTestFinished(() => mallory.stop())
    await mallory.join(room, 'Mallory')
    const call = (body: string) =>
      mallory.sendGroupchat(room, body, { extra: `<mention xmlns='urn:xmpp:mentions:0' mentions='urn:xmpp:mentions:0#channel'/>` })
    await call('guest calls')
    expect((await untilText(carol, 'guest calls')).isMention).toBe(false)
    await alice.call('roomAdmin.setAffiliation', { room, nick: 'Mallory', affiliation: 'member' })
    await carol.waitFor('room.occupantsChanged', (event) => event.room === room && event.changed.some((one) => one.nick === 'Mallory' && one.affiliation === 'member'))
    await call('member calls')
    expect((await untilText(carol, 'member calls')).isMention, 'it is only seconds since alice called').toBe(false)
    await carol.call('conversation.markRead', { conversationId: carols })
  })

  test('what is chosen for a room is known on the other device, and what others keep in the bookmark stays', async () => {
    const who = await stage.account('dora')
    const dora = await createTestClient(who)
    onTestFinished(() => dora.stop())
    const room = await stage.room(dora)
    await untilRoom(dora, room, (one) => one.config !== null)
    const conversationId = conversationOf(dora, 'room', room)!.id
    expect(notifyOf(dora, 'room', room), 'an open room').toBe('on-mention')
    const group = await stage.room(dora, { kind: 'private-group' })
    await untilRoom(dora, group, (one) => one.config?.isMembersOnly === true)
    await untilNotify(dora, 'room', group, 'always')

    const device = await startPeer({ ...who, resource: 'careful' })
    onTestFinished(() => device.stop())
    const stored = () => device.iq('get', `<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:bookmarks:1'><item id='${room}'/></items></pubsub>`)
    await expect.poll(stored, { timeout: 10_000 }).toContain('autojoin')
    const inside = `<extensions><state xmlns='urn:example:mine' minimized='true'/><notify xmlns='urn:xmpp:notification-settings:1'><always identity-category='client' identity-type='phone'/></notify></extensions>`
    await device.iq('set', `<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:bookmarks:1'><item id='${room}'><conference xmlns='urn:xmpp:bookmarks:1' name='Tea' autojoin='true'>${inside}</conference></item></publish></pubsub>`)
    await untilRoom(dora, room, (one) => one.name === 'Tea')

    await dora.call('conversation.setNotify', { conversationId, level: 'never' })
    expect(notifyOf(dora, 'room', room)).toBe('never')
    await expect.poll(stored, { timeout: 10_000 }).toMatch(/[<:]never /)
    const xml = await stored()
    expect(xml).toContain('urn:example:mine')
    expect(xml).toMatch(/[<:]always [^>]*phone/)

    const second = await createTestClient(who)
    onTestFinished(() => second.stop())
    await untilRoom(second, room, (one) => one.state === 'joined')
    await second.call('conversation.open', { kind: 'room', peer: room })
    await untilNotify(second, 'room', room, 'never')
    await second.call('conversation.setNotify', { conversationId: conversationOf(second, 'room', room)!.id, level: 'always' })
    await untilNotify(dora, 'room', room, 'always')
    expect(await stored()).toContain('urn:example:mine')
    // Off the list and in again: what was chosen is said anew.
    await second.stop()
    await dora.call('room.leave', { room, forget: false })
    await expect.poll(stored, { timeout: 10_000 }).toMatch(/autojoin="false"/)
    await dora.call('room.leave', { room, forget: true })
    await expect.poll(stored, { timeout: 10_000 }).not.toContain('autojoin')
    await joinRoom(dora, room)
    await expect.poll(stored, { timeout: 10_000 }).toMatch(/[<:]always /)
    expect(dora.logs.filter((line) => line.level === 'error')).toEqual([])
  })

  test('what is chosen for a person is known on the other device, and to nobody else', async () => {
    const who = await stage.account('emil')
    const emil = await createTestClient(who)
    onTestFinished(() => emil.stop())
    const peer = `mum@${stage.server.domain}`
    const { id } = await emil.call('conversation.open', { kind: 'chat', peer })
    expect(notifyOf(emil, 'chat', peer)).toBe('always')
    await emil.call('conversation.setNotify', { conversationId: id, level: 'never' })
    const second = await createTestClient(who)
    onTestFinished(() => second.stop())
    await second.call('conversation.open', { kind: 'chat', peer })
    await untilNotify(second, 'chat', peer, 'never')
    await second.call('conversation.setNotify', { conversationId: conversationOf(second, 'chat', peer)!.id, level: 'always' })
    await untilNotify(emil, 'chat', peer, 'always')
    const stranger = await startPeer({ ...(await stage.account('mallory')), resource: 'x' })
    onTestFinished(() => stranger.stop())
    const ask = `<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:x-magpie:chat-notifications:0'/></pubsub>`
    await expect(stranger.iq('get', ask, emil.address)).rejects.toThrow()
  })
})

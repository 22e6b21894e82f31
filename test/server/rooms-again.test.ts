import { describe, expect, test } from 'vitest'
import { TestCore, type TestClient } from '../support/core-client'
import { joinRoom, lastSent, roomOf, say, textsOf, untilRoom, untilText } from '../support/rooms-help'
import { serverKinds } from '../support/servers'
import { startPeer } from '../support/slixmpp-peer'
import { memorySecrets } from '#core/secrets'
import { stage } from '../support/stage'

/** Coming back: after a restart of ours, of the server, and after lost connections. */
describe.each(serverKinds)('rooms again on %s', (kind) => {
  const at = stage(kind)
  const { account: person, login } = at
  const create = (client: TestClient) => client.call('room.create', { name: 'Again', kind: 'public-channel', invite: [] })

  test('§7.2.13 after a restart of the core: back in by itself, history whole and without doubles, the missed is unread', async () => {
    const who = await person('alice')
    const secrets = memorySecrets()
    const alice = await login({ ...who, secrets, remember: true })
    const bob = await login(await person('bob'))
    const { room, conversationId } = await create(alice)
    const bobs = await joinRoom(bob, room)
    const nick = roomOf(alice, room)?.nick
    const bobNick = roomOf(bob, room)?.nick
    for (const body of ['one', 'two', 'three']) {
      await say(alice, conversationId, body)
      await untilText(alice, body, 'sent')
      await say(bob, bobs, `re ${body}`)
      await untilText(alice, `re ${body}`)
    }
    await alice.call('conversation.markRead', { conversationId })
    await alice.stop()
    await say(bob, bobs, 'missed')
    await untilText(bob, 'missed', 'sent')

    const again = new TestCore({ server: at.server, profileDir: alice.profileDir, secrets }) as TestClient
    at.keep(again)
    again.accountId = alice.accountId
    await untilRoom(again, room, (one) => one.state === 'joined')
    expect(await untilText(again, 'missed')).toMatchObject({ isUnread: true, sender: bobNick })
    await say(again, conversationId, 'back')
    await untilText(again, 'back', 'sent')
    expect(await textsOf(again, conversationId)).toEqual([
      `${nick}: one`, `${bobNick}: re one`, `${nick}: two`, `${bobNick}: re two`, `${nick}: three`, `${bobNick}: re three`,
      `${bobNick}: missed`, `${nick}: back`,
    ])
    const conversation = again.state.conversations.conversations.find((one) => one.id === conversationId)
    expect(conversation?.unreadCount).toBe(1)
  })

  test('XEP-0402 joined on another device: in here, too; left there: out here', async () => {
    const who = await person('alice')
    const [one, two] = [await login({ ...who, settings: { resource: 'one' } }), await login({ ...who, settings: { resource: 'two' } })]
    const { room } = await create(one)
    await untilRoom(two, room, (r) => r.state === 'joined' && r.isBookmarked && r.name === 'Again')
    expect(roomOf(two, room)?.nick, 'both devices share the nick').toBe(roomOf(one, room)?.nick)
    await two.call('room.leave', { room, forget: false })
    await untilRoom(one, room, (r) => r.state === 'left' && !r.autoJoin && r.isBookmarked)
    await joinRoom(one, room)
    await untilRoom(two, room, (r) => r.state === 'joined')
    await one.call('room.leave', { room, forget: true })
    expect(roomOf(one, room)).toBeUndefined()
    await untilRoom(two, room, (r) => r.state === 'left')
    if (kind !== 'ejabberd') await untilRoom(two, room, (r) => !r.isBookmarked) // it tells nobody of a removed bookmark
  })

  test('the server is killed and comes back: in again without a word, what was written meanwhile arrives once', async () => {
    const alice = await login(await person('alice'))
    const bob = await login(await person('bob'))
    const { room, conversationId } = await create(alice)
    const bobs = await joinRoom(bob, room)
    await say(alice, conversationId, 'before')
    await untilText(bob, 'before')
    await at.server.kill()
    await alice.until(() => alice.connectionState?.phase !== 'online', 'alice sees that the server is gone', 20_000)
    await bob.until(() => bob.connectionState?.phase !== 'online', 'bob sees that the server is gone', 20_000)
    await say(alice, conversationId, 'meanwhile')
    alice.forget()
    bob.forget()
    await at.server.restart()
    alice.core.retryNow('wake')
    bob.core.retryNow('wake')
    await untilText(alice, 'meanwhile', 'sent', 30_000)
    await untilRoom(bob, room, (one) => one.state === 'joined', 30_000)
    await untilText(bob, 'meanwhile', undefined, 15_000)
    await say(bob, bobs, 'after')
    await untilText(alice, 'after')
    const nick = roomOf(alice, room)?.nick
    const bobNick = roomOf(bob, room)?.nick
    const lines = [`${nick}: before`, `${nick}: meanwhile`, `${bobNick}: after`]
    expect(await textsOf(alice, conversationId)).toEqual(lines)
    expect(await textsOf(bob, bobs)).toEqual(lines)
  }, 90_000)

  test('§7.7 an own status is told to the room, without a priority', async () => {
    const alice = await login(await person('alice'))
    const { room } = await create(alice)
    const peer = await startPeer(await person('peer'))
    await peer.join(room, 'Peer')
    await alice.call('status.set', { availability: 'away', signature: '喝茶' })
    const seen = await peer.waitForPresence((presence) => presence.from === `${room}/${roomOf(alice, room)?.nick}` && presence.show === 'away')
    expect(seen.status).toBe('喝茶')
    expect(lastSent(alice, `to="${room}/`)).not.toContain('<priority')
    await peer.stop()
  })

  test('an occupant cannot pass words off as ours, nor a user speak as a room', async () => {
    const alice = await login(await person('alice'))
    const { room, conversationId } = await create(alice)
    const eve = await startPeer(await person('eve'))
    await eve.join(room, 'Eve')
    await say(alice, conversationId, 'mine')
    const heard = await eve.waitForMessage((message) => message.body === 'mine')
    await eve.sendGroupchat(room, 'forged', { id: heard.id ?? '' })
    expect(await untilText(alice, 'forged')).toMatchObject({ direction: 'in', sender: 'Eve' })
    await eve.send(alice.jid, 'I am a room', { type: 'groupchat' })
    await eve.sendRaw(
      `<message to='${alice.jid}' type='headline' id='e1'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:bookmarks:1'>` +
        `<item id='trap@${at.server.mucDomain}'><conference xmlns='urn:xmpp:bookmarks:1' autojoin='true'/></item></items></event></message>`,
    )
    await eve.sendGroupchat(room, 'end')
    await untilText(alice, 'end')
    expect(alice.events.filter((event) => event.name === 'message.added').map((event) => event.payload.message.body)).not.toContain('I am a room')
    expect(roomOf(alice, `trap@${at.server.mucDomain}`)).toBeUndefined()
    expect(await textsOf(alice, conversationId)).toEqual([`${roomOf(alice, room)?.nick}: mine`, 'Eve: forged', 'Eve: end'])
    await eve.stop()
  })
})

/** Reading on real servers: the writer learns of it, and so do our other devices. */
import { describe, expect, it } from 'vitest'
import type { ConversationId } from '#shared/ids'
import { type TestClient } from '../support/core-client'
import { serverKinds } from '../support/servers'
import { startPeer } from '../support/slixmpp-peer'
import { befriend, stage } from '../support/stage'

describe.each(serverKinds)('reading on %s', (kind) => {
  const at = stage(kind, {}, 'after each')
  const { account, login } = at
  const chatWith = (client: TestClient, peer: string) => client.state.conversations.conversations.find((c) => c.peer === peer)
  const states = async (client: TestClient, conversationId: ConversationId) =>
    (await client.call('conversation.history', { conversationId, limit: 50 })).messages.map((m) => m.state)

  it('sent, delivered, read: the writer sees it; a slixmpp contact can tell us, too', async () => {
    const [li, wang] = [await login(await account('li')), await login(await account('wang'))]
    await befriend(li, wang)
    const { id } = await li.call('conversation.open', { kind: 'chat', peer: wang.address })
    for (const body of ['一', '二']) await li.call('message.send', { conversationId: id, body })
    await wang.until(() => chatWith(wang, li.address)?.unreadCount === 2)
    await li.until(() => li.events.filter((e) => e.name === 'message.changed' && e.payload.message.state === 'delivered').length >= 2)
    expect(await states(li, id)).toEqual(['delivered', 'delivered'])
    await wang.call('conversation.markRead', { conversationId: chatWith(wang, li.address)?.id as number })
    await li.until(() => li.events.filter((e) => e.name === 'message.changed' && e.payload.message.state === 'read').length >= 2)
    expect(await states(li, id)).toEqual(['read', 'read'])

    const zhao = await startPeer({ ...(await account('zhao')), autoAccept: true })
    await li.call('contact.add', { jid: zhao.bareJid, name: '', groups: [], message: '' })
    await li.until(() => li.state.roster.contacts.some((c) => c.jid === zhao.bareJid && c.subscription === 'both'))
    const wireId = await zhao.send(li.address, 'please tell me', { markable: true })
    await li.until(() => chatWith(li, zhao.bareJid)?.unreadCount === 1)
    await li.call('conversation.markRead', { conversationId: chatWith(li, zhao.bareJid)?.id as number })
    await zhao.waitForMessage((message) => message.marker === 'displayed' && message.markerFor === wireId)
    await zhao.stop()
  })

  it('read on one device is read on the other, also when that one comes later', async () => {
    const who = await account('li')
    const wang = await login(await account('wang'))
    const one = await login({ ...who, settings: { resource: 'one' } })
    const two = await login({ ...who, settings: { resource: 'two' } })
    await befriend(one, wang)
    const room = await one.call('room.create', { name: 'Reading', kind: 'public-channel', invite: [] })
    await two.until(() => two.state.rooms.rooms.some((r) => r.jid === room.room && r.state === 'joined'), 'the other device is in the room')
    const wangs = (await wang.call('room.join', { room: room.room })).conversationId
    await wang.until(() => wang.state.rooms.rooms.some((r) => r.jid === room.room && r.state === 'joined'))
    await wang.call('message.send', { conversationId: wangs, body: '大家好' })
    for (const device of [one, two]) await device.until(() => chatWith(device, room.room)?.unreadCount === 1, 'both have it')
    await one.call('conversation.markRead', { conversationId: room.conversationId })
    await two.until(() => chatWith(two, room.room)?.unreadCount === 0, 'read on the other device', 20_000)
    expect(wang.wire.filter((line) => line.includes('urn:xmpp:mds:displayed:0') && line.includes('<item ')), 'contacts learn nothing').toEqual([])

    await wang.call('message.send', { conversationId: wangs, body: '再说一遍' })
    for (const device of [one, two]) await device.until(() => chatWith(device, room.room)?.unreadCount === 1, 'both have the second')
    await two.stop()
    one.forget()
    await one.call('conversation.markRead', { conversationId: room.conversationId })
    await one.until(() => one.wire.some((line) => line.startsWith('>') && line.includes('<publish node="urn:xmpp:mds:displayed:0"')))
    const again = await login({ ...who, settings: { resource: 'two' }, profileDir: two.profileDir })
    await again.until(() => chatWith(again, room.room)?.unreadCount === 0, 'read while it was off', 20_000)
  })

  it('a device without XEP-0490 tells only the writer: we believe its marker', async () => {
    const who = await account('li')
    const wang = await login(await account('wang'))
    const li = await login(who)
    await befriend(li, wang)
    const dino = await startPeer({ ...who, resource: 'dino' })
    const { id } = await wang.call('conversation.open', { kind: 'chat', peer: li.address })
    await wang.call('message.send', { conversationId: id, body: '一' })
    await li.until(() => chatWith(li, wang.address)?.unreadCount === 1, 'it is here and unread')
    const wireId = li.wire.flatMap((line) => (line.includes('<body>一</body>') ? (/<message[^>]* id="([^"]+)"/.exec(line)?.[1] ?? []) : [])).at(-1)
    await dino.sendRaw(`<message to="${wang.jid}" type="chat"><displayed xmlns="urn:xmpp:chat-markers:0" id="${wireId}"/></message>`)
    await li.until(() => chatWith(li, wang.address)?.unreadCount === 0, 'read there is read here')
    await wang.until(() => wang.events.some((e) => e.name === 'message.changed' && e.payload.message.state === 'read'))
    await dino.stop()
  })
})

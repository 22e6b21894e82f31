/** What is said of messages (answers, reactions, corrections, taking back), with another program at the other end and out of the archive. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '#shared/model/message'
import { createTestClient, type TestClient } from '../support/core-client'
import { conversationOf, historyOf, joinRoom, say, untilText } from '../support/rooms-help'
import { serverKinds, startServer, type TestServer } from '../support/servers'
import { startPeer, type PeerMessage, type SlixmppPeer } from '../support/slixmpp-peer'

const reactionsOf = (message: Message | undefined) => (message?.extras?.reactions ?? []).map(({ emoji, count, isMine }) => `${emoji}${count}${isMine ? '*' : ''}`).join(' ')
const replaces = (id: string) => `<replace xmlns="urn:xmpp:message-correct:0" id="${id}"/>`
const roomIdOf = (message: PeerMessage) => /<stanza-id[^>]* id="([^"]+)"/.exec(message.xml)?.[1] as string

describe.each(serverKinds)('words about messages on %s', (kind) => {
  let server: TestServer
  let alice: TestClient
  let bob: SlixmppPeer
  const as = (user: string) => ({ server, user, password: 'secret' })
  beforeAll(async () => {
    server = await startServer(kind, { accounts: ['alice', 'bob'].map((user) => ({ user, password: 'secret' })) })
    ;[alice, bob] = await Promise.all([createTestClient(as('alice')), startPeer(as('bob'))])
  }, 120_000)
  afterAll(async () => {
    await Promise.all([alice?.stop(), bob?.stop()])
    await server?.stop()
  })
  const heard = (part: string) => bob.waitForMessage((message) => message.xml.includes(part) && message.type !== 'error')
  const changed = (is: (message: Message) => boolean) => alice.waitFor('message.changed', ({ message }) => is(message))

  test('in a chat; another device of ours finds all of it in the archive', async () => {
    const first = await bob.send(alice.address, '几点？')
    const { id: question, conversationId } = await untilText(alice, '几点？')

    await alice.call('reply.send', { conversationId, messageId: question, body: '三点' })
    const answer = await heard('urn:xmpp:reply:0')
    expect(answer.body).toBe('> 几点？\n三点')
    expect(answer.xml).toContain(`id="${first}"`)
    expect(answer.xml).toMatch(/<body (?:start="0" end="6"|end="6" start="0") ?\/>/) // a server may turn attributes around
    await untilText(alice, '三点', 'sent')

    await bob.plugin('xep_0461', 'send_reply', { mto: alice.address, reply_to: alice.address, reply_id: answer.id, mbody: 'fine' })
    const { id: fine } = await untilText(alice, 'fine')
    const [quoted] = await alice.call('reply.quoted', { messageIds: [fine] })
    expect(quoted?.quoted).toMatchObject({ body: '三点', direction: 'out' })

    await bob.plugin('xep_0444', 'send_reactions', { to: alice.address, to_id: answer.id, reactions: ['👍', '❤️'] })
    await changed((message) => message.body === '三点' && reactionsOf(message) === '👍1 ❤️1')
    await alice.call('reaction.toggle', { messageId: question, emoji: '🎉' })
    expect((await heard('urn:xmpp:reactions:0')).xml).toContain('🎉')

    const own = (await historyOf(alice, conversationId)).find((one) => one.body === '三点')!
    await alice.call('message.correct', { messageId: own.id, body: '四点' })
    const corrected = await heard('urn:xmpp:message-correct:0')
    expect(corrected.body).toBe('> 几点？\n四点')
    expect(corrected.xml).toContain(`<replace xmlns="urn:xmpp:message-correct:0" id="${answer.id}"`)
    await changed((message) => message.id === own.id && message.isEdited && !message.extras?.isChanging)

    await say(alice, conversationId, 'oops')
    const oops = await untilText(alice, 'oops', 'sent')
    await alice.call('message.recall', { messageId: oops.id })
    expect((await heard('urn:xmpp:message-retract:1')).xml).toContain('urn:xmpp:fallback:0')
    await changed((message) => message.id === oops.id && message.isRetracted && !message.extras?.isChanging)

    await alice.call('bundle.send', { conversationId, messageIds: [question, own.id] })
    expect((await heard('urn:xmpp:forward:0')).body).toBe('bob: 几点？\nalice: 四点')
    await alice.call('spoiler.send', { conversationId, body: 'they live', hint: 'the end' })
    expect((await heard('urn:xmpp:spoiler:0')).body).toBe('they live')
    await untilText(alice, 'they live', 'sent')

    const phone = await createTestClient(as('alice'))
    try {
      const seen = async () => {
        const there = conversationOf(phone, 'chat', bob.bareJid)
        return there ? (await historyOf(phone, there.id)).map((one) => `${one.body}${one.isEdited ? '*' : ''}${one.isRetracted ? '-' : ''} ${reactionsOf(one)}`) : []
      }
      await expect.poll(seen).toEqual(['几点？ 🎉1*', '四点* 👍1 ❤️1', 'fine ', '- ', 'bob: 几点？\nalice: 四点 ', 'they live '])
      const [record, covered] = (await historyOf(phone, conversationOf(phone, 'chat', bob.bareJid)!.id)).slice(-2)
      expect(record?.extras?.bundle?.entries.map(({ address, body }) => [address, body])).toEqual([[bob.bareJid, '几点？'], [alice.address, '四点']])
      expect(covered?.extras).toEqual({ spoiler: { hint: 'the end' } })
    } finally {
      await phone.stop()
    }
  })

  test('in a room: by the ids that it gives', async () => {
    const room = `words@${server.mucDomain}`
    await bob.openRoom(room, 'Bob')
    const id = await joinRoom(alice, room, { nick: 'Alice' })
    await bob.sendGroupchat(room, 'who comes?')
    const question = await untilText(alice, 'who comes?')

    await alice.call('reply.send', { conversationId: id, messageId: question.id, body: 'me' })
    const answer = await bob.waitForMessage((message) => message.type === 'groupchat' && message.xml.includes('urn:xmpp:reply:0'))
    expect(answer.body).toBe('> who comes?\nme')
    const asked = bob.events.find((event): event is PeerMessage => event.event === 'message' && event.body === 'who comes?')!
    expect(answer.xml).toContain(`id="${roomIdOf(asked)}"`)
    const own = await untilText(alice, 'me', 'sent')
    expect((await historyOf(alice, id)).filter((one) => one.kind === 'text').map((one) => one.body)).toEqual(['who comes?', 'me'])

    await bob.send(room, null, { type: 'groupchat', extra: `<reactions xmlns="urn:xmpp:reactions:0" id="${roomIdOf(answer)}"><reaction>👍</reaction></reactions>` })
    await changed((message) => message.id === own.id && reactionsOf(message) === '👍1')
    await alice.call('reaction.toggle', { messageId: own.id, emoji: '👍' })
    await changed((message) => message.id === own.id && reactionsOf(message) === '👍2*')
    await bob.waitForMessage((message) => message.type === 'groupchat' && message.from === `${room}/Alice` && message.xml.includes(`<reactions xmlns="urn:xmpp:reactions:0" id="${roomIdOf(answer)}"`))

    await alice.call('message.correct', { messageId: own.id, body: 'me, too' })
    const corrected = await bob.waitForMessage((message) => message.type === 'groupchat' && message.xml.includes('urn:xmpp:message-correct:0'))
    expect(corrected.xml).toContain(replaces(answer.id as string).slice(0, -2))
    await alice.call('message.recall', { messageId: own.id })
    const retracted = await bob.waitForMessage((message) => message.type === 'groupchat' && message.xml.includes('urn:xmpp:message-retract:1'))
    expect(retracted.xml).toContain(roomIdOf(answer))
    await changed((message) => message.id === own.id && message.isRetracted && !message.extras?.isChanging)
  })
})

/**
 * Messages taken back in rooms. Neither Prosody nor ejabberd of Debian offers XEP-0425: as a moderator on Prosody with a module of ours,
 * its older form see test/unit/features/room-moderation.
 */
import { describe, expect, test } from 'vitest'
import type { TestClient } from '../support/core-client'
import { problemOf, useServer } from '../support/room-admin-help'
import { historyOf, joinRoom, say, untilRoom, untilText } from '../support/rooms-help'
import { serverKinds, startServer } from '../support/servers'

describe.each(serverKinds)('recalled messages on %s', (kind) => {
  const { people } = useServer(() => startServer(kind))

  test('XEP-0424 an own message is taken back, at both ends; refused to who is no longer there', async () => {
    const { room, id, people: [alice, bob] } = await people.room(['alice', 'bob'])
    const bobs = bob!.state.conversations.conversations.find((one) => one.peer === room)!.id
    await say(bob!, bobs, 'a slip')
    const sent = await untilText(bob!, 'a slip', 'sent')
    const heard = await untilText(alice!, 'a slip')
    expect(await bob!.call('roomModeration.recall', { messageId: sent.id })).toEqual({ as: 'writer' })
    await bob!.waitFor('message.changed', ({ message }) => message.id === sent.id && message.isRetracted && message.body === '')
    await alice!.waitFor('message.changed', ({ message }) => message.id === heard.id && message.isRetracted && message.recall === null)
    const { messages } = await alice!.call('conversation.history', { conversationId: id, limit: 50 })
    expect(messages.filter((one) => one.kind === 'text').map((one) => [one.body, one.isRetracted])).toEqual([['', true]])
    await bob!.call('room.leave', { room, forget: false })
    expect(await problemOf(bob!, 'roomModeration.recall', { messageId: sent.id })).toBe('not-joined')
  })

  test('XEP-0425 a moderator takes back what others wrote', async ({ skip }) => {
    const { room, people: [alice, bob] } = await people.room(['alice', 'bob'])
    await say(bob!, bob!.state.conversations.conversations.find((one) => one.peer === room)!.id, 'rude')
    const heard = await untilText(alice!, 'rude')
    const { moderate } = await alice!.call('roomModeration.abilities', { room })
    if (!moderate) expect(await problemOf(alice!, 'roomModeration.recall', { messageId: heard.id })).toBe('not-supported')
    skip(!moderate, "as Debian has it, it lacks this")
    expect(await alice!.call('roomModeration.recall', { messageId: heard.id, reason: 'rude' })).toEqual({ as: 'moderator' })
    await bob!.waitFor('message.changed', ({ message }) => message.isRetracted && message.recall?.reason === 'rude')
  })
})

describe('messages recalled by moderators on prosody with XEP-0425', () => {
  const { people, server } = useServer(() => startServer('prosody', { roomModeration: true }))
  const idOf = (client: TestClient, room: string) => client.state.conversations.conversations.find((one) => one.peer === room)!.id

  test('XEP-0425 another\'s message is recalled: everybody sees it go, by whom and why; refused to who is no moderator', async () => {
    const { room, people: [alice, bob, carol] } = await people.room(['alice', 'bob', 'carol'])
    await say(bob!, idOf(bob!, room), 'an insult')
    const [atAlice, atCarol] = [await untilText(alice!, 'an insult'), await untilText(carol!, 'an insult')]
    const atBob = await untilText(bob!, 'an insult', 'sent')
    await expect.poll(async () => (await alice!.call('roomModeration.abilities', { room })).moderate).toBe(true)
    expect(await problemOf(carol!, 'roomModeration.recall', { messageId: atCarol.id })).toBe('rank-needed')
    expect(await alice!.call('roomModeration.recall', { messageId: atAlice.id, reason: '骂人 & rude' })).toEqual({ as: 'moderator' })
    const recall = { by: 'Alice', reason: '骂人 & rude' }
    await Promise.all(
      ([[alice, atAlice], [bob, atBob], [carol, atCarol]] as const).map(([one, { id }]) =>
        one!.waitFor('message.changed', ({ message }) => message.id === id && message.isRetracted && message.body === '' && message.recall?.by === 'Alice'),
      ),
    )
    expect((await historyOf(carol!, idOf(carol!, room))).find((one) => one.id === atCarol.id)).toMatchObject({ isRetracted: true, body: '', recall })
    expect(await alice!.call('roomAudit.list', { room, kinds: ['recall'], limit: 5 })).toMatchObject({ total: 1, entries: [{ nick: 'Bob', reason: recall.reason, isOwn: true }] })
  })

  test('XEP-0425 a message that is only in the archive of the room is recalled; who was away meanwhile sees that', async () => {
    const { room, people: [alice, bob] } = await people.room(['alice', 'bob'])
    await say(bob!, idOf(bob!, room), 'from of old')
    await untilText(alice!, 'from of old')
    // A new device of hers, which knows it from the archive alone.
    const phone = await people.login({ server: server(), user: alice!.address.split('@')[0]!, password: 'secret' })
    await untilRoom(phone, room, (one) => one.state === 'joined')
    const found = async () => (await historyOf(phone, idOf(phone, room))).find((one) => one.body === 'from of old')
    await expect.poll(found, { timeout: 20_000 }).toBeDefined()
    const old = await found()
    await bob!.call('room.leave', { room, forget: false })
    // What the room replayed has its id only when the archive has come, too.
    await expect.poll(() => problemOf(phone, 'roomModeration.recall', { messageId: old!.id, reason: 'late' }), { timeout: 20_000 }).toEqual({ as: 'moderator' })
    await alice!.waitFor('message.changed', ({ message }) => message.isRetracted && message.recall?.reason === 'late')
    await joinRoom(bob!, room, { nick: 'Bob' })
    const atBob = await untilText(bob!, 'from of old')
    await bob!.waitFor('message.changed', ({ message }) => message.id === atBob.id && message.isRetracted, 20_000)
  })
})

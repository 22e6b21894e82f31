/** Messages taken back in rooms. Neither Prosody nor ejabberd of Debian offers XEP-0425: as a moderator, see test/unit/features/room-moderation. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { People, problemOf } from '../support/room-admin-help'
import { say, untilText } from '../support/rooms-help'
import { serverKinds, startServer, type TestServer } from '../support/servers'

describe.each(serverKinds)('recalled messages on %s', (kind) => {
  let server: TestServer
  const people = new People(() => server)
  beforeAll(async () => {
    server = await startServer(kind)
  }, 120_000)
  afterAll(async () => {
    await people.stop()
    await server?.stop()
  })

  test('XEP-0424 an own message is taken back, at both ends; of others only where the room offers XEP-0425', async () => {
    const { room, id, people: [alice, bob] } = await people.room(['alice', 'bob'])
    const bobs = bob!.state.conversations.conversations.find((one) => one.peer === room)!.id
    await say(bob!, bobs, 'a slip')
    const sent = await untilText(bob!, 'a slip', 'sent')
    const heard = await untilText(alice!, 'a slip')
    expect(await alice!.call('roomModeration.abilities', { room })).toEqual({ moderate: false, ownRecall: true })
    expect(await problemOf(alice!, 'roomModeration.recall', { messageId: heard.id })).toBe('not-supported')
    expect(await bob!.call('roomModeration.recall', { messageId: sent.id })).toEqual({ as: 'writer' })
    await bob!.waitFor('message.changed', ({ message }) => message.id === sent.id && message.isRetracted && message.body === '')
    await alice!.waitFor('message.changed', ({ message }) => message.id === heard.id && message.isRetracted && message.recall === null)
    const { messages } = await alice!.call('conversation.history', { conversationId: id, limit: 50 })
    expect(messages.filter((one) => one.kind === 'text').map((one) => [one.body, one.isRetracted])).toEqual([['', true]])
    await bob!.call('room.leave', { room, forget: false })
    expect(await problemOf(bob!, 'roomModeration.recall', { messageId: sent.id })).toBe('not-joined')
  })
})

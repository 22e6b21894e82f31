/** Messages kept at hand: the last pinned first, gone with their message, never more than fit. And a conversation marked as unread. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import type { Replay } from '../rooms/replay'
import { chatMessage, conversationId, startChat, WANG } from '../support-chat'

let replay: Replay
let id: number
beforeEach(async () => {
  replay = await startChat()
  id = await conversationId(replay, WANG)
})
afterEach(() => replay.stop())

const says = async (body: string): Promise<Message> => {
  replay.receive(chatMessage(WANG, `id-${body}`, `<body>${body}</body>`))
  return (await replay.messages('chat', WANG)).at(-1)!
}
const pin = (message: Message, isPinned = true) => replay.call('pin.set', { messageId: message.id, isPinned })
const pins = async () => ((await replay.call('pin.list', { conversationId: id })).value as { messages: Message[] }).messages.map(({ body }) => body)

it('messages are pinned and freed, the last first; one that is deleted is gone', async () => {
  const [one, two, three] = [await says('one'), await says('two'), await says('three')]
  replay.sent.length = 0
  for (const message of [one, three, two, two]) expect((await pin(message)).ok).toBe(true)
  expect(await pins()).toHaveLength(3)
  await pin(three, false)
  await replay.call('message.delete', { messageId: one.id })
  expect(await pins()).toEqual(['two'])
  expect((await replay.call('pin.set', { messageId: 4711, isPinned: true })).error?.code).toBe('not-found')
  expect(replay.events.filter(({ name }) => name === 'pins.changed')).toHaveLength(4)
  expect(replay.sent).toEqual([])
})

it('fifty are enough', async () => {
  for (let i = 0; i < 50; i++) await pin(await says(`m${i}`))
  expect((await pin(await says('more'))).error?.code).toBe('conflict')
  expect(await pins()).toHaveLength(50)
})

it('read is made unread again: the last that he said, once; an empty conversation stays as it is', async () => {
  const now = () => (replay.core.snapshot().accounts[replay.accountId] as { conversations: { conversations: Conversation[] } }).conversations.conversations[0]!
  const mark = (name: string) => replay.call(name, { conversationId: id })
  expect((await mark('conversation.markUnread')).ok).toBe(true)
  expect(now().unreadCount).toBe(0)
  await says('one')
  await says('two')
  await mark('conversation.markRead')
  await replay.call('message.send', { conversationId: id, body: 'mine' })
  for (let i = 0; i < 2; i++) await mark('conversation.markUnread')
  expect(now().unreadCount).toBe(1)
  const [, two] = await replay.messages('chat', WANG)
  expect(two).toMatchObject({ body: 'two', isUnread: true })
  await mark('conversation.markRead')
  expect(now().unreadCount).toBe(0)
})

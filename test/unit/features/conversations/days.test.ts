/** The history manager's calls: days with messages, and parts of a conversation deleted here for good. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Replay } from '../rooms/replay'
import { chatMessage, conversationId, EVE, startChat, WANG } from '../support-chat'

let li: Replay
let id: number
beforeEach(async () => {
  li = await startChat()
  id = await conversationId(li, WANG)
})
afterEach(() => li.stop())

const local = (month: number, day: number, hour = 0) => new Date(2026, month - 1, day, hour).getTime()
const said = (wireId: string, body: string, ms: number, from = WANG) =>
  li.receive(chatMessage(from, wireId, `<body>${body}</body><delay xmlns='urn:xmpp:delay' from='x.example' stamp='${new Date(ms).toISOString()}'/>`))
const bodies = async (peer = WANG) => (await li.messages('chat', peer)).map((message) => message.body)
const ask = async (name: string, fromMs: number, untilMs: number) => (await li.call(name, { conversationId: id, fromMs, untilMs })).value

test('days are those of the local calendar, each once, and the edges those of the whole conversation', async () => {
  expect(await ask('conversation.days', local(1, 1), local(2, 1))).toEqual({ days: [], firstMs: null, lastMs: null })
  const times = [local(1, 5, 23), local(1, 5, 1), local(1, 6), local(2, 1)]
  times.forEach((ms, i) => said(String(i), `at ${i}`, ms))
  said('e', 'of Eve', local(1, 20), EVE)
  expect(await ask('conversation.days', local(1, 1), local(2, 1))).toEqual({ days: [local(1, 5), local(1, 6)], firstMs: local(1, 5, 1), lastMs: local(2, 1) })
  expect(await ask('conversation.countRange', local(1, 5), local(1, 6))).toEqual({ count: 2 })
})

test('deletes the range and nothing else; what was deleted does not come back; the page is told once', async () => {
  for (let n = 0; n < 450; n++) said(`n${n}`, `much ${n}`, local(3, 1) + n * 1000)
  said('a', 'before', local(2, 28, 23))
  said('b', 'after', local(3, 2))
  said('e', 'of Eve', local(3, 1, 5), EVE)
  li.events.splice(0)
  expect(await ask('conversation.deleteRange', local(3, 1), local(3, 2))).toEqual({ deleted: 450 })
  expect(await bodies()).toEqual(['before', 'after'])
  expect(await bodies(EVE)).toEqual(['of Eve'])
  expect(li.events.filter((event) => event.name === 'conversation.thinned')).toHaveLength(1)
  said('n7', 'much 7', local(3, 1) + 7000)
  expect(await bodies()).toEqual(['before', 'after'])
  expect(await ask('conversation.deleteRange', local(3, 1), local(3, 2))).toEqual({ deleted: 0 })
  expect((await li.call('conversation.deleteRange', { conversationId: 999, fromMs: 0, untilMs: 1 })).error?.code).toBe('not-found')
})

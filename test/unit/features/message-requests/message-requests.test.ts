/** Who is no contact waits apart until he is let in; until then nothing tells him that anybody is here. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Conversation } from '#shared/model/conversation'
import { parseStanza } from '../../../support/transcripts'
import type { Replay } from '../rooms/replay'
import { chatMessage, conversationId, EVE, OWN, settle, startChat, WANG } from '../support-chat'

let replay: Replay
beforeEach(async () => {
  replay = await startChat()
})
afterEach(() => replay.stop())

const list = () => (replay.core.snapshot().accounts[replay.accountId] as { conversations: { conversations: Conversation[] } }).conversations.conversations
const of = (peer: string) => list().find((one) => one.peer === peer)
const says = (from: string, id: string, body = 'hello', inside = '') => replay.receive(chatMessage(from, id, `<body>${body}</body>${inside}`))
const push = (jid: string) =>
  replay.ask(parseStanza(`<iq type='set' from='${OWN}' id='r1'><query xmlns='jabber:iq:roster'><item jid='${jid}' subscription='none'/></query></iq>`))

it('a stranger waits, a contact does not; nothing is sent to the stranger, whatever he asks for and whatever is looked at', async () => {
  replay.sent.length = 0
  const asks = `<request xmlns='urn:xmpp:receipts'/><markable xmlns='urn:xmpp:chat-markers:0'/>`
  says(EVE, 'e1', 'hello', asks)
  says(WANG, 'w1')
  expect(of(EVE)).toMatchObject({ isRequest: true, unreadCount: 1, isHidden: false })
  expect(of(WANG)).toMatchObject({ isRequest: false })
  await replay.call('conversation.markRead', { conversationId: of(EVE)!.id })
  await replay.call('typing.set', { conversationId: of(EVE)!.id, isTyping: true })
  await settle()
  expect(replay.sent.filter((line) => line.includes(EVE))).toEqual([])
})

it('he is let in by a word of the user, and stays in', async () => {
  says(EVE, 'e1')
  expect((await replay.call('messageRequest.accept', { conversationId: of(EVE)!.id })).ok).toBe(true)
  expect(of(EVE)?.isRequest).toBe(false)
  says(EVE, 'e2')
  expect(of(EVE)?.isRequest).toBe(false)
  expect((await replay.call('messageRequest.accept', { conversationId: 4711 })).error?.code).toBe('not-found')
})

it('he is let in by an answer, here or from another device', async () => {
  says(EVE, 'e1')
  await replay.call('message.send', { conversationId: of(EVE)!.id, body: 'who is there?' })
  expect(of(EVE)?.isRequest).toBe(false)
  const other = 'mallory@x.example'
  says(other, 'm1')
  expect(of(other)?.isRequest).toBe(true)
  replay.receive(parseStanza(
    `<message type='chat' from='${OWN}' to='${OWN}/desk'><sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>` +
    `<message xmlns='jabber:client' type='chat' from='${OWN}/phone' to='${other}' id='c1'><body>yes?</body></message></forwarded></sent></message>`,
  ))
  expect(of(other)?.isRequest).toBe(false)
})

it('he is let in as a contact; and who was sought out, or is the own server, never waits', async () => {
  says(EVE, 'e1')
  void push(EVE)
  expect(of(EVE)?.isRequest).toBe(false)
  await conversationId(replay, 'mallory@x.example')
  says('mallory@x.example', 'm1')
  expect(of('mallory@x.example')?.isRequest).toBe(false)
  replay.receive(parseStanza(`<message from='x.example' to='${OWN}' id='s1'><body>maintenance at noon</body></message>`))
  expect(of('x.example')?.isRequest).toBe(false)
})

it('deleted, he is back in the requests with his next message, not in the list', async () => {
  says(EVE, 'e1')
  const { id } = of(EVE)!
  await replay.call('conversation.deleteHistory', { conversationId: id })
  await replay.call('conversation.hide', { conversationId: id })
  expect(of(EVE)).toMatchObject({ isHidden: true, isRequest: true })
  says(EVE, 'e2')
  expect(of(EVE)).toMatchObject({ isHidden: false, isRequest: true, unreadCount: 1 })
})

it('everyone may write: nobody waits, those who waited neither', async () => {
  says(EVE, 'e1')
  await replay.call('settings.set', { whoMayWrite: 'everyone' })
  expect(of(EVE)?.isRequest).toBe(false)
  says('mallory@x.example', 'm1')
  expect(of('mallory@x.example')?.isRequest).toBe(false)
  await replay.call('settings.set', { whoMayWrite: 'apart' })
  says(EVE, 'e2')
  expect(of(EVE)?.isRequest).toBe(true)
})

it('private messages of a room are not asked', () => {
  replay.receive(parseStanza(`<message type='chat' from='tea@rooms.example/Eve' to='${OWN}/desk' id='p1'><x xmlns='http://jabber.org/protocol/muc#user'/><body>psst</body></message>`))
  expect(list().filter((one) => one.isRequest)).toEqual([])
})

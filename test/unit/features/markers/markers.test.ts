import { afterEach, describe, expect, test } from 'vitest'
import type { Replay } from '../rooms/replay'
import { parseStanza } from '../../../support/transcripts'
import { chatMessage, conversationId, EVE, OWN, sentIds, settle, startChat, WANG } from '../support-chat'

const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const start = async () => {
  const replay = await startChat()
  open.push(replay)
  return replay
}
const NS = "xmlns='urn:xmpp:chat-markers:0'"
const markable = (body: string) => `<body>${body}</body><markable ${NS}/>`
const displayed = (id: string) => `<displayed ${NS} id='${id}'/>`
const told = (li: Replay) => li.sent.flatMap((line) => /<displayed xmlns="urn:xmpp:chat-markers:0" id="([^"]*)"/.exec(line)?.[1] ?? [])
/** Two messages written to this peer, and their ids. */
const sayTwo = async (li: Replay, peer: string) => {
  const id = await conversationId(li, peer)
  for (const body of ['one', 'two']) await li.call('message.send', { conversationId: id, body })
  return sentIds(li).slice(-2)
}
const states = async (li: Replay, peer = WANG) => (await li.messages('chat', peer)).map((message) => message.state)

describe('what we tell', () => {
  test('reading tells a contact once, of the newest message that asks for it', async () => {
    const li = await start()
    li.receive(chatMessage(WANG, 'm1', markable('一')))
    li.receive(chatMessage(WANG, 'm2', markable('二')))
    li.receive(chatMessage(WANG, 'm3', '<body>does not ask</body>'))
    expect(told(li)).toEqual([])
    const id = await conversationId(li, WANG)
    await li.call('conversation.markRead', { conversationId: id })
    await li.call('conversation.markRead', { conversationId: id })
    expect(told(li)).toEqual(['m2'])
    expect(li.sent.filter((line) => line.includes(':chat-markers:0') && line.includes('id="m2"'))).toEqual([expect.stringContaining(`to="${WANG}"`)])
  })

  test('a stranger is told nothing, nor anybody when the user does not want it, also not later', async () => {
    const li = await start()
    li.receive(chatMessage(EVE, 'e1', markable('who are you')))
    await li.call('conversation.markRead', { conversationId: await conversationId(li, EVE) })
    await li.call('settings.set', { sendReceipts: false })
    li.receive(chatMessage(WANG, 'm1', markable('一')))
    await li.call('conversation.markRead', { conversationId: await conversationId(li, WANG) })
    await li.call('settings.set', { sendReceipts: true })
    await li.reconnect()
    await settle()
    expect(told(li)).toEqual([])
  })

  test('our own messages carry the wish', async () => {
    const li = await start()
    await sayTwo(li, WANG)
    expect(li.sent.filter((line) => line.includes('<markable xmlns="urn:xmpp:chat-markers:0"'))).toHaveLength(2)
  })
})

describe('what we are told', () => {
  test('read up to a message: it and all before it, and never back', async () => {
    const li = await start()
    const [first, second] = await sayTwo(li, WANG)
    li.receive(chatMessage(WANG, 'd2', displayed(second as string)))
    expect(await states(li)).toEqual(['queued', 'read']) // the first one's acknowledgement is still on its way
    li.receive(chatMessage(WANG, 'r1', `<received xmlns='urn:xmpp:receipts' id='${first}'/>`))
    li.receive(chatMessage(WANG, 'd3', displayed(second as string)))
    expect(await states(li)).toEqual(['read', 'read'])
    li.receive(chatMessage(WANG, 'r2', `<received xmlns='urn:xmpp:receipts' id='${second}'/>`))
    li.receive(chatMessage(WANG, 'd1', displayed(first as string)))
    expect(await states(li)).toEqual(['read', 'read'])
  })

  test('only by whom it was sent to; an unknown id, a groupchat and an error say nothing', async () => {
    const li = await start()
    const [, second] = await sayTwo(li, WANG)
    await conversationId(li, EVE)
    const before = await states(li)
    li.receive(chatMessage(EVE, 'd1', displayed(second as string)))
    li.receive(chatMessage(WANG, 'd2', displayed('unknown')))
    li.receive(chatMessage(WANG, 'd3', `<displayed ${NS}/>`))
    for (const type of ['groupchat', 'error']) {
      const forged = chatMessage(WANG, 'd4', displayed(second as string))
      forged.attrs.type = type
      li.receive(forged)
    }
    expect(await states(li)).toEqual(before)
    expect(await li.messages('chat', EVE)).toEqual([])
    li.receive(chatMessage(WANG, 'd5', displayed(second as string)))
    expect((await states(li)).at(-1), 'the legal twin').toBe('read')
  })
})

/** Dino, Gajim, Conversations: of what was read on them only the marker to its writer tells. */
describe('read on another device of ours', () => {
  const carbon = (to: string, inside: string, from = OWN) =>
    parseStanza(`<message from='${from}' to='${OWN}/desk'><sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>
      <message xmlns='jabber:client' type='chat' from='${OWN}/dino' to='${to}/phone'>${inside}</message></forwarded></sent></message>`)
  const unread = async (li: Replay, peer: string) => (await li.messages('chat', peer)).flatMap(({ body, isUnread }) => (isUnread ? [body] : []))

  test('it and all before it; the writer is not told again; what came later stays unread', async () => {
    const li = await start()
    for (const id of ['m1', 'm2', 'm3']) li.receive(chatMessage(WANG, id, markable(id)))
    li.receive(carbon(WANG, displayed('m2')))
    expect(await unread(li, WANG)).toEqual(['m3'])
    li.receive(carbon(WANG, displayed('m1')))
    await li.reconnect()
    await settle()
    expect(told(li)).toEqual([])
    await li.call('conversation.markRead', { conversationId: await conversationId(li, WANG) })
    expect(told(li)).toEqual(['m3'])
    expect(await unread(li, WANG)).toEqual([])
  })

  test('only in the conversation with its writer, and only by ourselves', async () => {
    const li = await start()
    li.receive(chatMessage(WANG, 'm1', markable('m1')))
    li.receive(carbon(WANG, displayed('m1'), EVE))
    li.receive(carbon(EVE, displayed('m1')))
    li.receive(chatMessage(WANG, 'd1', displayed('m1')))
    expect(await unread(li, WANG)).toEqual(['m1'])
  })
})

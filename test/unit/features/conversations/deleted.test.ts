import { afterEach, describe, expect, test } from 'vitest'
import { parseStanza } from '../../../support/transcripts'
import type { Replay } from '../rooms/replay'
import { chatMessage, conversationId, OWN, startChat, WANG } from '../support-chat'

const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const start = async () => {
  const li = await startChat()
  open.push(li)
  return li
}
const said = (id: string, body: string, more = '') => chatMessage(WANG, id, `<body>${body}</body>${more}`)
const bodies = async (li: Replay, kind = 'chat', peer = WANG) => (await li.messages(kind, peer)).map((message) => message.body)
const remove = async (li: Replay, body: string) => {
  const found = (await li.messages('chat', WANG)).find((message) => message.body === body)
  await li.call('message.delete', { messageId: found?.id })
}

describe('what was deleted here', () => {
  test('does not come back, by whichever id it is known', async () => {
    const li = await start()
    const archived = `<stanza-id xmlns='urn:xmpp:sid:0' by='${OWN}' id='s1'/>`
    li.receive(said('1', 'one', archived))
    li.receive(said('2', 'two'))
    await remove(li, 'one')
    await remove(li, 'two')
    li.receive(said('other', 'one', archived))
    li.receive(said('2', 'two'))
    expect(await bodies(li)).toEqual([])
  })

  test('nor when its writer had changed it before: neither its first words nor the change', async () => {
    const li = await start()
    const change = "<replace xmlns='urn:xmpp:message-correct:0' id='1'/>"
    li.receive(said('1', 'teh'))
    li.receive(said('2', 'the tea', change))
    await remove(li, 'the tea')
    li.receive(said('1', 'teh'))
    li.receive(said('2', 'the tea', change))
    expect(await bodies(li)).toEqual([])
  })

  test('takes nothing else with it: another message, another id, the same id of another or with other words', async () => {
    const li = await start()
    li.receive(said('1', 'ok'))
    await remove(li, 'ok')
    li.receive(said('2', 'ok'))
    li.receive(said('1', 'something longer'))
    li.receive(chatMessage('eve@x.example', '1', '<body>ok</body>'))
    expect(await bodies(li)).toEqual(['ok', 'something longer'])
    expect(await bodies(li, 'chat', 'eve@x.example')).toEqual(['ok'])
  })

  test('a whole history stays deleted when the room replays it; what is new comes', async () => {
    const li = await start()
    const room = 'tea@conference.x.example'
    const item = "<x xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/><status code='110'/></x>"
    const letIn = () => li.receive(parseStanza(`<presence from='${room}/li'>${item}</presence>`))
    const stamp = new Date(Date.now() - 60_000).toISOString()
    const replay = (id: string) =>
      li.receive(parseStanza(`<message type='groupchat' from='${room}/Al' id='${id}'><body>${id}</body><delay xmlns='urn:xmpp:delay' from='${room}' stamp='${stamp}'/></message>`))
    await li.call('room.join', { room, nick: 'li' })
    letIn()
    for (const id of ['a', 'b']) replay(id)
    const id = await conversationId(li, room, 'room')
    await li.call('conversation.deleteHistory', { conversationId: id })
    await li.reconnect()
    letIn()
    for (const one of ['a', 'b', 'c']) replay(one)
    expect(await bodies(li, 'room', room)).toEqual(['c'])
  })
})

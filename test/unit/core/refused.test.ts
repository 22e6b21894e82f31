/** Rules of shared/rules.ts that no other test holds; each stands beside its legal twin. test/mutants/trust.ts switches them off. */
import { afterEach, describe, expect, test } from 'vitest'
import { xml } from '#xmpp/element'
import { parseStanza } from '../../support/transcripts'
import { chatMessage, EVE, OWN, settle, startChat, WANG, withContacts } from '../features/support-chat'
import type { Answer, Replay } from '../features/rooms/replay'

const open: Replay[] = []
afterEach(() => Promise.all(open.splice(0).map((one) => one.stop())))
const start = async (answer?: Answer) => {
  const li = await startChat(withContacts(answer))
  open.push(li)
  return li
}
const bodies = async (li: Replay, peer = WANG) => (await li.messages('chat', peer)).map(({ body }) => body)
const says = (body: string, more = '') => `<body>${body}</body>${more}`
const x = (inside: string) => `<x xmlns='http://jabber.org/protocol/muc#user'>${inside}</x>`

describe('R-ADDRESS', () => {
  const ATTRIBUTES = ["from='@'", "from='/x'", "from=''", "from='a@@b'", `from='${WANG}' to='@'`, "from=' '"]
  test.each(ATTRIBUTES)('a message %s is nobody’s', async (attributes) => {
    const li = await start()
    li.receive(parseStanza(`<message type='chat' ${attributes}>${says('hello')}</message>`))
    expect(li.conversations()).toEqual([])
    li.receive(chatMessage(WANG, 'w1', says('hello')))
    expect(await bodies(li)).toEqual(['hello'])
  })
  test.each(ATTRIBUTES.filter((attributes) => !attributes.includes('to=')))('presence %s is nobody’s', async (attributes) => {
    const li = await start()
    for (const type of ['', "type='subscribe'", "type='unavailable'"]) li.receive(parseStanza(`<presence ${attributes} ${type}/>`))
    li.receive(parseStanza(`<presence from='${EVE}' type='subscribe'/>`))
    expect(li.events.filter(({ name }) => name === 'contactRequest.changed')).toHaveLength(1)
  })
})

describe('R-ID-UNANNOUNCED', () => {
  const sid = `<stanza-id xmlns='urn:xmpp:sid:0' by='${OWN}' id='same'/>`
  const server = (features: string[]) => (iq: Parameters<Answer>[0], text: string) =>
    iq.to === 'x.example' && text.includes('disco#info')
      ? { ok: true as const, value: xml('iq', {}, xml('query', { xmlns: 'http://jabber.org/protocol/disco#info' }, xml('identity', { category: 'server', type: 'im' }), features.map((name) => xml('feature', { var: name })))) }
      : null
  const two = async (features: string[]) => {
    const li = await start(server(['http://jabber.org/protocol/disco#info', ...features]))
    li.receive(chatMessage(WANG, 'w1', says('one', sid)))
    li.receive(chatMessage(WANG, 'w2', says('two', sid)))
    return bodies(li)
  }
  test('where the server gives no ids, one in its name hides nothing', async () => expect(await two([])).toEqual(['one', 'two']))
  test('while it is not known yet what the account can do, an id in its name counts', async () => {
    const ofServer = server(['http://jabber.org/protocol/disco#info'])
    let told: (() => void) | null = null
    const li = await start(((iq: Parameters<Answer>[0], text: string) => {
      if (iq.to !== OWN || !text.includes('disco#info')) return ofServer(iq, text)
      return new Promise((resolve) => (told = () => resolve({ ok: false, error: { condition: 'service-unavailable' } })))
    }) as unknown as Answer)
    expect(told, 'the account is asked').not.toBeNull()
    li.receive(chatMessage(WANG, 'w1', says('one', sid)))
    li.receive(chatMessage(WANG, 'w2', says('two', sid)))
    expect(await bodies(li)).toEqual(['one'])
    told!()
    await settle()
    li.receive(chatMessage(WANG, 'w3', says('three', sid)))
    expect(await bodies(li), 'it is known, and says nothing').toEqual(['one', 'three'])
  })
  test('where it does, the same id is the same message', async () => expect(await two(['urn:xmpp:sid:0'])).toEqual(['one']))
})

test('R-ROOM-PRIVATE: a contact never speaks as an occupant; who is none and says so does', async () => {
  const li = await start()
  li.receive(chatMessage(WANG, 'w1', says('hello', x(''))))
  li.receive(chatMessage(EVE, 'e1', says('psst', x(''))))
  expect(li.conversations().map(({ kind, peer }) => `${kind} ${peer}`).sort()).toEqual([`chat ${WANG}`, `room-pm ${EVE}/phone`])
})

describe('R-ROOM-DESTROY', () => {
  const room = 'tea@conference.x.example'
  const item = "<item role='none' affiliation='none'/>"
  test('the room in its place is offered; neither is entered, also not at the next login or start', async () => {
    const li = await start()
    await li.call('room.join', { room, nick: 'Li' })
    li.receive(parseStanza(`<presence from='${room}/Li'>${x("<item role='participant' affiliation='none'/><status code='110'/>")}</presence>`))
    await settle()
    const joins = () => li.sent.filter((line) => line.startsWith('<presence') && line.includes('conference.x.example/') && !line.includes('unavailable')).length
    const before = joins()
    li.receive(parseStanza(`<presence from='${room}/Li' type='unavailable'>${x(`${item}<destroy jid='trap@conference.x.example'><reason>moved</reason></destroy><status code='110'/>`)}</presence>`))
    await settle()
    expect(li.room(room)).toMatchObject({ state: 'failed', problem: { code: 'destroyed', alternate: 'trap@conference.x.example' } })
    await li.reconnect()
    expect([before, joins()]).toEqual([1, 1])
    expect(li.room('trap@conference.x.example')).toBeUndefined()
    await open.pop()?.stop()
    const again = await startChat(withContacts(), li.profileDir)
    open.push(again)
    expect(again.sent.filter((line) => line.includes('conference.x.example/'))).toEqual([])
  })
})

test('R-HELD-LIMIT: of what one person takes back before it is here, so much is remembered', async () => {
  const li = await start()
  const retracts = (id: string) => `<retract xmlns='urn:xmpp:message-retract:1' id='${id}'/>`
  li.receive(chatMessage(EVE, 'e', says('hello')))
  for (let n = 0; n < 505; n++) li.receive(chatMessage(EVE, `r${n}`, retracts(`t${n}`)))
  for (const n of [0, 499, 500, 504]) li.receive(chatMessage(EVE, `t${n}`, says(`text ${n}`)))
  expect((await li.messages('chat', EVE)).map(({ isRetracted }) => isRetracted)).toEqual([false, true, true, false, false])
})

test('R-NICK: a name that comes with a stranger’s words or request names nobody; one that a contact publishes does', async () => {
  const li = await start()
  const nick = "<nick xmlns='http://jabber.org/protocol/nick'>Wang</nick>"
  const event = `<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='http://jabber.org/protocol/nick'><item id='current'>${nick}</item></items></event>`
  li.receive(chatMessage(EVE, 'e1', says('hello', nick)))
  li.receive(chatMessage(WANG, 'w1', says('hello', nick.replace('Wang', 'Bob'))))
  li.receive(parseStanza(`<presence from='${EVE}' type='subscribe'>${nick}</presence>`))
  li.receive(parseStanza(`<message type='headline' from='${EVE}'>${event}</message>`))
  expect(li.events.filter(({ name }) => name === 'nick.changed')).toEqual([])
  li.receive(parseStanza(`<message type='headline' from='${WANG}'>${event}</message>`))
  expect(li.events.filter(({ name }) => name === 'nick.changed').map(({ payload }) => payload)).toMatchObject([{ jid: WANG, nick: 'Wang' }])
})

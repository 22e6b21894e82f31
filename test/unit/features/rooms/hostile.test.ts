import { afterEach, describe, expect, test } from 'vitest'
import { parseStanza } from '../../../support/transcripts'
import { replayAs, type Replay } from './replay'

const room = 'tea@conference.x.example'
const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})

const x = (role: string, codes: number[] = [], jid = '') =>
  `<x xmlns='http://jabber.org/protocol/muc#user'><item role='${role}' affiliation='none'${jid && ` jid='${jid}'`}/>${codes.map((code) => `<status code='${code}'/>`).join('')}</x>`
const presence = (nick: string, inside: string, type = '') => parseStanza(`<presence from='${room}/${nick}'${type && ` type='${type}'`}>${inside}</presence>`)
const say = (nick: string, body: string, more = '', id = `i${body}`) =>
  parseStanza(`<message type='groupchat' from='${room}/${nick}' id='${id}'><body>${body}</body>${more}</message>`)
const delay = (from: string, stamp = '2020-01-01T00:00:00Z') => `<delay xmlns='urn:xmpp:delay'${from && ` from='${from}'`} stamp='${stamp}'/>`

const inRoom = async () => {
  const bob = await replayAs('bob@x.example/desk')
  open.push(bob)
  await bob.call('room.join', { room, nick: 'Bob' })
  bob.receive(presence('Eve', x('participant')))
  bob.receive(presence('Bob', x('participant', [110])))
  bob.receive(parseStanza(`<message type='groupchat' from='${room}'><subject>Tea</subject></message>`))
  return bob
}
const lines = async (bob: Replay) => (await bob.messages('room', room)).filter((one) => one.kind === 'text')

describe('an occupant means harm', () => {
  test('a forged delay does not move words into the past', async () => {
    const bob = await inRoom()
    const before = Date.now()
    bob.receive(say('Eve', 'one', delay('')))
    bob.receive(say('Eve', 'two', delay(room)))
    bob.receive(say('Eve', 'three', delay('conference.x.example')))
    for (const line of await lines(bob)) expect(line.sentAtMs).toBeGreaterThanOrEqual(before)
    bob.receive(say('Eve', 'held by our own server', delay('x.example')))
    const last = (await lines(bob)).at(-1)
    expect(last?.body, 'where the stream has it').toBe('held by our own server')
    expect(last?.sentAtMs, 'that one is true').toBeLessThan(before)
  })
  test('words under our id, or under our nick, from before we came', async () => {
    const bob = await replayAs('bob@x.example/desk')
    open.push(bob)
    await bob.call('room.join', { room, nick: 'Bob' })
    bob.receive(presence('Bob', x('participant', [110])))
    bob.receive(say('Bob', 'somebody who had our nick', delay(room)))
    expect((await lines(bob))[0]).toMatchObject({ direction: 'in', sender: 'Bob' })
  })
  test('a stanza-id in the name of a room that gives none does not hide the words of others', async () => {
    const bob = await inRoom()
    const sid = `<stanza-id xmlns='urn:xmpp:sid:0' by='${room}' id='1'/>`
    bob.receive(say('Eve', 'first', sid))
    bob.receive(say('Ann', 'second', sid))
    expect((await lines(bob)).map((one) => one.body)).toEqual(['first', 'second'])
  })
  test('status codes in messages and foreign presences change nothing', async () => {
    const bob = await inRoom()
    bob.receive(say('Eve', 'codes', x('none', [110, 307, 301])))
    bob.receive(presence('Eve', x('none', [307]), 'unavailable'))
    bob.receive(parseStanza(`<presence from='other@conference.x.example/Bob' type='unavailable'>${x('none', [110, 307])}</presence>`))
    bob.receive(parseStanza(`<presence from='${room}' type='unavailable'>${x('none', [110, 307])}</presence>`))
    expect(bob.room(room)).toMatchObject({ state: 'joined', nick: 'Bob' })
  })
  test('groupchat from a user, and from a room that we are not in, is no message', async () => {
    const bob = await inRoom()
    bob.receive(parseStanza("<message type='groupchat' from='eve@x.example/1'><body>x</body></message>"))
    bob.receive(parseStanza("<message type='groupchat' from='other@conference.x.example/Eve'><body>x</body></message>"))
    expect(bob.conversations()).toEqual([{ kind: 'room', peer: room }])
  })
  test('nor from a room that we have left', async () => {
    const bob = await inRoom()
    await bob.call('room.leave', { room, forget: false })
    bob.receive(say('Eve', 'still there?'))
    expect(await lines(bob)).toEqual([])
  })
  test('whoever takes the nick that we had cannot have his words taken for ours by their id', async () => {
    const bob = await inRoom()
    const opened = await bob.call('conversation.open', { kind: 'room', peer: room })
    await bob.call('message.send', { conversationId: (opened.value as { id: number }).id, body: 'mine' })
    const id = /<message[^>]* id="([^"]+)"/.exec(bob.sent.findLast((one) => one.includes('mine'))!)![1]!
    bob.receive(say('Bob', 'mine', '', id))
    bob.receive(presence('Bob', x('participant', [303, 110]).replace('<item', "<item nick='Bobby'"), 'unavailable'))
    bob.receive(presence('Bobby', x('participant', [110])))
    bob.receive(presence('Bob', x('participant')))
    bob.receive(say('Bob', 'not his', '', id))
    expect((await lines(bob)).map((one) => [one.direction, one.body])).toEqual([['out', 'mine'], ['in', 'not his']])
  })
  test('an error for a message that was never ours', async () => {
    const bob = await inRoom()
    bob.receive(say('Eve', 'hers', '', 'e1'))
    bob.receive(parseStanza(`<message type='error' from='${room}' id='e1'><error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`))
    expect((await lines(bob))[0]?.state).toBe('received')
  })
  test('no nick of prototypes, no nick with markup breaks the list', async () => {
    const bob = await inRoom()
    for (const nick of ['__proto__', 'constructor', '\u202egnp.exe', 'a/b/c']) bob.receive(presence(nick, x('participant')))
    expect((await bob.occupants(room)).map((one) => one.nick)).toEqual(['Eve', 'Bob', '__proto__', 'constructor', '\u202egnp.exe', 'a/b/c'])
  })
})

describe('several devices under one nick', () => {
  test('COMPAT(openfire): the other device goes, we stay', async () => {
    const bob = await inRoom()
    bob.receive(presence('Bob', x('participant', [], 'bob@x.example/phone')))
    bob.receive(presence('Bob', x('none', [], 'bob@x.example/phone'), 'unavailable'))
    expect(bob.room(room)).toMatchObject({ state: 'joined', occupantCount: 2 })
    bob.receive(presence('Eve', x('participant', [], 'eve@x.example/a')))
    bob.receive(presence('Eve', x('participant', [], 'eve@x.example/b')))
    bob.receive(presence('Eve', x('none', [], 'eve@x.example/a'), 'unavailable'))
    expect(bob.room(room)?.occupantCount).toBe(2)
    bob.receive(presence('Eve', x('none', [], 'eve@x.example/b'), 'unavailable'))
    expect(bob.room(room)?.occupantCount).toBe(1)
  })
  test('what another device of ours says is ours', async () => {
    const bob = await inRoom()
    bob.receive(say('Bob', 'from my phone'))
    expect((await lines(bob))[0]).toMatchObject({ direction: 'out', state: 'sent', isUnread: false })
  })
})

test('a nick that the server gave (210) is ours', async () => {
  const bob = await replayAs('bob@x.example/desk')
  open.push(bob)
  await bob.call('room.join', { room, nick: 'Bob' })
  bob.receive(presence('Robert', x('participant', [110, 210])))
  expect(bob.room(room)).toMatchObject({ state: 'joined', nick: 'Robert' })
  await bob.reconnect()
  expect(bob.sent.findLast((one) => one.includes('<history'))).toContain(`${room}/Bob`)
})

test('a private message does not wait for who is not there: whoever takes the nick next is not to read it', async () => {
  const bob = await inRoom()
  const opened = await bob.call('conversation.open', { kind: 'room-pm', peer: `${room}/Ann` })
  const { id: conversationId } = opened.value as { id: number }
  await bob.call('message.send', { conversationId, body: 'psst' })
  await expect.poll(async () => (await bob.messages('room-pm', `${room}/Ann`)).map((one) => [one.state, one.failure?.condition])).toEqual([['failed', 'item-not-found']])
  bob.receive(presence('Ann', x('participant')))
  await bob.call('message.send', { conversationId, body: 'hello' })
  expect(bob.sent.filter((one) => one.includes('psst') || one.includes('hello')).map((one) => /<body>(.*)<.body>/.exec(one)?.[1])).toEqual(['hello'])
})

test('making a room under an address that is taken: told so, and our bookmark of it stays', async () => {
  const bob = await replayAs('bob@x.example/desk')
  open.push(bob)
  await bob.call('room.join', { room, nick: 'Bob' })
  await bob.call('room.leave', { room, forget: false })
  const made = bob.call('room.create', { room, name: 'Tea', kind: 'public-channel', nick: 'Bob', invite: [] })
  await new Promise((resolve) => setTimeout(resolve, 5))
  bob.receive(presence('Bob', x('participant', [110])))
  expect(await made).toMatchObject({ ok: false, error: { code: 'conflict' } })
  expect(bob.room(room)).toMatchObject({ state: 'left', isBookmarked: true })
  expect(bob.sent.at(-1)).toContain('type="unavailable"')
})

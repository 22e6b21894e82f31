import { afterEach, describe, expect, test, vi } from 'vitest'
import { attr } from '#xmpp/element'
import type { IqReply } from '#xmpp/types'
import { parseStanza, transcriptsOf } from '../../../support/transcripts'
import { replayAs, type Replay } from './replay'

const open: Replay[] = []
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const start = async (jid: string) => {
  const replay = await replayAs(jid)
  open.push(replay)
  return replay
}
const item = "<x xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/>"
const letIn = (bob: Replay, room: string, nick = 'Bob') => bob.receive(parseStanza(`<presence from='${room}/${nick}'>${item}<status code='110'/></x></presence>`))
const endHistory = (bob: Replay, room: string) => bob.receive(parseStanza(`<message type='groupchat' from='${room}'><subject/></message>`))
const refusal = (room: string, condition: string) =>
  parseStanza(`<presence type='error' from='${room}/Bob'><error type='cancel'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>`)
const joins = (bob: Replay) => bob.sent.filter((one) => one.includes('<history'))
const room = 'tea@conference.x.example'

describe('rooms that do not answer, or not now', () => {
  test('30 s without an answer: a problem, and another try later; then in', async () => {
    const bob = await start('bob@x.example/desk')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await bob.call('room.join', { room, nick: 'Bob' })
    await vi.advanceTimersByTimeAsync(29_000)
    expect(bob.room(room)?.state).toBe('joining')
    await vi.advanceTimersByTimeAsync(2000)
    expect(bob.room(room)).toMatchObject({ state: 'failed', problem: { code: 'timeout' } })
    expect(joins(bob)).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(40_000)
    expect(joins(bob)).toHaveLength(2)
    letIn(bob, room)
    expect(bob.room(room)).toMatchObject({ state: 'joined', problem: null })
  })
  test('ever more seldom, and not at all once the user has left', async () => {
    const bob = await start('bob@x.example/desk')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await bob.call('room.join', { room, nick: 'Bob' })
    const gone = () => bob.receive(refusal(room, 'remote-server-not-found'))
    gone()
    expect(bob.room(room)?.problem?.code).toBe('service-gone')
    await vi.advanceTimersByTimeAsync(37_000)
    expect(joins(bob)).toHaveLength(2)
    gone()
    await vi.advanceTimersByTimeAsync(37_000)
    expect(joins(bob), 'the second wait is longer').toHaveLength(2)
    await vi.advanceTimersByTimeAsync(37_000)
    expect(joins(bob)).toHaveLength(3)
    gone()
    await bob.call('room.leave', { room, forget: false })
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(joins(bob)).toHaveLength(3)
  })
  test('locked: whoever makes it may be done in a moment, or take his time', async () => {
    const bob = await replayAs('bob@x.example/desk', (_, asked) =>
      asked.includes('disco#info') ? { ok: true, value: parseStanza("<iq xmlns='jabber:client' type='result'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>") } : null)
    open.push(bob)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await bob.call('room.join', { room, nick: 'Bob' })
    await vi.advanceTimersByTimeAsync(10)
    const refuse = () => bob.receive(refusal(room, 'item-not-found'))
    refuse()
    expect(bob.room(room)?.problem?.code).toBe('locked')
    await vi.advanceTimersByTimeAsync(2500)
    expect(joins(bob)).toHaveLength(2)
    refuse()
    await vi.advanceTimersByTimeAsync(2500)
    expect(joins(bob), 'the second wait is longer').toHaveLength(2)
    await vi.advanceTimersByTimeAsync(2500)
    letIn(bob, room)
    expect(bob.room(room)?.state).toBe('joined')
  })
  test('dropped without a word: back in by itself', async () => {
    const bob = await start('bob@x.example/desk')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await bob.call('room.join', { room, nick: 'Bob' })
    letIn(bob, room)
    bob.receive(parseStanza(`<presence type='unavailable' from='${room}/Bob'>${item}<status code='110'/></x></presence>`))
    expect(bob.room(room)).toMatchObject({ state: 'failed', problem: { code: 'service-gone' } })
    await vi.advanceTimersByTimeAsync(40_000)
    letIn(bob, room)
    expect(bob.room(room)?.state).toBe('joined')
  })
  test('a room that sends no subject: after a few quiet seconds we may speak', async () => {
    const bob = await start('bob@x.example/desk')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const joined = await bob.call('room.join', { room, nick: 'Bob' })
    letIn(bob, room)
    await bob.call('message.send', { conversationId: (joined.value as { conversationId: number }).conversationId, body: 'hello' })
    await vi.advanceTimersByTimeAsync(2500)
    expect(bob.sent.some((one) => one.includes('hello'))).toBe(false)
    await vi.advanceTimersByTimeAsync(1000)
    expect(bob.sent.some((one) => one.includes('hello'))).toBe(true)
  })
  test('many rooms at once: a few at a time, and one that is silent holds up nobody', async () => {
    const bob = await start('bob@x.example/desk')
    const rooms = Array.from({ length: 10 }, (_, i) => `r${i}@conference.x.example`)
    for (const one of rooms) await bob.call('room.join', { room: one, nick: 'Bob' })
    expect(joins(bob)).toHaveLength(6)
    for (const one of rooms.slice(1, 6)) letIn(bob, one)
    expect(joins(bob)).toHaveLength(10)
    for (const one of rooms.slice(6)) letIn(bob, one)
    expect(bob.room(rooms[0]!)?.state).toBe('joining')
    await bob.reconnect()
    expect(joins(bob), 'a fresh session: all of them again').toHaveLength(16)
  })
  test('COMPAT(tigase): it thinks that we are still in: out first, then in', async () => {
    const bob = await start('bob@x.example/desk')
    await bob.call('room.join', { room, nick: 'Bob' })
    bob.receive(refusal(room, 'feature-not-implemented'))
    expect(bob.sent.slice(-2).map((one) => one.includes('unavailable'))).toEqual([true, false])
    letIn(bob, room)
    expect(bob.room(room)?.state).toBe('joined')
  })
  test('every variation of the nick is taken: said so in the end', async () => {
    const bob = await start('bob@x.example/desk')
    await bob.call('room.join', { room, nick: 'Bob' })
    for (let i = 0; i < 20 && bob.room(room)?.state === 'joining'; i++) bob.receive(refusal(room, 'conflict'))
    expect(bob.room(room)?.problem?.code).toBe('nick-conflict')
    expect(joins(bob)).toHaveLength(9)
  })
})

describe.each(transcriptsOf('16-muc-nick-registration'))('room.setNick on %s', (server, transcript) => {
  test('granted or refused, in words', async () => {
    const change = transcript.steps.find((one) => one.title === 'change of nickname')!
    const at = attr(change.entries[0]!.element!, 'to')!.split('/')[0]!
    const bob = await start(transcript.people['bob']!)
    await bob.call('room.join', { room: at, nick: 'Bob' })
    letIn(bob, at)
    endHistory(bob, at)
    const play = (title: string) =>
      transcript.steps.find((one) => one.title === title)!.entries.forEach(({ to, element }) => element && to === 'bob' && bob.receive(element))
    const changed = bob.call('room.setNick', { room: at, nick: 'Bobby 鲍勃' })
    await Promise.resolve()
    play('change of nickname')
    const isTigase = server === 'tigase-8.4.0'
    expect(await changed).toMatchObject(isTigase ? { ok: false, error: { code: 'not-supported' } } : { ok: true })
    const taken = bob.call('room.setNick', { room: at, nick: 'Alice' })
    await Promise.resolve()
    play('to a nickname that is taken')
    expect(await taken).toMatchObject({ ok: false, error: { code: isTigase ? 'not-supported' : 'conflict' } })
    expect(bob.room(at)).toMatchObject({ state: 'joined', nick: isTigase ? 'Bob' : 'Bobby 鲍勃' })
  })
})

describe.each(transcriptsOf('20-muc-self-ping'))('kicked, as told in self-ping on %s', (_server, transcript) => {
  test('out', async () => {
    const step = transcript.steps.find((one) => one.title === 'bob is kicked')!
    const at = attr(step.entries[0]!.element!, 'to')!
    const bob = await start(transcript.people['bob']!)
    await bob.call('room.join', { room: at, nick: 'Bob' })
    letIn(bob, at)
    step.entries.forEach(({ to, element }) => element && to === 'bob' && bob.receive(element))
    expect(bob.room(at)?.problem?.code).toBe('kicked')
  })
})

describe('a self-ping that the server passes on (Tigase)', () => {
  const transcript = transcriptsOf('20-muc-self-ping').find(([server]) => server.startsWith('tigase'))![1]
  const passedOn = transcript.steps
    .flatMap((step) => step.entries)
    .find(({ to, element }) => to === 'bob' && element && attr(element, 'type') === 'get' && attr(element, 'from')?.endsWith('/Bob'))!.element!
  const at = attr(passedOn, 'from')!.replace('/Bob', '')

  test('is answered in our own name, and only while we are in', async () => {
    const bob = await start(transcript.people['bob']!)
    expect(bob.ask(passedOn)).toEqual({ error: 'service-unavailable' })
    await bob.call('room.join', { room: at, nick: 'Bob' })
    letIn(bob, at)
    expect(bob.ask(passedOn)).toEqual({ result: null })
  })
  test('another occupant learns nothing', async () => {
    const bob = await start(transcript.people['bob']!)
    await bob.call('room.join', { room: at, nick: 'Bob' })
    letIn(bob, at)
    const curious = parseStanza(`<iq type='get' id='1' from='${at}/Eve'><ping xmlns='urn:xmpp:ping'/></iq>`)
    expect(bob.ask(curious)).toEqual({ error: 'service-unavailable' })
  })
})

test('what answers after the end changes nothing and waits for nothing', async () => {
  let answer: (reply: IqReply) => void = () => undefined
  const bob = await replayAs('bob@x.example/desk', (iq, text) =>
    iq.to === room && text.includes('disco#info') ? new Promise<IqReply>((resolve) => (answer = resolve)) : null)
  await bob.call('room.join', { room, nick: 'Bob' })
  await bob.stop()
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const events = bob.events.length
  answer({ ok: true, value: parseStanza(`<iq><query xmlns='http://jabber.org/protocol/disco#info'><identity category='conference' type='text' name='Tea'/></query></iq>`) })
  await new Promise((resolve) => setImmediate(resolve))
  expect([vi.getTimerCount(), bob.events.length]).toEqual([0, events])
})

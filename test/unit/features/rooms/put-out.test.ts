import { afterEach, describe, expect, test } from 'vitest'
import { attr, child } from '#xmpp/element'
import { parseStanza, stanzasTo, transcriptsOf, type Transcript } from '../../../support/transcripts'
import { replayAs, type Replay } from './replay'

const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})

/** The room of the step: where its removals come from. */
const roomIn = (transcript: Transcript, step: string) => {
  const removal = transcript.steps.find((one) => one.title === step)?.entries.find((one) => one.element && attr(one.element, 'type') === 'unavailable')
  return attr(removal!.element!, 'from')!.split('/')[0]!
}
const enter = async (transcript: Transcript, who: string, room: string, others: string[]) => {
  const nick = who[0]!.toUpperCase() + who.slice(1)
  const replay = await replayAs(transcript.people[who]!)
  open.push(replay)
  await replay.call('room.join', { room, nick })
  const item = "<x xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/>"
  for (const other of others) replay.receive(parseStanza(`<presence from='${room}/${other}'>${item}</x></presence>`))
  replay.receive(parseStanza(`<presence from='${room}/${nick}'>${item}<status code='110'/></x></presence>`))
  replay.receive(parseStanza(`<message type='groupchat' from='${room}'><subject/></message>`))
  expect(replay.room(room)?.state).toBe('joined')
  return replay
}
const play = (transcript: Transcript, who: string, step: string, replay: Replay) =>
  transcript.steps.find((one) => one.title === step)!.entries.forEach(({ to, element }) => element && to === who && replay.receive(element))

describe.each(transcriptsOf('12-muc-roles'))('kick on %s', (_server, transcript) => {
  const step = 'kick with a reason'
  test('the kicked one is out, with the reason, and stays out', async () => {
    const room = roomIn(transcript, step)
    const dave = await enter(transcript, 'dave', room, ['Alice'])
    play(transcript, 'dave', step, dave)
    expect(dave.room(room)).toMatchObject({ state: 'failed', problem: { code: 'kicked', text: 'Please calm down <b>' }, occupantCount: 0 })
    expect((await dave.messages('room', room)).map((one) => one.notice?.code)).toEqual(['room-kicked'])
    const joins = () => dave.sent.filter((one) => one.includes('<history')).length
    expect(joins()).toBe(1)
    await dave.reconnect()
    expect(joins()).toBe(1)
  })
  test('the others are told once, although some servers say it twice', async () => {
    const room = roomIn(transcript, step)
    const bob = await enter(transcript, 'bob', room, ['Alice', 'Dave'])
    play(transcript, 'bob', step, bob)
    expect((await bob.occupants(room)).map((one) => one.nick).sort()).toEqual(['Alice', 'Bob'])
    expect((await bob.messages('room', room)).map((one) => one.notice)).toEqual([
      { code: 'room-occupant-kicked', args: { nick: 'Dave', actor: expect.any(String) as string, reason: 'Please calm down <b>' } },
    ])
  })
})

describe.each(transcriptsOf('11-muc-affiliations'))('affiliations on %s', (_server, transcript) => {
  test('banned: out, with the reason', async () => {
    const step = 'owner bans dave with a reason'
    const room = roomIn(transcript, step)
    const dave = await enter(transcript, 'dave', room, ['Alice'])
    play(transcript, 'dave', step, dave)
    expect(dave.room(room)).toMatchObject({ state: 'failed', problem: { code: 'banned' } })
  })
  test('membership taken in a members-only room is no ban, whatever the code', async () => {
    const step = 'members-only room: membership taken from an occupant'
    const room = roomIn(transcript, step)
    const bob = await enter(transcript, 'bob', room, ['Alice'])
    play(transcript, 'bob', step, bob)
    expect(bob.room(room)).toMatchObject({ state: 'failed', problem: { code: 'membership-lost' } })
  })
})

describe.each(transcriptsOf('19-muc-config-notices'))('settings on %s', (server, transcript) => {
  test('members only while we are none: out where the server puts us out', async () => {
    const step = 'members only while bob is no member'
    const room = attr(transcript.steps.find((one) => one.title === step)!.entries.find((one) => one.from === 'alice')!.element!, 'to')!
    const bob = await enter(transcript, 'bob', room, ['Alice'])
    play(transcript, 'bob', step, bob)
    const staysIn = server === 'tigase-8.4.0' || server === 'openfire-4.7.5'
    expect(bob.room(room)?.problem?.code ?? null).toBe(staysIn ? null : 'members-only')
  })
})

describe.each(transcriptsOf('18-muc-history-archive'))('history on %s', (_server, transcript) => {
  test('replayed in order and with its times, read; replayed again without doubles', async () => {
    const step = 'history: nothing said'
    const joining = transcript.steps.find((one) => one.title === step)!.entries.find((one) => one.from === 'carol' && one.element && child(one.element, 'x', 'http://jabber.org/protocol/muc'))
    const room = attr(joining!.element!, 'to')!.split('/')[0]!
    const carol = await replayAs(transcript.people['carol']!)
    open.push(carol)
    await carol.call('room.join', { room, nick: 'Carol' })
    stanzasTo(transcript, 'carol', { step }).forEach(carol.receive)
    const first = (await carol.messages('room', room)).filter((one) => one.kind === 'text')
    expect(first.map((one) => one.body).slice(0, 3)).toEqual(['message 1 茶', 'message 2 茶', 'message 3 茶'])
    expect(first.every((one) => one.direction === 'in' && !one.isUnread && one.sentAtMs < Date.parse('2026-11-22T16:00:00Z'))).toBe(true)
    await carol.call('room.leave', { room, forget: false })
    await carol.call('room.join', { room, nick: 'Carol' })
    stanzasTo(transcript, 'carol', { step: 'history: since the start' }).forEach(carol.receive)
    expect(carol.room(room)?.state).toBe('joined')
    const bodies = (await carol.messages('room', room)).filter((one) => one.kind === 'text').map((one) => `${one.sender}/${one.body}`)
    expect(bodies).toHaveLength(new Set(bodies).size)
    expect(bodies.slice(0, 3)).toEqual(['Alice/message 1 茶', 'Bob/message 2 茶', 'Alice/message 3 茶'])
  })
})

describe('written, and not heard', () => {
  const room = 'tea@conference.x.example'
  const item = "<x xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/>"
  const letIn = (bob: Replay) => bob.receive(parseStanza(`<presence from='${room}/Bob'>${item}<status code='110'/></x></presence>`))
  const endHistory = (bob: Replay) => bob.receive(parseStanza(`<message type='groupchat' from='${room}'><subject/></message>`))
  const say = async () => {
    const bob = await replayAs('bob@x.example/desk')
    open.push(bob)
    const joined = await bob.call('room.join', { room, nick: 'Bob' })
    letIn(bob)
    const { conversationId } = joined.value as { conversationId: number }
    await bob.call('message.send', { conversationId, body: 'hello' })
    expect(bob.sent.filter((one) => one.includes('hello')), 'nothing is said while the room replays').toHaveLength(0)
    endHistory(bob)
    const said = bob.sent.filter((one) => one.includes('hello'))
    expect(said).toHaveLength(1)
    return { bob, id: /<message[^>]* id="([^"]+)"/.exec(said[0]!)![1]! }
  }
  const said = (bob: Replay) => bob.sent.filter((one) => one.includes('hello'))
  const state = async (bob: Replay) => (await bob.messages('room', room)).find((one) => one.body === 'hello')?.state

  test('the room says that we are not in: in again, said again with the same id, once', async () => {
    const { bob, id } = await say()
    bob.receive(parseStanza(
      `<message type='error' from='${room}' id='${id}'><error type='cancel'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`,
    ))
    expect(bob.room(room)?.state).toBe('joining')
    letIn(bob)
    endHistory(bob)
    expect(said(bob)).toHaveLength(2)
    expect(said(bob)[1]).toContain(id)
    bob.receive(parseStanza(`<message type='groupchat' from='${room}/Bob' id='${id}'><body>hello</body></message>`))
    expect(await state(bob)).toBe('sent')
  })
  test('put out by a restart of the service: what the history has is not said again', async () => {
    const { bob, id } = await say()
    bob.receive(parseStanza(`<presence type='unavailable' from='${room}/Bob'>${item}<status code='110'/><status code='332'/></x></presence>`))
    expect(bob.room(room)?.problem?.code).toBe('shutdown')
    await bob.call('room.join', { room, nick: 'Bob' })
    letIn(bob)
    bob.receive(parseStanza(
      `<message type='groupchat' from='${room}/Bob' id='${id}'><body>hello</body><delay xmlns='urn:xmpp:delay' from='${room}' stamp='2026-11-22T10:00:00Z'/></message>`,
    ))
    endHistory(bob)
    expect(said(bob)).toHaveLength(1)
    expect(await state(bob)).toBe('sent')
    expect(await bob.messages('room', room).then((all) => all.filter((one) => one.kind === 'text'))).toHaveLength(1)
  })
  test('put out by a restart of the service: what the history lacks is said again, once', async () => {
    const { bob, id } = await say()
    bob.receive(parseStanza(`<presence type='unavailable' from='${room}/Bob'>${item}<status code='110'/><status code='332'/></x></presence>`))
    await bob.call('room.join', { room, nick: 'Bob' })
    letIn(bob)
    endHistory(bob)
    expect(said(bob)).toHaveLength(2)
    expect(said(bob)[1]).toContain(id)
  })
  test('refused by the room: failed with the reason', async () => {
    const { bob, id } = await say()
    bob.receive(parseStanza(
      `<message type='error' from='${room}' id='${id}'><error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>no voice</text></error></message>`,
    ))
    const [message] = (await bob.messages('room', room)).filter((one) => one.body === 'hello')
    expect(message).toMatchObject({ state: 'failed', failure: { condition: 'forbidden', text: 'no voice' } })
  })
})

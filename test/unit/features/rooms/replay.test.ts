import { afterEach, describe, expect, test } from 'vitest'
import { attr, child, xml } from '#xmpp/element'
import { findForm } from '#xmpp/xep/0004'
import type { Element, IqReply } from '#xmpp/types'
import { openTranscript, parseStanza, stanzasTo, transcriptsOf, type Transcript } from '../../../support/transcripts'
import { refuse, replayAs, type Answer, type Replay } from './replay'

const NS_OWNER = 'http://jabber.org/protocol/muc#owner'
const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const start = async (jid: string, answer?: Answer) => {
  const replay = await replayAs(jid, answer)
  open.push(replay)
  return replay
}
const tick = (ms = 60) => new Promise<void>((resolve) => setTimeout(resolve, ms))
const roomOf = (transcript: Transcript, prefix: string) =>
  /\S+@\S+/.exec(attr(transcript.steps.flatMap((s) => s.entries).find((e) => e.element && attr(e.element, 'to')?.startsWith(prefix))!.element!, 'to')!.split('/')[0]!)![0]
/** The server lets us in, as it did off the record. */
const enter = async (replay: Replay, room: string, nick: string, others: string[] = []) => {
  await replay.call('room.join', { room, nick })
  const user = "<x xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/>"
  for (const other of others) replay.receive(parseStanza(`<presence from='${room}/${other}'>${user}</x></presence>`))
  replay.receive(parseStanza(`<presence from='${room}/${nick}'>${user}<status code='110'/></x></presence>`))
  replay.receive(parseStanza(`<message type='groupchat' from='${room}'><subject/></message>`))
}

describe.each(transcriptsOf('13-muc-subject'))('subject on %s', (_server, transcript) => {
  test('as it was on joining, as it is set, taken away; who may not is told', async () => {
    const room = roomOf(transcript, 'subj-')
    const bob = await start(transcript.people['bob']!)
    await bob.call('room.join', { room, nick: 'Bob' })
    const play = (step: string) => stanzasTo(transcript, 'bob', { step }).forEach(bob.receive)
    play('join a room without subject')
    expect(bob.room(room)).toMatchObject({ state: 'joined', subject: '' })
    play('owner sets the subject')
    expect(bob.room(room)).toMatchObject({ subject: 'Tee & Kuchen 茶 <today>', subjectBy: 'Alice' })
    play('subject cleared')
    expect(bob.room(room)?.subject).toBe('')
    const codes = (await bob.messages('room', room)).map((one) => one.notice?.code)
    expect(codes.filter((code) => code === 'room-subject')).toHaveLength(2)
  })
  test('a newcomer gets it at the end of the history, without a notice', async () => {
    const room = roomOf(transcript, 'subj-')
    const carol = await start(transcript.people['carol']!)
    await carol.call('room.join', { room, nick: 'Carol' })
    stanzasTo(transcript, 'carol', { step: 'newcomer gets the subject' }).forEach(carol.receive)
    expect(carol.room(room)).toMatchObject({ state: 'joined', subject: 'Tee & Kuchen 茶 <today>', subjectBy: 'Alice' })
    expect((await carol.messages('room', room)).filter((one) => one.notice?.code !== 'room-entered')).toEqual([])
  })
})

describe.each(transcriptsOf('15-muc-private'))('private messages on %s', (server, transcript) => {
  test('with and without the element they open a conversation with the occupant', async () => {
    const room = roomOf(transcript, 'pm-')
    for (const [who, nick, other, body] of [['bob', 'Bob', 'Alice', 'only for you 你好'], ['alice', 'Alice', 'Bob', 'no element']] as const) {
      const client = await start(transcript.people[who]!)
      await enter(client, room, nick, [other])
      const step = transcript.steps.find((one) => one.title === (who === 'bob' ? 'private message' : 'private message without the muc#user element'))!
      for (const { to, element } of step.entries) if (to === who && element) client.receive(element)
      expect((await client.messages('room-pm', `${room}/${other}`)).map((one) => `${one.sender}: ${one.body}`)).toEqual([`${other}: ${body}`])
      expect(client.conversations().filter((one) => one.kind === 'chat')).toEqual([])
    }
  })
  test('to a nickname that is not there: failed, with the reason', async () => {
    const room = roomOf(transcript, 'pm-')
    const alice = await start(transcript.people['alice']!)
    await enter(alice, room, 'Alice', ['Nobody'])
    const opened = await alice.call('conversation.open', { kind: 'room-pm', peer: `${room}/Nobody` })
    await alice.call('message.send', { conversationId: (opened.value as { id: number }).id, body: 'hello?' })
    const id = /<message[^>]* id="([^"]+)"/.exec(alice.sent.findLast((one) => one.includes('hello?'))!)![1]
    const error = stanzasTo(transcript, 'alice', { step: 'to a nickname that is not there', type: 'error' })[0]!
    error.attrs.id = id
    alice.receive(error)
    const [message] = await alice.messages('room-pm', `${room}/Nobody`)
    expect(message).toMatchObject({ state: 'failed', failure: { condition: server === 'openfire-4.7.5' ? 'recipient-unavailable' : 'item-not-found' } })
  })
})

const result = (payload: Element): IqReply => ({ ok: true, value: xml('iq', {}, payload) })
/** The owner's form as recorded, and a judge over what is submitted. */
const ownerOf = (transcript: Transcript, judge: (xml: string) => string | null): Answer => {
  const reply = transcript.steps.find((one) => one.title === 'owner asks for the form')!.entries.findLast((one) => one.element?.name === 'iq')!.element!
  return (iq, text) => {
    if (text.includes(`<query xmlns="${NS_OWNER}"/>`)) return { ok: true, value: reply }
    if (!text.includes(NS_OWNER) && !text.includes('muc#admin')) return null
    const condition = judge(text)
    return condition ? refuse(condition) : result(xml('query', { xmlns: NS_OWNER }))
  }
}

describe.each(transcriptsOf('08-muc-create'))('room.create on %s', (server, transcript) => {
  const room = roomOf(transcript, 'new-')
  const create = async (alice: Replay, more: Record<string, unknown> = {}) => {
    const done = alice.call('room.create', { room, name: 'Tea', kind: 'public-channel', nick: 'Alice', invite: [], ...more })
    await tick(5)
    stanzasTo(transcript, 'alice', { step: 'join a room that does not exist: it is created' }).forEach(alice.receive)
    return done
  }
  const submits = (replay: Replay) => replay.sent.filter((one) => one.includes('type="submit"') && one.includes(NS_OWNER))

  test('configured at once, and quietly', async () => {
    const alice = await start(transcript.people['alice']!, ownerOf(transcript, () => null))
    expect(await create(alice)).toMatchObject({ ok: true, value: { room, notes: [] } })
    expect(submits(alice)).toHaveLength(1)
    const hasType = findForm(child(ownerOf(transcript, () => null)({ type: 'get', payload: xml('x') }, `<query xmlns="${NS_OWNER}"/>`)!.ok
      ? (ownerOf(transcript, () => null)({ type: 'get', payload: xml('x') }, `<query xmlns="${NS_OWNER}"/>`) as { value: Element }).value
      : null, 'query', NS_OWNER))?.formType
    expect(submits(alice)[0]?.includes('FORM_TYPE'), 'only where the form has one').toBe(hasType !== null)
    expect(alice.room(room)).toMatchObject({ state: 'joined', name: 'Tea', isBookmarked: true, ownAffiliation: 'owner' })
    expect(await alice.messages('room', room), 'the server talks about locks to nobody').toEqual([])
  })

  test('COMPAT(tigase): refused as public, made hidden, and said so', async () => {
    const judge = (text: string) => (/publicroom"><value>1/.test(text) ? 'forbidden' : null)
    const alice = await start(transcript.people['alice']!, ownerOf(transcript, judge))
    expect(await create(alice)).toMatchObject({ ok: true, value: { notes: ['public-refused'] } })
    expect(submits(alice)).toHaveLength(2)
    expect(submits(alice)[1], 'all the rest as wished').toMatch(/publicroom"><value>0.*roomconfig_whois"><value>moderators/)
  })

  test('no settings at all are taken: an open room with defaults, never a locked one', async () => {
    const alice = await start(transcript.people['alice']!, ownerOf(transcript, (text) => (text.includes('<field') ? 'bad-request' : null)))
    expect(await create(alice)).toMatchObject({ ok: true, value: { notes: ['defaults-used'] } })
    expect(submits(alice).at(-1)).not.toContain('<field')
  })

  test('not even that: taken down again', async () => {
    const alice = await start(transcript.people['alice']!, ownerOf(transcript, (text) => (text.includes('<destroy') ? null : 'internal-server-error')))
    expect(await create(alice)).toMatchObject({ ok: false, error: { condition: 'internal-server-error' } })
    expect(alice.sent.some((one) => one.includes('<destroy'))).toBe(true)
    expect(alice.sent.at(-1)).toContain('type="unavailable"')
    expect(alice.room(room)).toBeUndefined()
  })

  test('the invited become members and are invited, one by one', async () => {
    const refuseCarol = (text: string) => (text.includes('carol@') ? 'not-acceptable' : null)
    const alice = await start(transcript.people['alice']!, ownerOf(transcript, refuseCarol))
    const done = await create(alice, { kind: 'private-group', invite: ['bob@x.example', 'carol@x.example'] })
    expect(done).toMatchObject({ ok: true, value: { notes: ['member-failed:carol@x.example'] } })
    expect(alice.sent.filter((one) => one.includes('muc#admin'))).toHaveLength(2)
    expect(alice.sent.filter((one) => one.includes('<invite '))).toHaveLength(2)
  })

  if (server === 'prosody-0.12.3') {
    test('the link breaks in the middle: unlocked at the next occasion', async () => {
      let isBroken = true
      const alice = await start(transcript.people['alice']!, ownerOf(transcript, () => (isBroken ? 'offline' : null)))
      await create(alice)
      isBroken = false
      await alice.reconnect()
      stanzasTo(transcript, 'alice', { step: 'join a room that does not exist: it is created' }).forEach(alice.receive)
      await tick()
      expect(submits(alice).at(-1)).not.toContain('<field')
      expect(alice.room(room)?.state).toBe('joined')
    })
  }
})

test('a storm of presences in a room of 10,000: one event a tick, long lists in pieces', async () => {
  const transcript = openTranscript('prosody-0.12.3', '13-muc-subject')
  const bob = await start(transcript.people['bob']!)
  const room = 'crowd@conference.prosody.test'
  const presence = (i: number, more = '') =>
    parseStanza(`<presence from='${room}/n${i}'>${more}<x xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/></x></presence>`)
  const crowd = Array.from({ length: 10_000 }, (_, i) => presence(i))
  const changes = Array.from({ length: 1000 }, (_, i) => presence(i * 7, '<show>away</show>'))
  await bob.call('room.join', { room, nick: 'Bob' })
  crowd.forEach(bob.receive)
  await enter(bob, room, 'Bob')
  const pieces = () => bob.events.flatMap(({ name, payload }) => (name === 'room.occupantsChanged' ? [payload as { changed: unknown[]; isReset: boolean }] : []))
  const told = () => pieces().reduce((sum, { changed }) => sum + changed.length, 0)
  await expect.poll(told).toBe(10_001)
  expect(Math.max(...pieces().map(({ changed }) => changed.length))).toBe(500)
  expect(pieces().map(({ isReset }) => isReset).lastIndexOf(true), 'nobody is told twice').toBe(pieces().length - 21)
  bob.events.length = 0
  changes.forEach(bob.receive)
  await expect.poll(told).toBe(1000)
  expect(pieces()).toHaveLength(2)
  expect(bob.room(room)?.occupantCount).toBe(10_001)
}, 20_000)

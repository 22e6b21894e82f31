import { afterEach, describe, expect, test } from 'vitest'
import { localError } from '#xmpp/stanza-error'
import { openTranscript, parseStanza, stepOf } from '../../../support/transcripts'
import { auditOf, presence, result, ROOM, scene, settle, type SceneOptions } from '../room-admin/scene'
import { replayAs, type Replay } from '../rooms/replay'

const open: Replay[] = []
const V1 = ['urn:xmpp:sid:0', 'urn:xmpp:message-moderate:1']
const V0 = ['urn:xmpp:urn:xmpp:sid:0', 'urn:xmpp:message-moderate:0']
const start = async (options: SceneOptions = {}) => {
  const alice = await scene({ features: V1, people: { Bob: { jid: 'bob@x.example/1' }, Eve: { jid: 'eve@x.example/1' } }, ...options })
  open.push(alice)
  return alice
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const say = (nick: string, body: string, id: string, more = '') =>
  parseStanza(`<message type='groupchat' from='${ROOM}/${nick}' id='w${id}'><body>${body}</body><stanza-id xmlns='urn:xmpp:sid:0' by='${ROOM}' id='${id}'/>${more}</message>`)
const recall = (id: string, { from = ROOM, by = `${ROOM}/Carl`, reason = 'off topic', type = 'groupchat' } = {}) =>
  parseStanza(`<message type='${type}' from='${from}' id='r${id}'><retract xmlns='urn:xmpp:message-retract:1' id='${id}'><moderated xmlns='urn:xmpp:message-moderate:1' by='${by}'/><reason>${reason}</reason></retract><body>a moderator recalled it</body></message>`)
const recall0 = (id: string, from = ROOM) =>
  parseStanza(`<message type='groupchat' from='${from}'><apply-to xmlns='urn:xmpp:fasten:0' id='${id}'><moderated xmlns='urn:xmpp:message-moderate:0' by='${ROOM}/Carl'><retract xmlns='urn:xmpp:message-retract:0'/><reason>off topic</reason></moderated></apply-to></message>`)
const shown = async (alice: Replay) => (await alice.messages('room', ROOM)).filter((one) => one.kind === 'text').map((one) => [one.body, one.isRetracted, one.recall])
const idOf = async (alice: Replay, body: string) => (await alice.messages('room', ROOM)).find((one) => one.body === body)!.id
const RECALLED = ['', true, { by: 'Carl', reason: 'off topic' }]

describe('a moderator recalls', () => {
  test.each([['XEP-0425 :1', V1, recall], ['XEP-0425 :0', V0, recall0]] as const)('%s: words gone, who and why stay, noted once; unread no more', async (_, features, build) => {
    const alice = await start({ features: [...features] })
    alice.receive(say('Bob', 'spam', '1'))
    alice.receive(say('Bob', 'fine', '2'))
    alice.receive(build('1'))
    alice.receive(build('1'))
    expect(await shown(alice)).toEqual([RECALLED, ['fine', false, null]])
    expect((await auditOf(alice)).map((one) => [one.kind, one.actor, one.nick, one.reason])).toEqual([['recall', 'Carl', 'Bob', 'off topic']])
    const { conversations } = (alice.core.snapshot().accounts[alice.accountId] as { conversations: { conversations: { peer: string; unreadCount: number }[] } }).conversations
    expect(conversations.find((one) => one.peer === ROOM)?.unreadCount).toBe(1)
  })
  test('before its message comes, and when that comes again', async () => {
    const alice = await start()
    alice.receive(recall('1'))
    alice.receive(say('Bob', 'spam', '1'))
    expect(await shown(alice)).toEqual([RECALLED])
  })
  test('a tombstone in the history takes the words that we have; of others nothing is shown', async () => {
    const alice = await start()
    alice.receive(say('Bob', 'spam', '1'))
    await alice.call('room.leave', { room: ROOM, forget: false })
    await alice.call('room.join', { room: ROOM, nick: 'Alice' })
    await settle()
    alice.receive(presence('Alice', { role: 'moderator', affiliation: 'owner', codes: [110] }))
    const stone = (id: string) =>
      `<message type='groupchat' from='${ROOM}/Bob' id='w${id}'><retracted xmlns='urn:xmpp:message-retract:1' stamp='2026-01-01T00:00:00Z'><moderated xmlns='urn:xmpp:message-moderate:1' by='${ROOM}/Carl'/><reason>off topic</reason></retracted><stanza-id xmlns='urn:xmpp:sid:0' by='${ROOM}' id='${id}'/><delay xmlns='urn:xmpp:delay' from='${ROOM}' stamp='2026-01-01T00:00:00Z'/></message>`
    alice.receive(parseStanza(stone('1')))
    alice.receive(parseStanza(stone('2')))
    expect(await shown(alice)).toEqual([RECALLED])
  })
  test('Tigase as recorded', async () => {
    const transcript = openTranscript('tigase-8.4.0', '21-muc-moderation')
    const room = 'mod-31347@muc.tigase.test'
    const advertised = stepOf(transcript, 'what the room advertises').entries.find(({ from }) => from === 'server')!.element!
    const carol = await replayAs(transcript.people['carol']!, (iq, text) => (iq.to === room && text.includes('disco#info') ? { ok: true, value: advertised } : null))
    open.push(carol)
    await carol.call('room.join', { room, nick: 'Carol' })
    carol.receive(parseStanza(`<presence from='${room}/Carol'><x xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/><status code='110'/></x></presence>`))
    carol.receive(parseStanza(`<message type='groupchat' from='${room}'><subject/></message>`))
    const of = (title: string) => stepOf(transcript, title).entries.filter(({ to }) => to === 'carol')
    await settle()
    for (const { element } of [...of('messages to act upon'), ...of('moderation (version :0) by the owner')]) if (element) carol.receive(element)
    expect((await carol.messages('room', room)).filter((one) => one.kind === 'text').map((one) => [one.sender, one.body, one.recall])).toEqual([
      ['Bob', 'first message of bob', null], ['Bob', '', { by: 'Alice', reason: 'Off topic' }], ['Carol', 'message of carol', null],
    ])
  })
})

describe('not from the room', () => {
  test.each([
    ['an occupant', { from: `${ROOM}/Eve` }], ['a stranger', { from: 'eve@x.example/1' }], ['another room', { from: 'other@conference.x.example' }],
    ['the service', { from: 'conference.x.example' }], ['a chat message of the room', { type: 'chat' }],
  ])('%s', async (_, how) => {
    const alice = await start()
    alice.receive(say('Bob', 'stays', '1'))
    alice.receive(recall('1', how))
    expect(await shown(alice)).toEqual([['stays', false, null]])
    expect(await auditOf(alice)).toEqual([])
    expect(alice.conversations()).toHaveLength(1)
  })
  test('an id that an occupant made up in the name of the room, where the room gives none', async () => {
    const alice = await start({ features: ['urn:xmpp:message-moderate:1'] })
    alice.receive(say('Bob', 'stays', '1'))
    alice.receive(recall('1'))
    expect(await shown(alice)).toEqual([['stays', false, null]])
  })
  test('where the room does not offer it; a live tombstone of an occupant', async () => {
    const alice = await start({ features: ['urn:xmpp:sid:0'] })
    alice.receive(say('Bob', 'stays', '1'))
    alice.receive(recall('1'))
    alice.receive(parseStanza(`<message type='groupchat' from='${ROOM}/Eve' id='x'><retracted xmlns='urn:xmpp:message-retract:1'><moderated xmlns='urn:xmpp:message-moderate:1'/></retracted><stanza-id xmlns='urn:xmpp:sid:0' by='${ROOM}' id='1'/></message>`))
    expect(await shown(alice)).toEqual([['stays', false, null]])
  })
})

describe('we recall', () => {
  const sentIq = (alice: Replay) => alice.sent.filter((line) => line.includes('moderate'))
  test.each([
    [V1, '<moderate xmlns="urn:xmpp:message-moderate:1" id="1"><retract xmlns="urn:xmpp:message-retract:1"/><reason>no</reason></moderate>'],
    [V0, '<apply-to xmlns="urn:xmpp:fasten:0" id="1"><moderate xmlns="urn:xmpp:message-moderate:0"><retract xmlns="urn:xmpp:message-retract:0"/><reason>no</reason></moderate></apply-to>'],
  ])('in the form that the room offers: %s', async (features, xml) => {
    const alice = await start({ features, answer: (iq, text) => (text.includes('moderate') ? result() : null) })
    alice.receive(say('Bob', 'spam', '1'))
    expect(await alice.call('roomModeration.recall', { messageId: await idOf(alice, 'spam'), reason: 'no' })).toMatchObject({ ok: true, value: { as: 'moderator' } })
    expect(sentIq(alice)).toEqual([xml])
    expect(await shown(alice)).toEqual([['', true, { by: 'Alice', reason: 'no' }]])
    expect((await auditOf(alice)).map((one) => [one.kind, one.isOwn])).toEqual([['recall', true]])
  })
  test('refused by the room, by our rank, by what the room offers', async () => {
    const alice = await start({ answer: (iq, text) => (text.includes('moderate') ? { ok: false, error: localError('forbidden') } : null) })
    alice.receive(say('Bob', 'spam', '1'))
    expect(await alice.call('roomModeration.recall', { messageId: await idOf(alice, 'spam') })).toMatchObject({ ok: false, error: { problem: 'rank-needed' } })
    expect(await shown(alice)).toEqual([['spam', false, null]])
    const guest = await start({ role: 'participant', affiliation: 'none' })
    guest.receive(say('Bob', 'spam', '1'))
    expect(await guest.call('roomModeration.recall', { messageId: await idOf(guest, 'spam') })).toMatchObject({ ok: false, error: { problem: 'rank-needed' } })
    expect(sentIq(guest)).toEqual([])
    const plain = await start({ features: ['urn:xmpp:sid:0'] })
    plain.receive(say('Bob', 'spam', '1'))
    expect(await plain.call('roomModeration.recall', { messageId: await idOf(plain, 'spam') })).toMatchObject({ ok: false, error: { problem: 'not-supported' } })
    expect(await plain.call('roomModeration.abilities', { room: ROOM })).toMatchObject({ ok: true, value: { moderate: false, ownRecall: true } })
  })
  test('an own message that waits: gone, and the room is told nothing', async () => {
    const alice = await start()
    alice.cut()
    const { id } = (await alice.call('conversation.open', { kind: 'room', peer: ROOM })).value as { id: number }
    await alice.call('message.send', { conversationId: id, body: 'a slip' })
    expect(await alice.call('roomModeration.recall', { messageId: await idOf(alice, 'a slip') })).toMatchObject({ ok: true, value: { as: 'writer' } })
    expect(await shown(alice)).toEqual([])
    await alice.resume()
    expect(alice.sent.join()).not.toMatch(/a slip|<retract/)
  })
  test('an own message: gone when the room has said it again; another with our id is not it', async () => {
    const alice = await start()
    alice.receive(say('Alice', 'a slip', '1'))
    const waiting = alice.call('roomModeration.recall', { messageId: await idOf(alice, 'a slip') })
    await settle()
    const sent = alice.sent.find((line) => line.includes('message-retract:1'))!
    const id = / id="([^"]+)"/.exec(sent)![1]!
    const echo = (nick: string) => parseStanza(`<message type='groupchat' from='${ROOM}/${nick}' id='${id}'><retract xmlns='urn:xmpp:message-retract:1' id='1'/><body>x</body></message>`)
    alice.receive(echo('Eve'))
    expect(await shown(alice)).toEqual([['a slip', false, null]])
    alice.receive(echo('Alice'))
    expect(await waiting).toMatchObject({ ok: true, value: { as: 'writer' } })
    expect(await shown(alice)).toEqual([['', true, null]])
  })
})

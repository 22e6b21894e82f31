import { afterEach, describe, expect, test } from 'vitest'
import { parseRegister } from '#xmpp/xep/0045-register'
import type { RegistrationRequest } from '#shared/model/room-requests'
import { child } from '#xmpp/element'
import { parseStanzaError } from '#xmpp/stanza-error'
import type { IqReply } from '#xmpp/types'
import { openTranscript, parseStanza, stepOf, transcriptServers, type TranscriptServer } from '../../../support/transcripts'
import { replayAs, type Answer, type Replay } from '../rooms/replay'

const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const NS_REGISTER = 'jabber:iq:register'
const room = 'tea@conference.x.example'

/** What the server answered to a request of bob in this step, from the n-th request on. */
function answersIn(server: TranscriptServer, step: string): IqReply[] {
  return stepOf(openTranscript(server, '16-muc-nick-registration'), step).entries.flatMap(({ to, element }) => {
    if (to !== 'bob' || element?.name !== 'iq') return []
    return element.attrs['type'] === 'error' ? { ok: false, error: parseStanzaError(element) } : { ok: true, value: element }
  })
}
const start = async (answer: Answer) => {
  const replay = await replayAs('bob@x.example/desk', answer)
  open.push(replay)
  return replay
}
const answering = (replies: IqReply[]): Answer => {
  let next = 0
  return (iq, xml) => (xml.includes(NS_REGISTER) || xml.includes('x-roomuser-item') ? (replies[next++] ?? replies.at(-1) ?? null) : null)
}

const FORMS: Record<TranscriptServer, unknown> = {
  'prosody-0.12.3': { kind: 'closed', why: 'members-only' },
  'ejabberd-23.01': { kind: 'none' },
  'tigase-8.4.0': { kind: 'open', instructions: expect.stringContaining('offline message delivery') },
  'openfire-4.7.5': { kind: 'open', instructions: expect.stringContaining('Please provide') },
  'openfire-5.0.5': { kind: 'open', instructions: expect.stringContaining('Please provide') },
}
describe.each(transcriptServers)('the register of %s', (server) => {
  test('the form, or why there is none', async () => {
    const bob = await start(answering(answersIn(server, 'registration form')))
    expect((await bob.call('roomRegistration.open', { room })).value).toMatchObject(FORMS[server] as object)
  })
  test('who is registered, and his nick', async () => {
    const bob = await start(answering(answersIn(server, 'form once registered')))
    const state = (await bob.call('roomRegistration.open', { room })).value
    if (server === 'ejabberd-23.01') expect(state).toEqual({ kind: 'none' })
    else if (server === 'tigase-8.4.0') expect(state, 'it never tells').toMatchObject({ kind: 'open' })
    else expect(state).toMatchObject({ kind: 'registered', nick: expect.stringMatching(/./) })
  })
  test('the reserved nick', async () => {
    for (const step of ['own reserved nickname by disco', 'reserved nickname by disco, afterwards']) {
      const bob = await start(answering(answersIn(server, step)))
      const { nick } = (await bob.call('roomRegistration.reservedNick', { room })).value as { nick: string | null }
      if (step.startsWith('own') || ['ejabberd-23.01', 'tigase-8.4.0'].includes(server)) expect(nick).toBeNull()
      else expect(nick).toMatch(/./)
    }
  })
})

test('Tigase registers only the nick in use', async () => {
  const replies = [...answersIn('tigase-8.4.0', 'registration form'), ...answersIn('tigase-8.4.0', 'bob registers a nickname')]
  const bob = await start(answering(replies))
  const outcome = (await bob.call('roomRegistration.submit', { room, answers: [{ name: 'muc#register_roomnick', values: ['Robert'] }] })).value
  expect(outcome).toMatchObject({ kind: 'refused', reason: 'nick-not-used', error: { condition: 'not-acceptable' } })
})
test('Openfire: required fields are asked for before anything is sent; then the answers go, and only those', async () => {
  const form = answersIn('openfire-5.0.5', 'registration form')
  const done: IqReply = { ok: true, value: parseStanza("<iq type='result'/>") }
  const bob = await start(answering([...form, ...form, done, ...answersIn('openfire-5.0.5', 'form once registered')]))
  const missing = (await bob.call('roomRegistration.submit', { room, answers: [{ name: 'muc#register_roomnick', values: ['Robert'] }] })).value
  expect(missing).toEqual({ kind: 'invalid', issues: [{ name: 'muc#register_first', issue: 'required' }, { name: 'muc#register_last', issue: 'required' }] })
  const answers = ['first', 'last', 'roomnick'].map((name) => ({ name: `muc#register_${name}`, values: ['Robert'] }))
  expect((await bob.call('roomRegistration.submit', { room, answers: [...answers, { name: 'muc#register_evil', values: ['x'] }] })).value).toMatchObject({ kind: 'registered' })
  const sent = bob.sent.find((line) => line.includes('type="submit"'))!
  expect(sent).toContain('http://jabber.org/protocol/muc#register')
  expect(sent).not.toContain('register_evil')
  expect(sent).not.toContain('register_url')
})
test('an address for a web page only when a browser may open it', () => {
  const page = (url: string) => parseRegister(parseStanza(`<iq type='result'><query xmlns='${NS_REGISTER}'><x xmlns='jabber:x:oob'><url>${url}</url></x></query></iq>`))?.webPage
  expect(page('https://x.example/join')).toBe('https://x.example/join')
  expect(page('javascript:alert(1)')).toBeNull()
})

const field = (name: string, value: string, type = 'text-single') => `<field var='${name}' type='${type}' label='L ${name}'><value>${value}</value></field>`
const approval = (from: string, nick: string, more = field('muc#register_allow', '0', 'boolean')) =>
  parseStanza(`<message from='${from}' id='a1'><x xmlns='jabber:x:data' type='form'>
    <field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/muc#register</value></field>
    ${field('muc#register_first', 'Brun')}${field('muc#register_roomnick', nick)}${field('room#jid', 'hag@x.example', 'jid-single')}${more}</x></message>`)
const presence = (nick: string, affiliation: string, more = '') =>
  parseStanza(`<presence from='${room}/${nick}'><x xmlns='http://jabber.org/protocol/muc#user'><item role='moderator' affiliation='${affiliation}'/>${more}</x></presence>`)
const requests = (one: Replay) =>
  (one.core.snapshot().accounts[one.accountId] as { 'room-registration': { requests: RegistrationRequest[] } })['room-registration'].requests
const running = async (affiliation = 'admin') => {
  const alice = await start(() => null)
  await alice.call('room.join', { room, nick: 'Alice' })
  alice.receive(presence('Alice', affiliation, "<status code='110'/>"))
  return alice
}

describe('§9.9 approval of registrations', () => {
  test('the request is shown with all that was entered, kept, and answered with the whole form', async () => {
    const alice = await running()
    alice.receive(approval(room, 'thirdwitch'))
    alice.receive(approval(room, 'thirdwitch'))
    alice.receive(approval(room, 'fourthwitch'))
    expect(requests(alice)).toMatchObject([
      { room, nick: 'thirdwitch', jid: 'hag@x.example', answers: [{ name: 'muc#register_first', label: 'L muc#register_first', values: ['Brun'] }, { values: ['thirdwitch'] }, { values: ['hag@x.example'] }] },
      { nick: 'fourthwitch' },
    ])
    const { id } = requests(alice)[0]!
    alice.sent.length = 0
    expect((await alice.call('roomRegistration.answer', { room, id, allow: true })).ok).toBe(true)
    const answer = alice.sent.find((line) => line.includes('register_allow'))!
    const form = child(parseStanza(answer), 'x', 'jabber:x:data')!
    expect(form.attrs['type']).toBe('submit')
    expect(answer).toContain('thirdwitch')
    expect(answer).toContain('hag@x.example')
    expect(answer).toMatch(/register_allow"[^>]*><value>1</)
    expect(requests(alice).map((one) => one.nick)).toEqual(['fourthwitch'])
    expect(await alice.call('roomRegistration.answer', { room, id, allow: false })).toMatchObject({ ok: false, error: { code: 'conflict' } })
    await alice.call('roomRegistration.dismiss', { room, id: requests(alice)[0]!.id })
    expect(requests(alice)).toEqual([])
  })
  test('it waits for us while the session is away', async () => {
    const alice = await running('owner')
    alice.receive(approval(room, 'thirdwitch'))
    await alice.reconnect()
    expect(requests(alice)).toHaveLength(1)
  })
  test.each([
    ['from an occupant', () => approval(`${room}/Eve`, 'x')],
    ['from a stranger', () => approval('eve@x.example', 'x')],
    ['without the question', () => approval(room, 'x', '')],
  ])('not %s', async (_, build) => {
    const alice = await running()
    alice.receive(build())
    expect(requests(alice)).toEqual([])
  })
  test('not to somebody who has no say', async () => {
    const alice = await running('member')
    alice.receive(approval(room, 'x'))
    expect(requests(alice)).toEqual([])
  })
})

import { afterEach, describe, expect, test } from 'vitest'
import { buildVoiceAnswer, parseVoiceRequest } from '#xmpp/xep/0045-voice'
import { serialise } from '#xmpp/serialise'
import type { VoiceRequest } from '#shared/model/room-requests'
import { openTranscript, parseStanza, stepOf } from '../../../support/transcripts'
import { replayAs, type Replay } from '../rooms/replay'

const room = 'hall@conference.x.example'
const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})

describe.each(['prosody-0.12.3', 'ejabberd-23.01'] as const)('a request as %s sends it', (server) => {
  const entry = stepOf(openTranscript(server, '17-muc-voice'), 'visitor asks for voice').entries.find((one) => one.to === 'alice' && one.element?.name === 'message')!
  test('is read, and answered with all that the room needs', () => {
    const voice = parseVoiceRequest(entry.element!)!
    expect(voice).toMatchObject({ nick: 'Bob', role: 'participant' })
    expect(voice.jid).toMatch(/^bob@/)
    const answer = serialise(buildVoiceAnswer('r@x', 'i1', voice.form, true))!
    for (const part of ['muc#request', 'muc#role', 'muc#jid', voice.jid!, 'muc#roomnick', 'Bob', 'muc#request_allow', 'true']) expect(answer).toContain(part)
  })
})

const x = (role: string, more = '', jid = '') =>
  `<x xmlns='http://jabber.org/protocol/muc#user'><item role='${role}' affiliation='none'${jid && ` jid='${jid}'`}/>${more}</x>`
const presence = (nick: string, inside: string, type = '') => parseStanza(`<presence from='${room}/${nick}'${type && ` type='${type}'`}>${inside}</presence>`)
const form = (nick: string, jid: string, more = "type='form'") =>
  `<x xmlns='jabber:x:data' ${more}><field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/muc#request</value></field>
   <field var='muc#role'><value>participant</value></field><field var='muc#jid'><value>${jid}</value></field>
   <field var='muc#roomnick'><value>${nick}</value></field><field var='muc#request_allow' type='boolean'><value>0</value></field></x>`
const ask = (from: string, nick: string, jid = 'eve@x.example/1', more?: string) => parseStanza(`<message from='${from}' id='q'>${form(nick, jid, more)}</message>`)

const moderating = async (role = 'moderator') => {
  const alice = await replayAs('alice@x.example/desk')
  open.push(alice)
  await alice.call('room.join', { room, nick: 'Alice' })
  alice.receive(presence('Eve', x('visitor', '', 'eve@x.example/1')))
  alice.receive(presence('Alice', x(role, "<status code='110'/>")))
  return alice
}
const requests = (alice: Replay) => (alice.core.snapshot().accounts[alice.accountId] as { 'room-voice': { requests: VoiceRequest[] } })['room-voice'].requests

describe('who may ask', () => {
  test('an occupant without voice, through the room; asking twice is one request', async () => {
    const alice = await moderating()
    alice.receive(ask(room, 'Eve'))
    alice.receive(ask(room, 'Eve'))
    expect(requests(alice)).toMatchObject([{ room, nick: 'Eve', jid: 'eve@x.example', role: 'participant' }])
    expect(await alice.messages('room', room), 'no message').toEqual([])
    alice.receive(presence('Eve', x('participant', '', 'eve@x.example/1')))
    expect(requests(alice), 'somebody gave him voice').toEqual([])
  })
  test.each([
    ['an occupant in the name of the room', () => ask(`${room}/Eve`, 'Eve')],
    ['a stranger', () => ask('eve@x.example/1', 'Eve')],
    ['another room', () => ask('other@conference.x.example', 'Eve')],
    ['for somebody who is not there', () => ask(room, 'Nobody')],
    ['for somebody else than the nick', () => ask(room, 'Eve', 'mallory@x.example/1')],
    ['for one who can speak', () => ask(room, 'Alice', 'alice@x.example/desk')],
    ['a form that is sent in', () => ask(room, 'Eve', 'eve@x.example/1', "type='submit'")],
    ['with an endless nick', () => ask(room, 'x'.repeat(5000))],
  ])('not %s', async (_, build) => {
    const alice = await moderating()
    alice.receive(build())
    expect(requests(alice)).toEqual([])
    expect(alice.sent.some((line) => line.includes('request_allow'))).toBe(false)
  })
  test('who is no moderator is not asked; who no longer is one forgets', async () => {
    const bob = await moderating('participant')
    bob.receive(ask(room, 'Eve'))
    expect(requests(bob)).toEqual([])
    const alice = await moderating()
    alice.receive(ask(room, 'Eve'))
    alice.receive(presence('Alice', x('participant', "<status code='110'/>")))
    expect(requests(alice)).toEqual([])
  })
  test('an end of the session is the end of the requests', async () => {
    const alice = await moderating()
    alice.receive(ask(room, 'Eve'))
    await alice.reconnect()
    expect(requests(alice)).toEqual([])
  })
})

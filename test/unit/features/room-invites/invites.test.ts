import { afterEach, describe, expect, test } from 'vitest'
import { waysOf } from '#features/room-invites/send'
import { parseDecline, parseInvitation } from '#xmpp/xep/0249'
import type { Jid } from '#shared/jid'
import { bareOf, parseJid } from '#shared/jid'
import type { RoomInvites } from '#shared/model/room-invite'
import { attr } from '#xmpp/element'
import { openTranscript, parseStanza, stepOf, transcriptServers, type TranscriptServer } from '../../../support/transcripts'
import { EVE, OWN, startChat, WANG } from '../support-chat'
import type { Replay } from '../rooms/replay'

const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})

const messagesTo = (server: TranscriptServer, who: string, step: string) =>
  stepOf(openTranscript(server, '14-muc-invitations'), step).entries.flatMap(({ to, from, element }) =>
    to === who && from === 'server' && element?.name === 'message' ? element : [],
  )
const read = (server: TranscriptServer, step: string) => {
  const [message] = messagesTo(server, 'bob', step)
  return message && parseInvitation(parseJid(attr(message, 'from')) as Jid, message)
}

describe.each(transcriptServers)('invitations as %s hands them on', (server) => {
  test('mediated, direct, with a password', () => {
    const mediated = read(server, 'mediated, by the owner')
    expect(mediated).toMatchObject({ via: 'mediated', reason: 'Tea & cake', password: null, isContinuation: false })
    expect(mediated?.room).toMatch(/^inv-/)
    expect(bareOf(mediated!.inviter)).toMatch(server === 'prosody-0.12.3' ? /^inv-/ : /^alice@/)
    expect(read(server, 'direct (0249)')).toMatchObject({ via: 'direct', reason: 'Direct', password: 'sesame', inviter: expect.stringMatching(/^alice@/) as string })
    expect(read(server, 'password room')).toMatchObject({ via: 'mediated', password: 'sesame', reason: 'Come in' })
  })
  test('a refusal', () => {
    const [message] = messagesTo(server, 'alice', 'bob declines')
    expect(parseDecline(message!)).toMatchObject({ from: expect.stringMatching(/^bob@/) as string, reason: 'No time' })
    expect(parseInvitation(parseJid(attr(message!, 'from')) as Jid, message!)).toBeNull()
  })
})

test.each([
  ['auto', true, false, true, ['mediated']],
  ['auto', true, true, true, ['mediated', 'direct']],
  ['auto', false, false, true, ['direct', 'mediated']],
  ['auto', false, false, false, ['mediated', 'direct']],
  ['direct', true, false, false, ['direct']],
] as const)('ways: %s, members only %s, may add %s, contact %s: %j', (wish, isMembersOnly, mayAddMembers, isContact, expected) => {
  expect(waysOf(wish, { isMembersOnly, mayAddMembers }, isContact)).toEqual(expected)
})

const room = 'tea@conference.x.example'
const mediated = (from: string, inviter: string, more = '') =>
  parseStanza(`<message from='${from}' to='${OWN}'><x xmlns='http://jabber.org/protocol/muc#user'><invite from='${inviter}'><reason>Tea</reason></invite>${more}</x></message>`)
const direct = (from: string, attributes = `jid='${room}'`, more = '') =>
  parseStanza(`<message from='${from}' to='${OWN}' ${more}><x xmlns='jabber:x:conference' ${attributes}/></message>`)
const invites = (one: Replay) => (one.core.snapshot().accounts[one.accountId] as { 'room-invites': RoomInvites })['room-invites']
const start = async () => {
  const replay = await startChat()
  open.push(replay)
  return replay
}

describe('who is believed', () => {
  test('a contact by his own word', async () => {
    const li = await start()
    li.receive(direct(`${WANG}/phone`))
    expect(invites(li).received).toMatchObject([{ room, by: { jid: WANG, nick: null }, isVerified: true, isFromStranger: false }])
  })
  test('a contact by the word of his own server, but not of any other', async () => {
    const li = await start()
    li.receive(mediated(room, `${WANG}/phone`))
    expect(invites(li).received).toMatchObject([{ isVerified: true, isFromStranger: false }])
    li.receive(mediated('trap@evil.example', WANG))
    expect(invites(li).received[0]).toMatchObject({ room: 'trap@evil.example', by: { jid: WANG }, isVerified: false, isFromStranger: true })
    li.receive(mediated('trap@notx.example', WANG))
    expect(invites(li).received[0], 'the end of a name is no parent').toMatchObject({ isVerified: false })
  })
  test('a stranger is shown apart; many strangers push out each other, not the contacts', async () => {
    const li = await start()
    li.receive(direct(`${WANG}/phone`, `jid='first@conference.x.example'`))
    for (let i = 0; i < 60; i++) li.receive(direct(`${EVE}/1`, `jid='r${i}@conference.x.example'`))
    const { received } = invites(li)
    expect(received.filter((one) => one.isFromStranger)).toHaveLength(30)
    expect(received.at(-1)).toMatchObject({ room: 'first@conference.x.example', isFromStranger: false })
  })
  test.each([
    ['a person who poses as a room', () => mediated(`${EVE}/1`, WANG)],
    ['a contact who poses as a room', () => mediated(WANG, 'boss@x.example')],
    ['an occupant who poses as his room', () => mediated(`${room}/Eve`, WANG)],
    ['nobody', () => mediated(room, '')],
    ['ourselves', () => mediated(room, `${OWN}/other`)],
    ['into something that is no room', () => direct(`${EVE}/1`, "jid='conference.x.example'")],
    ['into nothing', () => direct(`${EVE}/1`, "reason='come'")],
    ['into himself', () => direct(`${EVE}/1`, `jid='${EVE}'`)],
    ['by an error', () => direct(`${EVE}/1`, `jid='${room}'`, "type='error'")],
    ['in a room', () => direct(`${room}/Eve`, `jid='other@conference.x.example'`, "type='groupchat'")],
  ])('not %s', async (_, build) => {
    const li = await start()
    li.receive(build())
    expect(invites(li).received).toEqual([])
    expect(li.conversations()).toEqual([])
  })
  test('endless words are cut, an endless password is none', async () => {
    const li = await start()
    li.receive(direct(`${EVE}/1`, `jid='${room}' reason='${'x'.repeat(50_000)}' password='${'y'.repeat(50_000)}'`))
    expect(invites(li).received).toMatchObject([{ hasPassword: false }])
    expect(invites(li).received[0]?.reason).toHaveLength(1000)
  })
  test('a second invitation loses neither the password nor the one who surely invites', async () => {
    const li = await start()
    li.receive(direct(`${WANG}/phone`, `jid='${room}' password='sesame'`))
    li.receive(mediated(room, `${room}/Somebody`))
    expect(invites(li).received).toMatchObject([{ by: { jid: WANG }, hasPassword: true, reason: 'Tea', isFromStranger: false }])
    expect(li.events.filter((event) => event.name === 'roomInvite.received')).toHaveLength(1)
  })
  test('a refusal of somebody we did not invite, or through another room, changes nothing', async () => {
    const li = await start()
    for (const from of [room, `${room}/Eve`, `${EVE}/1`]) {
      li.receive(parseStanza(`<message from='${from}'><x xmlns='http://jabber.org/protocol/muc#user'><decline from='${WANG}'/></x><body>no</body></message>`))
    }
    expect(invites(li).sent).toEqual([])
  })
  test('whom we did invite refuses through that room, from its own address, and speaks for nobody else', async () => {
    const li = await start()
    await li.call('room.join', { room, nick: 'Li' })
    li.receive(parseStanza(`<presence from='${room}/Li'><x xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/><status code='110'/></x></presence>`))
    const [wang, eve] = [WANG, EVE] as [string, string]
    await li.call('roomInvite.send', { room, to: [wang, eve], via: 'mediated' })
    const states = () => Object.fromEntries(invites(li).sent.map((one) => [one.to, one.state]))
    const declines = (from: string, who: string) =>
      li.receive(parseStanza(`<message from='${from}'><x xmlns='http://jabber.org/protocol/muc#user'><decline from='${who}'/></x></message>`))
    declines(`${room}/Mallory`, wang)
    declines('other@conference.x.example', wang)
    declines(room, 'mallory@x.example')
    expect(states()).toEqual({ [wang]: 'sent', [eve]: 'sent' })
    declines(room, wang)
    expect(states(), 'the legal twin').toEqual({ [wang]: 'declined', [eve]: 'sent' })
  })
})

import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { factsOf } from '#features/room-facts/facts'
import { parsePhotoUpdate, parseVcard } from '#xmpp/xep/0054'
import { parseBareJid, type BareJid } from '#shared/jid'
import { MAX_AVATAR_BYTES } from '#shared/model/avatar'
import { attr, child } from '#xmpp/element'
import type { IqReply } from '#xmpp/types'
import { NS_DISCO_INFO, parseDiscoInfo } from '#xmpp/xep/0030'
import { openTranscript, parseStanza, stanzasTo, stepOf, transcriptServers, transcriptsOf } from '../../../support/transcripts'
import { replayAs, type Replay } from '../rooms/replay'

const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const room = 'tea@conference.x.example' as BareJid

describe.each(transcriptsOf('02-disco'))('what a room of %s says of itself', (server, transcript) => {
  const iq = stepOf(transcript, 'room: disco info').entries.findLast((entry) => entry.element?.name === 'iq')!.element!
  test('is understood', () => {
    const facts = factsOf(parseBareJid(attr(iq, 'from'))!, parseDiscoInfo(child(iq, 'query', NS_DISCO_INFO))!)
    const hasForm = server !== 'tigase-8.4.0' // in that room; see below
    expect(facts).toMatchObject({ name: 'Tea room', occupantCount: hasForm ? 1 : null, access: { isMembersOnly: false, isPasswordProtected: false, isPersistent: false } })
    if (hasForm) expect(facts.description).toBe('All about tea')
    expect(facts.more.map((one) => one.name)).not.toContain('FORM_TYPE')
    expect(facts.avatarHash).toBeNull()
    expect(facts.can.moderation).toBe(['tigase-8.4.0', 'prosody-0.12.3'].includes(server) ? 'urn:xmpp:message-moderate:0' : null)
    if (server.startsWith('openfire')) expect(facts.createdAtMs).toBeGreaterThan(0)
  })
})

test("Tigase's form of a room", () => {
  const infos = stanzasTo(openTranscript('tigase-8.4.0', '08-muc-create'), 'bob', { name: 'iq', childNs: NS_DISCO_INFO })
  const facts = infos.map((iq) => factsOf(parseBareJid(attr(iq, 'from')) ?? room, parseDiscoInfo(child(iq, 'query', NS_DISCO_INFO))!))
  const told = facts.find((one) => one.createdAtMs !== null)
  expect(told).toMatchObject({ occupantCount: expect.any(Number) as number, contacts: [expect.stringMatching(/^alice@/)] })
  expect(told?.more.find((one) => one.name === 'muc#roomconfig_membersonly')).toMatchObject({ key: 'membersOnly' })
})

test.each(transcriptServers)('the picture of a room on %s, as it is announced and read', (server) => {
  const transcript = openTranscript(server, '19-muc-config-notices')
  const vcard = stanzasTo(transcript, 'bob', { name: 'iq', childNs: 'vcard-temp', step: 'vCard of the room read by bob' })[0]!
  const { photo } = parseVcard(vcard)
  const hash = createHash('sha1').update(Buffer.from(photo!, 'base64')).digest('hex')
  const hashes = stanzasTo(transcript, 'bob', { name: 'presence', step: 'vCard of the room set by the owner' }).map(parsePhotoUpdate)
  expect(hashes).toEqual(server === 'tigase-8.4.0' ? [] : [hash])
})

const form = (...fields: string[]) =>
  `<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/muc#roominfo</value></field>${fields.join('')}</x>`
const field = (name: string, ...values: string[]) => `<field var='${name}'>${values.map((value) => `<value>${value}</value>`).join('')}</field>`
const info = (inside: string) =>
  parseDiscoInfo(parseStanza(`<query xmlns='${NS_DISCO_INFO}'><identity category='conference' type='text'/><feature var='vcard-temp'/>${inside}</query>`))!

describe('a room that means harm', () => {
  test('addresses that a browser must not open, hashes that are none, nonsense', () => {
    const facts = factsOf(room, info(form(
      field('muc#roominfo_logs', 'javascript:alert(1)'), field('muc#roominfo_avatarhash', '../../etc/passwd'),
      field('muc#roominfo_contactjid', 'a b@c', 'xmpp:boss@x.example', 'boss@x.example/desk'), field('muc#roominfo_occupants', '-1'),
      field('muc#roominfo_pubsub', 'http://x.example'), field('muc#roominfo_subjectmod', 'perhaps'), field('muc#roominfo_description', 'x'.repeat(20_000)),
    )))
    expect(facts).toMatchObject({ logsUrl: null, avatarHash: null, contacts: ['boss@x.example', 'boss@x.example'], occupantCount: null, pubsubNode: null, canAllSetSubject: false })
    expect(facts.description).toHaveLength(5000)
    expect(facts.name).toBe('tea')
  })
  test('endless further fields', () => {
    const facts = factsOf(room, info(form(...Array.from({ length: 3000 }, (_, i) => field(`f${i}`, ...Array.from({ length: 30 }, () => 'v'))))))
    expect(facts.more).toHaveLength(50)
    expect(facts.more[0]?.values).toHaveLength(20)
  })
})

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const sha1 = (base64: string) => createHash('sha1').update(Buffer.from(base64, 'base64')).digest('hex')
const update = (from: string, hash: string, nick = '') =>
  parseStanza(`<presence from='${from}${nick}'><x xmlns='vcard-temp:x:update'><photo>${hash}</photo></x></presence>`)

describe('a picture', () => {
  const inRoom = async (photo: string) => {
    const vcard: IqReply = { ok: true, value: parseStanza(`<iq type='result'><vCard xmlns='vcard-temp'><PHOTO><TYPE>image/png</TYPE><BINVAL>${photo}</BINVAL></PHOTO></vCard></iq>`) }
    const bob = await replayAs('bob@x.example/desk', (iq) => (iq.to === room && iq.payload.name === 'vCard' ? vcard : null))
    open.push(bob)
    await bob.call('room.join', { room, nick: 'Bob' })
    bob.receive(parseStanza(`<presence from='${room}/Bob'><x xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/><status code='110'/></x></presence>`))
    return bob
  }
  const avatars = (one: Replay) => (one.core.snapshot().accounts[one.accountId] as { avatars: { avatars: unknown[] } }).avatars.avatars
  const asked = (one: Replay) => one.sent.filter((line) => line.includes('vCard')).length
  const picture = async (one: Replay, jid: string = room) => ((await one.call('avatar.get', { jid })).value as { avatar: { hash: string } | null }).avatar

  test('is fetched once, when it is shown; taken away', async () => {
    const bob = await inRoom(PNG)
    bob.receive(update(room, sha1(PNG)))
    expect(avatars(bob)).toEqual([{ jid: room, hash: sha1(PNG) }])
    expect(asked(bob)).toBe(0)
    const both = await Promise.all([picture(bob), picture(bob)])
    expect([...both, await picture(bob)].map((one) => one?.hash)).toEqual([sha1(PNG), sha1(PNG), sha1(PNG)])
    expect(asked(bob)).toBe(1)
    bob.receive(update(room, ''))
    expect(avatars(bob)).toEqual([])
    expect(await picture(bob)).toBeNull()
  })
  test.each([
    ['of another hash', PNG, '0'.repeat(40)],
    ['that is none', Buffer.from('<svg onload="x"/>').toString('base64'), null],
    ['too big', Buffer.concat([Buffer.from(PNG, 'base64'), Buffer.alloc(MAX_AVATAR_BYTES)]).toString('base64'), null],
  ])('%s is not shown, nor asked for again', async (_, photo, hash) => {
    const bob = await inRoom(photo)
    bob.receive(update(room, hash ?? sha1(photo)))
    expect(await picture(bob)).toBeNull()
    expect(await picture(bob)).toBeNull()
    expect(asked(bob)).toBe(1)
  })
  test('of an occupant is his; of a stranger, or of a room that we are not in, nobody\'s', async () => {
    const bob = await inRoom(PNG)
    bob.receive(parseStanza(`<presence from='${room}/Eve'><x xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/></x><x xmlns='vcard-temp:x:update'><photo>${sha1(PNG)}</photo></x></presence>`))
    bob.receive(update('eve@x.example', sha1(PNG)))
    bob.receive(update('other@conference.x.example', sha1(PNG)))
    expect(avatars(bob)).toEqual([{ jid: `${room}/Eve`, hash: sha1(PNG) }])
  })
})

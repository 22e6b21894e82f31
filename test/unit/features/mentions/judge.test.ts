import { describe, expect, test } from 'vitest'
import { judge, mayMention, type Given, type Me, type Writer } from '#features/mentions/judge'
import { parseChange, parsePermissions, type Permissions } from '#features/mentions/permissions'
import { parseMentions } from '#features/mentions/stanza'
import type { BareJid } from '#shared/jid'
import { parseStanza } from '../../../support/transcripts'

const room = 'tea@rooms.example' as BareJid
const me: Me = {
  own: 'wei@x.example' as BareJid, nick: '王伟', occupantId: 'me-id', role: 'participant', affiliation: 'member', hats: ['http://x.example/hats#student'],
  room: { jid: room, isMembersOnly: false, permissions: null },
}
const guest: Writer = { role: 'participant', affiliation: 'none' }
const member: Writer = { role: 'participant', affiliation: 'member' }
const moderator: Writer = { role: 'moderator', affiliation: 'none' }
const gone: Writer = { role: null, affiliation: null }

const message = (body: string, inside: string) => parseStanza(`<message type='groupchat'><body>${body}</body>${inside}</message>`)
const given = (body: string, inside: string, more: Partial<Given> = {}): Given => ({
  ...parseMentions(message(body, inside)), body, writer: guest, me, wishes: { groups: true, nick: true }, isActive: true, ...more,
})
const mention = (attributes: string, children = '') => `<mention xmlns='urn:xmpp:mentions:0' ${attributes}>${children}</mention>`
const all = mention(`mentions='urn:xmpp:mentions:0#channel'`)
const isFor = (body: string, inside: string, more?: Partial<Given>) => judge(given(body, inside, more)).isMention
const inRoom = (more: Partial<NonNullable<Me['room']>>): Me => ({ ...me, room: { ...me.room!, ...more } })

describe('one person', () => {
  test.each([
    ['by occupant id', mention(`occupantid='me-id'`), true],
    ['another', mention(`occupantid='else'`), false],
    ['by address', mention(`jid='wei@x.example'`), true],
    ['by the address in the room', mention(`jid='tea@rooms.example/王伟'`), true],
    ['of another room', mention(`jid='cake@rooms.example/王伟'`), false],
    ['by XEP-0372', `<reference xmlns='urn:xmpp:reference:0' type='mention' uri='xmpp:wei@x.example'/>`, true],
    ['by XEP-0372 in the room', `<reference xmlns='urn:xmpp:reference:0' type='mention' uri='xmpp:tea@rooms.example/%E7%8E%8B%E4%BC%9F'/>`, true],
    ['XEP-0372 of another message', `<reference xmlns='urn:xmpp:reference:0' type='mention' anchor='xmpp:x' uri='xmpp:wei@x.example'/>`, false],
    ['silently', mention(`occupantid='me-id'`, `<noping xmlns='urn:xmpp:mentions:0'/>`), false],
    ['if he is there', mention(`occupantid='me-id'`, `<active xmlns='urn:xmpp:mentions:0'/>`), true],
  ])('%s: %#', (_what, inside, is) => expect(isFor('hello', inside)).toBe(is))

  test('only while he is there, when the writer wants that', () => {
    expect(isFor('x', mention(`occupantid='me-id'`, `<active xmlns='urn:xmpp:mentions:0'/>`), { isActive: false })).toBe(false)
  })
  test('an occupant id means nothing where the room gives none', () => {
    expect(isFor('x', mention(`occupantid='me-id'`), { me: { ...me, occupantId: null } })).toBe(false)
  })
  test('who says whom he means is taken at his word; who says nothing means the nick in the text', () => {
    expect(isFor('王伟说得对', mention(`occupantid='else'`))).toBe(false)
    expect(isFor('王伟 hi', '')).toBe(true)
    expect(isFor('王伟 hi', '', { wishes: { groups: true, nick: false } })).toBe(false)
    expect(isFor('王伟 hi', '', { me: { ...me, room: null } })).toBe(false)
  })
  test('a mention of very many is none', () => {
    const many = Array.from({ length: 30 }, (_, i) => mention(`occupantid='${i}'`)).join('')
    expect(judge(given('王伟 hi', mention(`occupantid='me-id'`) + many))).toEqual({ isMention: false, isByGroup: false, places: [] })
    expect(isFor('hi', mention(`occupantid='me-id'`).repeat(500))).toBe(false)
  })
})

describe('everybody', () => {
  const spoken = (permissions: Partial<Permissions>): Permissions => ({ count: 5, individual: 'participants', channel: null, associations: null, hats: null, ...permissions })
  const inWith = (permissions: Partial<Permissions>) => inRoom({ permissions: spoken(permissions) })
  test.each<[string, Writer, Me, boolean]>([
    ['guest of an open room', guest, me, false],
    ['member', member, me, true],
    ['moderator', moderator, me, true],
    ['somebody who is gone', gone, me, false],
    ['anybody among members', guest, inRoom({ isMembersOnly: true }), true],
    ['somebody gone among members', gone, inRoom({ isMembersOnly: true }), true],
    ['guest where the room lets him', guest, inWith({ channel: 'participants' }), true],
    ['visitor where participants may', { role: 'visitor', affiliation: 'none' }, inWith({ channel: 'participants' }), false],
    ['member where moderators may', member, inWith({ channel: 'moderators' }), false],
    ['moderator where moderators may', moderator, inWith({ channel: 'moderators' }), true],
    ['an owner who is not there, where moderators may', { role: null, affiliation: 'owner' }, inWith({ channel: 'moderators' }), true],
    ['moderator where nobody may', moderator, inWith({ channel: 'none' }), false],
    ['member where the room has no such thing', member, inWith({}), true],
  ])('by a %s', (_who, writer, where, is) => {
    expect(isFor('hey', all, { writer, me: where })).toBe(is)
    expect(mayMention('channel', writer, where.room)).toBe(is)
  })
  test('not when the user does not want it, nor outside of a room, nor of another room', () => {
    expect(isFor('hey', all, { writer: moderator, wishes: { groups: false, nick: true } })).toBe(false)
    expect(isFor('hey', all, { writer: moderator, me: { ...me, room: null } })).toBe(false)
    expect(isFor('hey', mention(`mentions='urn:xmpp:mentions:0#channel' uri='xmpp:cake@rooms.example'`), { writer: moderator })).toBe(false)
    expect(isFor('hey', mention(`mentions='urn:xmpp:mentions:0#channel' uri='xmpp:tea@rooms.example?join'`), { writer: moderator })).toBe(true)
  })
  test.each([['participants', true], ['moderators', false], ['member', true], ['owner', false], ['none', false], ['space', false], ['constructor', false]])('of rank: %s', (group, is) => {
    expect(isFor('hey', mention(`mentions='urn:xmpp:mentions:0#${group}'`), { writer: moderator })).toBe(is)
  })
  test.each([['http://x.example/hats#student', true], ['http://x.example/hats#teacher', false], ['', false]])('with the hat %s', (uri, is) => {
    const call = mention(`mentions='urn:xmpp:mentions:0#hats' uri='${uri}'`)
    expect(isFor('hey', call, { writer: moderator })).toBe(is)
    expect(isFor('hey', call, { writer: member, me: inWith({ hats: 'moderators', associations: 'participants' }) })).toBe(false)
    expect(isFor('hey', mention(`mentions='urn:xmpp:mentions:0#hats'`), { writer: moderator })).toBe(false)
  })
  test('himself and everybody: the one that is no mere call to all counts', () => {
    expect(judge(given('hey', all + mention(`occupantid='me-id'`), { writer: moderator })).isByGroup).toBe(false)
    expect(judge(given('hey', all, { writer: moderator })).isByGroup).toBe(true)
  })
  test('a refused call still counts when the nick is in the text', () => expect(isFor('王伟 hi', all)).toBe(true))
})

describe('places', () => {
  const placesOf = (body: string, inside: string) => judge(given(body, inside)).places
  test('code points of the wire become places of the text', () => {
    expect(placesOf('👍👍 @王伟 hi', mention(`begin='3' end='6' occupantid='me-id'`))).toEqual([{ begin: 5, end: 8, isMe: true }])
  })
  test('in order, none over another, equal ones are one, none beyond the end', () => {
    const inside = [[6, 9, 'x'], [0, 3, 'y'], [0, 3, 'me-id'], [2, 7, 'z'], [8, 999, 'w'], [5, 5, 'v'], [7, 2, 'u']]
      .map(([begin, end, id]) => mention(`begin='${begin}' end='${end}' occupantid='${id}'`)).join('')
    expect(placesOf('abc def ghi', inside)).toEqual([{ begin: 0, end: 3, isMe: true }, { begin: 6, end: 9, isMe: false }])
  })
  test('of a text in another language are none, but the mention is', () => {
    const stanza = parseStanza(`<message type='groupchat' xml:lang='en'><body>Hi Alice</body><body xml:lang='ja'>アリス</body>${mention(`begin='0' end='3' hreflang='ja' occupantid='me-id'`)}</message>`)
    expect(judge(given('Hi Alice', '', parseMentions(stanza)))).toEqual({ isMention: true, isByGroup: false, places: [] })
  })
  test('the nick that stands in the text is drawn', () => {
    expect(placesOf('@王伟 hi', '')).toEqual([{ begin: 0, end: 3, isMe: true }])
  })
})

describe('what the room permits', () => {
  const form = (fields: string, inQuery = true) => {
    const x = `<x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mentions:0</value></field>${fields}</x>`
    return parseStanza(inQuery ? `<iq type='result'><query xmlns='urn:xmpp:mentions:0'>${x}</query></iq>` : `<message>${x}</message>`)
  }
  const field = (name: string, value: string) => `<field var='mentions#${name}'><value>${value}</value></field>`
  test('is read; a change names only what has changed', () => {
    const first = parsePermissions(form(field('count', '5') + field('individual', 'participants') + field('channel', 'moderators')))
    expect(first).toEqual({ count: 5, individual: 'participants', channel: 'moderators', associations: null, hats: null })
    expect(parseChange(form(field('count', '1') + field('individual', 'king'), false), first)).toEqual({ ...first, count: 1 })
    expect(parsePermissions(parseStanza('<iq/>'))).toBeNull()
    expect(parseChange(message('x', ''), first)).toBeNull()
  })
  test('caps the number of mentions', () => {
    const where = inRoom({ permissions: { count: 1, individual: 'participants', channel: null, associations: null, hats: null } })
    expect(isFor('x', mention(`occupantid='me-id'`), { me: where })).toBe(true)
    expect(isFor('x', mention(`occupantid='me-id'`) + mention(`occupantid='b'`), { me: where })).toBe(false)
  })
})

test('no stanza breaks it', () => {
  const values = ['', '0', '5', '-1', '99999999999', 'x', 'me-id', '王伟', 'wei@x.example', 'a@b@c', 'xmpp:%zz', 'xmpp:wei@x.example', 'urn:xmpp:mentions:0#channel', '__proto__', '&#x1F44D;']
  const names = ['begin', 'end', 'occupantid', 'jid', 'mentions', 'uri', 'hreflang', 'type', 'anchor']
  let seed = 11
  const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n
  for (let i = 0; i < 2000; i++) {
    const inside = Array.from({ length: random(6) }, () => {
      const attributes = [...new Set(Array.from({ length: random(6) }, () => names[random(names.length)]!))].map((name) => `${name}='${values[random(values.length)]}'`).join(' ')
      return random(2) ? mention(attributes, random(3) ? '' : '<noping/><active/><x xmlns="y"/>') : `<reference xmlns='urn:xmpp:reference:0' ${attributes}/>`
    }).join('')
    const body = ['hi', '👍王伟', '', 'x'.repeat(50)][random(4)]!
    const verdict = judge(given(body, inside, { writer: [guest, moderator, gone][random(3)]! }))
    let before = 0
    for (const { begin, end } of verdict.places) {
      expect(begin).toBeGreaterThanOrEqual(before)
      expect(end).toBeGreaterThan(begin)
      expect(end).toBeLessThanOrEqual(body.length)
      before = end
    }
  }
})

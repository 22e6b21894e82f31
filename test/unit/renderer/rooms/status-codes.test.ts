/** Every status code (XEP-0045 §16.6.2) as it comes over the wire, and every condition of RFC 6120, end as a sentence in both languages. */
import { afterEach, describe, expect, test } from 'vitest'
import { inBoth } from '../page'
import { refused } from '#features/rooms/errors'
import { joinProblem } from '#features/rooms/problem'
import { problemOf } from '#features/room-admin/problems'
import type { StanzaError } from '#xmpp/types'
import { replayAs, type Replay } from '../../features/rooms/replay'
import { parseStanza } from '../../../support/transcripts'
import { failureText } from '../../../../renderer/features/messages/failure-texts'
import { noticeText } from '../../../../renderer/features/messages/notice-texts'
import { problemText as adminText } from '../../../../renderer/features/room-admin/admin-texts'
import { problemText } from '../../../../renderer/features/rooms/room-texts'
import { errorText } from '../../../../renderer/lib/text/error-texts'

const room = 'tea@conference.x.example'
const own = 'bob@x.example/desk'
let bob: Replay | undefined
afterEach(() => bob?.stop())

const user = (item: string, ...codes: number[]) =>
  `<x xmlns='http://jabber.org/protocol/muc#user'>${item}${codes.map((code) => `<status code='${code}'/>`).join('')}</x>`
const item = "<item role='participant' affiliation='none'/>"
const gone = (nick: string, affiliation: string, ...codes: number[]) =>
  `<presence type='unavailable' from='${room}/${nick}'>${user(`<item role='none' affiliation='${affiliation}'><actor nick='Alice'/><reason>why</reason></item>`, ...codes)}</presence>`
const said = (...codes: number[]) => `<message type='groupchat' from='${room}'>${user('', ...codes)}</message>`
const renamed = (from: string, to: string, ...codes: number[]) =>
  `<presence type='unavailable' from='${room}/${from}'>${user(`<item role='participant' affiliation='none' nick='${to}'/>`, ...codes)}</presence>`

/** Bob goes in, Carol is there; then this comes. */
async function after(entering: number[], ...stanzas: string[]): Promise<Record<'zh' | 'en', string>> {
  bob = await replayAs(own)
  const nick = entering.includes(210) ? 'bobby' : 'Bob'
  await bob.call('room.join', { room, nick: 'Bob' })
  bob.receive(parseStanza(`<presence from='${room}/Carol'>${user(item)}</presence>`))
  bob.receive(parseStanza(`<presence from='${room}/${nick}'>${user(item, ...entering, 110)}</presence>`))
  bob.receive(parseStanza(`<message type='groupchat' from='${room}'><subject/></message>`))
  for (const stanza of stanzas) bob.receive(parseStanza(stanza))
  const lines = (await bob.messages('room', room)).filter((one) => one.kind === 'notice')
  return inBoth(() => lines.map(noticeText).join('\n'))
}

const SENTENCES: [code: number, en: RegExp, entering: number[], ...stanzas: string[]][] = [
  [100, /see your real address/, [100]],
  [101, /While you were away .* a member of this room/, [], `<message from='${room}'>${user("<item affiliation='member' role='none'/>", 101)}</message>`],
  [102, /also shows members who are away/, [], said(102)],
  [103, /no longer shows members who are away/, [], said(103)],
  [104, /settings of the room were changed/, [], said(104)],
  [110, /^You are now called Robert here\.$/, [], renamed('Bob', 'Robert', 303, 110)],
  [170, /are recorded/, [170]],
  [170, /now being recorded/, [], said(104, 170)],
  [171, /no longer recorded/, [], said(104, 171)],
  [172, /Everybody in this room can now see/, [], said(172)],
  [173, /Only moderators .* can now see/, [], said(173)],
  [201, /room was created/, [201]],
  [210, /You are now called bobby here/, [210]],
  [301, /^Carol was banned from the room by Alice: why$/, [], gone('Carol', 'outcast', 301)],
  [301, /^You were banned from the room by Alice: why$/, [], gone('Bob', 'outcast', 301, 110)],
  [303, /^Carol is now called Caro\.$/, [], renamed('Carol', 'Caro', 303)],
  [307, /^Carol was removed from the room by Alice: why$/, [], gone('Carol', 'none', 307)],
  [307, /^You were removed from the room by Alice: why$/, [], gone('Bob', 'none', 307, 110)],
  [321, /^The membership of Carol was withdrawn by Alice; Carol has left: why$/, [], gone('Carol', 'none', 321)],
  [321, /^Your membership was withdrawn by Alice; you have left the room: why$/, [], gone('Bob', 'none', 321, 110)],
  [322, /members only now, and you are not one/, [], gone('Bob', 'none', 322, 110)],
  [332, /server of the room is shutting down/, [], gone('Bob', 'none', 332, 110)],
  [333, /link to the room broke/, [], gone('Bob', 'none', 307, 333, 110)],
]

describe('status codes', () => {
  test.each(SENTENCES)('%i: %s', async (_code, expected, entering, ...stanzas) => {
    const { zh, en } = await after(entering, ...stanzas)
    expect(en).toMatch(expected)
    expect(zh).toMatch(/\p{Script=Han}/u)
    expect(zh.split('\n'), 'one line each').toHaveLength(1)
  })
  test('none is missing', () => {
    const registered = [100, 101, 102, 103, 104, 110, 170, 171, 172, 173, 201, 210, 301, 303, 307, 321, 322, 332, 333]
    expect([...new Set(SENTENCES.map(([code]) => code))]).toEqual(registered)
  })
  test('100 and 170 are said once, also where nothing is ever said', async () => {
    await after([100, 170])
    await bob!.call('room.leave', { room, forget: false })
    await bob!.call('room.join', { room, nick: 'Bob' })
    bob!.receive(parseStanza(`<presence from='${room}/Bob'>${user(item, 100, 170, 110)}</presence>`))
    const notices = (await bob!.messages('room', room)).flatMap((one) => one.notice ?? [])
    expect(notices.map((one) => one.args['fact'])).toEqual(['addresses-shown', 'recorded'])
  })
  test('101 counts from the room itself only', async () => {
    const { en } = await after([], `<message type='chat' from='${room}/Carol'>${user("<item affiliation='owner'/>", 101)}</message>`)
    expect(en).toBe('')
  })
})

const RFC_6120 = [
  'bad-request', 'conflict', 'feature-not-implemented', 'forbidden', 'gone', 'internal-server-error', 'item-not-found', 'jid-malformed',
  'not-acceptable', 'not-allowed', 'not-authorized', 'policy-violation', 'recipient-unavailable', 'redirect', 'registration-required',
  'remote-server-not-found', 'remote-server-timeout', 'resource-constraint', 'service-unavailable', 'subscription-required',
  'undefined-condition', 'unexpected-request',
]

describe('conditions', () => {
  const errorOf = (condition: string): StanzaError => ({ condition, type: 'cancel', text: null, uri: null, application: [], element: null })
  const sentences: Record<string, (condition: string) => string> = {
    'entering (§7.2.17)': (condition) => problemText(joinProblem(errorOf(condition), { hadPassword: false, isKnown: null })),
    'a message (§7.4, 7.5)': (condition) => failureText({ condition, text: null }),
    'nick, subject, settings, invitation (§7.6, 7.8, 8.1, 10.2)': (condition) => errorText(refused(errorOf(condition), '').error),
    'people and lists (§8, §9, §10)': (condition) => adminText(problemOf(errorOf(condition), null)),
  }
  describe.each(Object.keys(sentences))('%s', (place) => {
    test.each(RFC_6120)('%s', async (condition) => {
      const { zh, en } = await inBoth(() => sentences[place]!(condition))
      expect(zh).toMatch(/\p{Script=Han}{4}/u)
      expect(en).toMatch(/^[A-Z][^\p{Script=Han}]{8,}[.]$/u)
      expect(`${zh} ${en}`, 'nobody reads codes').not.toMatch(new RegExp(`undefined|\\d{3}|${condition.includes('-') ? condition : '<'}`))
    })
  })
  test('what §7.2.17 lists are different sentences', async () => {
    const listed = ['not-authorized', 'forbidden', 'item-not-found', 'not-allowed', 'not-acceptable', 'registration-required', 'conflict', 'service-unavailable']
    const { zh, en } = await inBoth(() => listed.map((condition) => sentences['entering (§7.2.17)']!(condition)))
    for (const all of [zh, en]) expect(new Set(all).size).toBe(listed.length)
  })
})

/** Status codes (XEP-0045 §16.6.2) and conditions of RFC 6120 in rooms: what comes over the wire, and what the program makes of it. */
import type { ErrorCode } from '#shared/result'
import type { RoomProblem } from '#shared/model/room'
import type { RoomAdminProblem } from '#shared/model/room-admin'
import { roomNotice } from '#shared/model/room-notices'

export const ROOM = 'tea@conference.x.example'
export const xOf = (item: string, ...codes: number[]) =>
  `<x xmlns='http://jabber.org/protocol/muc#user'>${item}${codes.map((code) => `<status code='${code}'/>`).join('')}</x>`
export const ITEM = "<item role='participant' affiliation='none'/>"
const gone = (nick: string, affiliation: string, ...codes: number[]) =>
  `<presence type='unavailable' from='${ROOM}/${nick}'>${xOf(`<item role='none' affiliation='${affiliation}'><actor nick='Alice'/><reason>why</reason></item>`, ...codes)}</presence>`
const said = (...codes: number[]) => `<message type='groupchat' from='${ROOM}'>${xOf('', ...codes)}</message>`
const renamed = (from: string, to: string, ...codes: number[]) =>
  `<presence type='unavailable' from='${ROOM}/${from}'>${xOf(`<item role='participant' affiliation='none' nick='${to}'/>`, ...codes)}</presence>`
const config = (change: Parameters<typeof roomNotice<'room-config-changed'>>[1]['change']) => roomNotice('room-config-changed', { change })
const by = { actor: 'Alice', reason: 'why' }

/** Bob goes in with these codes, Carol is there, then the stanza comes: the one line that it makes, and its sentence. */
export const STATUS_LINES: { code: number; entering?: number[]; stanza?: string; notice: ReturnType<typeof roomNotice>; en: RegExp }[] = [
  { code: 100, entering: [100], notice: roomNotice('room-entered', { fact: 'addresses-shown' }), en: /see your real address/ },
  {
    code: 101, stanza: `<message from='${ROOM}'>${xOf("<item affiliation='member' role='none'/>", 101)}</message>`,
    notice: roomNotice('room-rank-while-away', { affiliation: 'member', actor: '', reason: '' }), en: /While you were away .* a member of this room/,
  },
  { code: 102, stanza: said(102), notice: config('absent-shown'), en: /also shows members who are away/ },
  { code: 103, stanza: said(103), notice: config('absent-hidden'), en: /no longer shows members who are away/ },
  { code: 104, stanza: said(104), notice: config('general'), en: /settings of the room were changed/ },
  // That a presence is one's own makes the sentences speak of "you".
  { code: 110, stanza: renamed('Bob', 'Robert', 303, 110), notice: roomNotice('room-nick-changed', { from: 'Bob', to: 'Robert', isSelf: '1' }), en: /^You are now called Robert here\.$/ },
  { code: 170, entering: [170], notice: roomNotice('room-entered', { fact: 'recorded' }), en: /are recorded/ },
  { code: 170, stanza: said(104, 170), notice: config('logging-on'), en: /now being recorded/ },
  { code: 171, stanza: said(104, 171), notice: config('logging-off'), en: /no longer recorded/ },
  { code: 172, stanza: said(172), notice: config('non-anonymous'), en: /Everybody in this room can now see/ },
  { code: 173, stanza: said(173), notice: config('semi-anonymous'), en: /Only moderators .* can now see/ },
  { code: 201, entering: [201], notice: roomNotice('room-created', {}), en: /room was created/ },
  { code: 210, entering: [210], notice: roomNotice('room-nick-changed', { from: 'Bob', to: 'bobby', isSelf: '1' }), en: /You are now called bobby here/ },
  { code: 301, stanza: gone('Carol', 'outcast', 301), notice: roomNotice('room-occupant-banned', { nick: 'Carol', ...by }), en: /^Carol was banned from the room by Alice: why$/ },
  { code: 301, stanza: gone('Bob', 'outcast', 301, 110), notice: roomNotice('room-banned', by), en: /^You were banned from the room by Alice: why$/ },
  { code: 303, stanza: renamed('Carol', 'Caro', 303), notice: roomNotice('room-nick-changed', { from: 'Carol', to: 'Caro', isSelf: '' }), en: /^Carol is now called Caro\.$/ },
  { code: 307, stanza: gone('Carol', 'none', 307), notice: roomNotice('room-occupant-kicked', { nick: 'Carol', ...by }), en: /^Carol was removed from the room by Alice: why$/ },
  { code: 307, stanza: gone('Bob', 'none', 307, 110), notice: roomNotice('room-kicked', by), en: /^You were removed from the room by Alice: why$/ },
  {
    code: 321, stanza: gone('Carol', 'none', 321), notice: roomNotice('room-occupant-membership-lost', { nick: 'Carol', ...by }),
    en: /^The membership of Carol was withdrawn by Alice; Carol has left: why$/,
  },
  { code: 321, stanza: gone('Bob', 'none', 321, 110), notice: roomNotice('room-membership-lost', by), en: /^Your membership was withdrawn by Alice; you have left the room: why$/ },
  { code: 322, stanza: gone('Bob', 'none', 322, 110), notice: roomNotice('room-members-only', {}), en: /members only now, and you are not one/ },
  { code: 332, stanza: gone('Bob', 'none', 332, 110), notice: roomNotice('room-shutdown', { reason: 'why' }), en: /server of the room is shutting down/ },
  { code: 333, stanza: gone('Bob', 'none', 307, 333, 110), notice: roomNotice('room-lost', { reason: 'why' }), en: /link to the room broke/ },
]

/** On entering (§7.2.17), for a call (nick, subject, settings: §7.6, 8.1, 10.2), for lists and people (§8–10). */
export const CONDITIONS: Record<string, [entering: RoomProblem['code'], call: ErrorCode, people: RoomAdminProblem]> = {
  'bad-request': ['error', 'refused', 'server'],
  conflict: ['nick-conflict', 'conflict', 'conflict'],
  'feature-not-implemented': ['error', 'not-supported', 'not-supported'],
  forbidden: ['banned', 'forbidden', 'rank-needed'],
  gone: ['gone', 'not-found', 'server'],
  'internal-server-error': ['error', 'refused', 'server'],
  'item-not-found': ['not-found', 'not-found', 'not-here'],
  'jid-malformed': ['error', 'refused', 'bad-address'],
  'not-acceptable': ['nick-refused', 'refused', 'server'],
  'not-allowed': ['not-allowed', 'forbidden', 'rank-needed'],
  'not-authorized': ['password-required', 'refused', 'rank-needed'],
  'policy-violation': ['error', 'refused', 'server'],
  'recipient-unavailable': ['error', 'refused', 'server'],
  redirect: ['gone', 'refused', 'server'],
  'registration-required': ['members-only', 'forbidden', 'rank-needed'],
  'remote-server-not-found': ['service-gone', 'remote-server', 'server'],
  'remote-server-timeout': ['service-gone', 'remote-server', 'timeout'],
  'resource-constraint': ['full', 'refused', 'server'],
  'service-unavailable': ['full', 'refused', 'not-supported'],
  'subscription-required': ['error', 'refused', 'server'],
  'undefined-condition': ['error', 'refused', 'server'],
  'unexpected-request': ['error', 'refused', 'server'],
}

/** A room with all that its owner can see: facts, settings as an ejabberd sends them, lists, timers, log, requests, invitations. */
import { tidyForm, type TidyForm } from '#shared/model/data-form'
import type { FormField, FormFieldType } from '#shared/model/form'
import type { Occupant } from '#shared/model/room'
import type { RoomListEntry, RoomListName, RoomPlan, RoomPlanItem } from '#shared/model/room-admin'
import type { RoomAuditEntry } from '#shared/model/room-audit'
import { roomConfigItems, type RoomConfigForm, type RoomConfigOutcome, type RoomTemplate } from '#shared/model/room-config'
import type { RoomFacts } from '#shared/model/room-facts'
import type { ReceivedInvite } from '#shared/model/room-invite'
import type { RegistrationRequest, VoiceRequest } from '#shared/model/room-requests'
import type { RoomTimer } from '#shared/model/room-timers'
import type { CallInput } from '#contract'
import { ago, jid, occupants as few } from './fixture'

export const DESIGN = jid('design@rooms.example.org')
const LONG = 'oliver.montgomery-featherstonehaugh@a-rather-long-domain.example.com'

const field = (type: FormFieldType, name: string, label: string, values: string[], options: [value: string, label: string][] = []): FormField => ({
  name, type, label, description: null, isRequired: false, values, options: options.map(([value, text]) => ({ value, label: text })),
})
const yes = ['1']
const no = ['0']
const hidden = field('hidden', 'FORM_TYPE', '', ['http://jabber.org/protocol/muc#roomconfig'])
const config = (name: string): TidyForm => tidyForm({
  type: 'form', formType: 'http://jabber.org/protocol/muc#roomconfig', title: 'Configuration of room design@rooms.example.org', instructions: [], reported: [], items: [],
  fields: [
    hidden,
    field('text-single', 'muc#roomconfig_roomname', 'Room title', [name]),
    field('text-single', 'muc#roomconfig_roomdesc', 'Room description', ['图标、配色与界面的讨论']),
    field('text-single', 'muc#roomconfig_lang', 'Natural Language for Room Discussions', ['zh']),
    field('boolean', 'muc#roomconfig_persistentroom', 'Make room persistent', yes),
    field('boolean', 'muc#roomconfig_publicroom', 'Make room public searchable', no),
    field('boolean', 'public_list', 'Make participants list public', no),
    field('boolean', 'muc#roomconfig_passwordprotectedroom', 'Make room password protected', no),
    field('text-private', 'muc#roomconfig_roomsecret', 'Password', []),
    field('list-single', 'muc#roomconfig_maxusers', 'Maximum Number of Occupants', ['200'], [['5', '5'], ['200', '200'], ['1000', '1000']]),
    field('list-single', 'muc#roomconfig_whois', 'Present real Jabber IDs to', ['anyone'], [['moderators', 'Moderators Only'], ['anyone', 'Anyone']]),
    field('list-multi', 'muc#roomconfig_presencebroadcast', 'Roles for which Presence is Broadcasted', ['moderator', 'participant', 'visitor'],
      [['moderator', 'Moderator'], ['participant', 'Participant'], ['visitor', 'Visitor']]),
    field('boolean', 'muc#roomconfig_membersonly', 'Make room members-only', yes),
    field('boolean', 'muc#roomconfig_moderatedroom', 'Make room moderated', no),
    field('boolean', 'members_by_default', 'Default users as participants', yes),
    field('boolean', 'muc#roomconfig_changesubject', 'Allow users to change the subject', yes),
    field('list-single', 'allow_private_messages_from_visitors', 'Allow visitors to send private messages to', ['anyone'], [['nobody', 'Nobody'], ['moderators', 'Moderators Only'], ['anyone', 'Anyone']]),
    field('boolean', 'muc#roomconfig_allowinvites', 'Allow users to send invites', no),
    field('boolean', 'muc#roomconfig_allowvoicerequests', 'Allow visitors to send voice requests', yes),
    field('text-single', 'muc#roomconfig_voicerequestmininterval', 'Minimum interval between voice requests (in seconds)', ['1800']),
    field('jid-multi', 'muc#roomconfig_captcha_whitelist', 'Exclude Jabber IDs from CAPTCHA challenge', []),
    field('boolean', 'mam', 'Enable message archiving', yes),
    field('jid-multi', 'muc#roomconfig_roomowners', 'Room owners', ['lina@example.org']),
    field('text-multi', 'x-office-motd', 'Words of welcome that this server shows on its start page', ['欢迎！', 'Welcome!']),
    field('boolean', 'x-office-mirror', 'Mirror to the office display', no),
  ],
})
const formOf = (revision: string, name = '设计组'): RoomConfigForm => {
  const form = config(name)
  return { room: DESIGN, revision, form, items: roomConfigItems(form) }
}
/** The first submit meets a change by somebody else, the second goes through. */
let submits = 0
const submit = ({ changes }: CallInput<'roomConfig.submit'>): RoomConfigOutcome => {
  if (submits++ > 0) return { kind: 'saved', form: formOf('3'), changed: changes.map(({ name }) => name), ignored: [] }
  return {
    kind: 'conflict', form: formOf('2', '设计组（新）'),
    fields: changes.map(({ name, values }) => ({ name, before: ['设计组'], now: ['设计组（新）'], wanted: values })),
  }
}
const templates: RoomTemplate[] = [{ id: 1, name: '部门群', createdAtMs: ago(60 * 24 * 9), settings: [] }]

const facts: RoomFacts = {
  room: DESIGN, name: '设计组', description: '图标、配色与界面的讨论。新人先看公告里的链接。', language: 'zh', subject: '', occupantCount: 5, canAllSetSubject: true,
  canAllInvite: false, canMembersInvite: true, privateMessages: 'anyone', contacts: [jid('lina@example.org')], logsUrl: null, pubsubNode: null, ldapGroup: null, maxHistory: 50,
  createdAtMs: ago(60 * 24 * 400), avatarHash: null,
  access: { isMembersOnly: true, isPasswordProtected: false, isModerated: false, isNonAnonymous: true, isPersistent: true, isHidden: true },
  can: { archive: true, moderation: 'urn:xmpp:message-moderate:1', register: true, voiceRequests: true, avatar: true, hats: true, occupantIds: true, commands: true },
  more: [],
}

const entry = (address: string, affiliation: RoomListEntry['affiliation'], reason = ''): RoomListEntry => ({ jid: jid(address), nick: null, affiliation, role: null, reason })
const lists: Partial<Record<RoomListName, RoomListEntry[]>> = {
  owner: [entry('lina@example.org', 'owner')],
  admin: [entry('wang.wei@example.org', 'admin')],
  member: [entry('zhang@example.org', 'member'), entry(LONG, 'member'), entry('samir@example.org', 'member'), entry('han@example.org', 'member')],
  outcast: [entry('spam@bad.example', 'outcast', '发广告'), entry('troll@elsewhere.example', 'outcast', 'Called everybody names in three languages, for a whole evening'), entry('bots.example', 'outcast')],
}

const timers: RoomTimer[] = [
  { id: 't1', room: DESIGN, kind: 'ban', jid: jid('troll@elsewhere.example'), nick: 'troll', occupantId: null, setAtMs: ago(60), untilMs: ago(-60 * 23), reason: '', before: 'none', isShared: true, waitingFor: null },
  { id: 't2', room: DESIGN, kind: 'mute', jid: null, nick: '路人', occupantId: null, setAtMs: ago(10), untilMs: ago(-20), reason: '', before: 'none', isShared: false, waitingFor: null },
]

let lastAudit = 0
const noted = (kind: RoomAuditEntry['kind'], minutes: number, more: Partial<RoomAuditEntry>): RoomAuditEntry => ({
  id: ++lastAudit, room: DESIGN, atMs: ago(minutes), kind, actor: '李娜', isOwn: true, nick: '', jid: null, from: '', to: '', reason: '', problem: null, ...more,
})
const log = [
  noted('timer-set', 10, { nick: '路人', to: 'mute' }),
  noted('ban', 60, { nick: 'troll', jid: jid('troll@elsewhere.example'), reason: 'Called everybody names in three languages, for a whole evening' }),
  noted('refused', 75, { nick: '王伟', from: 'moderator', to: 'none', problem: 'higher-rank' }),
  noted('affiliation', 90, { nick: '王伟', jid: jid('wang.wei@example.org'), from: 'member', to: 'admin' }),
  noted('subject', 600, { actor: '王伟', isOwn: false, from: '', to: '明天 10 点评审' }),
  noted('recall', 700, { actor: '王伟', isOwn: false, nick: 'spam', from: 'spam', reason: '广告' }),
  noted('config', 900, { to: 'general' }),
  noted('nick', 1000, { actor: '', isOwn: false, from: '小王', to: '王伟' }),
]

const occupant = (nick: string, affiliation: Occupant['affiliation'], role: Occupant['role'], more: Partial<Occupant> = {}): Occupant => ({
  nick, affiliation, role, jid: null, availability: 'online', status: '', isSelf: false, ...more,
})
const known: Record<string, Partial<Occupant>> = {
  李娜: { jid: jid('lina@example.org') },
  王伟: { jid: jid('wang.wei@example.org') },
  张敏: { jid: jid('zhang@example.org'), availability: 'dnd', status: '写代码中，急事打电话' },
  'Oliver Montgomery-Featherstonehaugh III.': { jid: jid(LONG), status: 'Travelling through the whole of November', availability: 'away' },
}
export const occupants = [
  ...few.map((one) => ({ ...one, ...known[one.nick] })),
  occupant('سمير الأحمد', 'member', 'participant', { jid: jid('samir@example.org') }),
  occupant('👩🏽‍🚀 Ada', 'none', 'participant'),
]
/** How the lists bear a big room. */
export const crowd = (count: number): Occupant[] => [
  ...occupants,
  ...Array.from({ length: count - occupants.length }, (_, i) => occupant(`成员 ${i}`, i % 3 ? 'member' : 'none', 'participant', { jid: jid(`user${i}@example.org`) })),
]

export const voiceRequests: VoiceRequest[] = [{ id: 'v1', room: DESIGN, nick: '路人', jid: jid('passer.by@example.net'), role: 'participant', atMs: ago(1) }]
export const registrationRequests: RegistrationRequest[] = [
  {
    id: 'r1', room: DESIGN, nick: 'Oliver Montgomery-Featherstonehaugh III.', jid: jid(LONG), atMs: ago(3),
    answers: [{ name: 'muc#register_first', label: 'Given name', values: ['Oliver'] }, { name: 'muc#register_faqentry', label: 'About you', values: ['I draw icons and would like to help.'] }],
  },
]

const invite = (id: number, room: string, more: Partial<ReceivedInvite>): ReceivedInvite => ({
  id, room: jid(room), via: 'mediated', by: { jid: jid('wang.wei@example.org'), nick: null }, isVerified: true, isFromStranger: false, reason: '', hasPassword: false,
  isContinuation: false, atMs: ago(id * 7), ...more,
})
export const invites = [
  invite(1, 'icons@rooms.example.org', { reason: '新图标在这里讨论，来看看？', hasPassword: true }),
  invite(2, 'a-meeting-with-a-name-that-does-not-want-to-end@conference.departments.example.com', { via: 'direct', by: { jid: jid(LONG), nick: null }, isContinuation: true }),
  invite(3, 'free-coins@casino.example', { by: { jid: null, nick: 'Lucky' }, isVerified: false, isFromStranger: true, reason: 'Win big!' }),
]

const planItem = (index: number, address: string, more: Partial<RoomPlanItem>): RoomPlanItem => ({
  index, room: DESIGN, jid: jid(address), nick: null, kind: 'affiliation', from: 'none', to: 'member', reason: '', warnings: [], state: 'open', problem: null, text: null, ...more,
})
const plan: RoomPlan = {
  planId: 'p1', rooms: [DESIGN], counts: { total: 5, change: 3, unchanged: 1, refused: 1, skipped: 0, done: 0, failed: 0 }, unseen: [{ room: DESIGN, list: 'outcast', problem: 'rank-needed' }],
  items: [
    planItem(0, 'new.one@example.org', {}),
    planItem(1, LONG, { from: 'member', to: 'outcast', warnings: ['puts-out', 'loses-rank'], reason: '发广告' }),
    planItem(2, 'bots.example', { to: 'outcast', warnings: ['whole-domain'] }),
    planItem(3, 'zhang@example.org', { from: 'member', state: 'unchanged' }),
    planItem(4, 'wang.wei@example.org', { from: 'owner', state: 'refused', problem: 'higher-rank' }),
  ],
}

export const roomSlices = {
  'room-config': { templates }, 'room-timers': { timers }, 'room-invites': { received: [] as ReceivedInvite[], sent: [] },
  'room-voice': { requests: [] as VoiceRequest[], asking: [] }, 'room-registration': { requests: [] as RegistrationRequest[] },
}
export const roomAnswers = {
  'roomFacts.get': ({ room }: CallInput<'roomFacts.get'>) => ({ ...facts, room }),
  'roomConfig.open': () => formOf('1'),
  'roomConfig.submit': submit,
  'roomTemplate.list': () => ({ templates }),
  'roomAdmin.list': ({ list, listId }: CallInput<'roomAdmin.list'>) => ({ listId, total: lists[list]?.length ?? 0, entries: lists[list] ?? [], isComplete: true }),
  'roomAdmin.plan': () => plan,
  'roomAdmin.formerOccupants': () => ({
    people: [{ jid: jid('troll@elsewhere.example'), nick: 'troll', occupantId: null, affiliation: 'none', firstSeenMs: ago(300), lastSeenMs: ago(61), isHere: false }], hasMore: false,
  }),
  'roomAdmin.writerOf': () => ({ nick: '王伟', jid: jid('wang.wei@example.org'), isHere: true, hereAs: '王伟' }),
  'roomAdmin.export': () => ({ text: 'jid,affiliation,nick,reason\nlina@example.org,owner,,\nwang.wei@example.org,admin,,\n', count: 2, unseen: [] }),
  'roomAudit.list': () => ({ entries: log, total: log.length, hasMore: false }),
  'roomModeration.abilities': () => ({ moderate: true, ownRecall: true }),
  'roomRegistration.open': () => ({
    kind: 'open', instructions: '登记后，只有你能使用这个昵称。', webPage: null,
    form: tidyForm({
      type: 'form', formType: 'http://jabber.org/protocol/muc#register', title: null, instructions: [], reported: [], items: [],
      fields: [{ ...field('text-single', 'muc#register_roomnick', 'Desired nickname', []), isRequired: true }, field('text-multi', 'muc#register_faqentry', 'About you', [])],
    }),
  }),
  'roomInvite.send': ({ to }: CallInput<'roomInvite.send'>) => ({ outcomes: to.map((one) => ({ to: one, ok: true, via: 'mediated' })) }),
  'roomDirectory.services': () => ({ services: [{ jid: jid('rooms.example.org'), name: 'Chatrooms' }] }),
  'roomDirectory.list': () => ({
    rooms: [
      { jid: DESIGN, name: '设计组', description: '图标、配色与界面的讨论', occupantCount: 5, isPasswordProtected: false, isMembersOnly: true },
      { jid: jid('lobby@rooms.example.org'), name: 'Lobby', description: null, occupantCount: 1, isPasswordProtected: null, isMembersOnly: null },
      { jid: jid('xsf@rooms.example.org'), name: 'XMPP developers and friends of open protocols of all kinds', description: 'A long description of what is talked about here, and of what is not, which goes on for more than one line', occupantCount: 1284, isPasswordProtected: true, isMembersOnly: false },
    ],
    isMore: false,
  }),
}

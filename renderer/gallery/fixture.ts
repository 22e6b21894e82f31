/** A believable day: names of all lengths and scripts, all kinds of presence, unread, drafts, rooms, requests. */
import type { Snapshot } from '#contract'
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import { defaultServerSettings, type Account } from '#shared/model/account'
import type { ConnectionView } from '#shared/model/connection'
import type { Availability, Contact, ContactPresence } from '#shared/model/contact'
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import type { Occupant, Room } from '#shared/model/room'
import { defaultSettings, type Settings } from '#shared/model/settings'
import { systemClock, type EpochMs } from '#shared/time'
import { noCheckUp } from './check-up'

export const ACCOUNT = 1 as AccountId
const MINUTE_MS = 60_000
const nowMs = systemClock.nowMs()
export const ago = (minutes: number) => (nowMs - minutes * MINUTE_MS) as EpochMs
export const jid = (text: string) => text as BareJid

export const online: ConnectionView = {
  phase: 'online', fullJid: 'lina@example.org/magpie-3f9c', transport: 'starttls', host: 'xmpp.example.org', port: 5222, tlsVersion: 'TLSv1.3',
  address: '2001:db8:4::5222', proxy: null, cipher: 'TLS_AES_256_GCM_SHA384', hasStreamManagement: true, sinceMs: ago(95),
  saslMechanism: 'SCRAM-SHA-256-PLUS', isSecure: true, fingerprint: 'C4:9F'.padEnd(95, ':1B'), pulse: { intervalMs: 240_000, roundTripMs: 38, lastPongAtMs: ago(1), losses: 1 },
}

export const account = (connection: ConnectionView, address = 'lina@example.org', id = 1): Account => ({
  id: id as AccountId, address, server: defaultServerSettings, isRemembered: true, autoLogin: false, lastLoginMs: nowMs, isActive: true, connection,
  trustedCertificates: [],
  tally: { fresh: 2, resumed: 5, cuts: 6, traffic: { bytesIn: 18_734_512, bytesOut: 912_004, stanzasIn: 41_207, stanzasOut: 3_918 }, lastProblem: { code: 'closed', detail: 'read ECONNRESET', atMs: ago(95) } },
})

const people: [address: string, name: string, groups: string[], availability: Availability, status: string][] = [
  ['wang.wei@example.org', '王伟', ['同事'], 'online', '下午三点评审，别忘了'],
  ['zhang@example.org', '张敏', ['同事'], 'dnd', '写代码中，急事打电话'],
  ['chen@jabber.example.net', '陈晨', [], 'away', ''],
  ['oliver.montgomery-featherstonehaugh@a-rather-long-domain.example.com', 'Oliver Montgomery-Featherstonehaugh III.', ['同事'], 'online', 'Travelling through the whole of November, replies may take a day or two'],
  ['samir@example.org', 'سمير الأحمد', [], 'chatty', 'مرحبا بالجميع'],
  ['mum@example.org', '妈妈', ['家人'], 'online', '晚上回来吃饭吗？'],
  ['dad@example.org', '爸爸', ['家人'], 'offline', ''],
  ['li.lei@example.org', '李雷', [], 'offline', ''],
  ['han@example.org', '韩梅梅', [], 'xa', '出差'],
  ['anna@example.com', 'Anna Kowalska', ['Friends'], 'online', ''],
  ['b@example.com', '', ['Friends'], 'offline', ''],
]
const contacts: Contact[] = [
  ...people.map(([address, name, groups]): Contact => ({ jid: jid(address), name, groups, subscription: 'both', isPending: false })),
  { jid: jid('new.friend@example.net'), name: '', groups: [], subscription: 'none', isPending: true },
]
const presences: ContactPresence[] = people.filter((person) => person[3] !== 'offline').map(([address, , , availability, status]) => ({
  jid: jid(address), availability, status, idleSinceMs: availability === 'away' ? ago(20) : null,
  resources: [{ resource: 'phone', availability, status, priority: 5, client: 'Conversations' }, { resource: 'desk', availability: 'away', status: '', priority: 0, client: null }],
}))

export const manyContacts = (count: number): Contact[] =>
  Array.from({ length: count }, (_, i) => ({ jid: jid(`user${i}@example.org`), name: `用户 ${i}`, groups: [`第 ${i % 40} 组`], subscription: 'both', isPending: false }))

const LONG_NICK = 'Oliver Montgomery-Featherstonehaugh III.'
let lastId = 0
export const message = (conversation: number, body: string, minutes: number, more: Partial<Message> = {}): Message => ({
  id: ++lastId as MessageId, accountId: ACCOUNT, conversationId: conversation as ConversationId, direction: 'in', kind: 'text', body, notice: null, sender: 'wang.wei@example.org',
  sentAtMs: ago(minutes), orderMs: ago(minutes), state: 'received', failure: null, isUnread: false, isMention: false, isEdited: false, isRetracted: false, recall: null, ...more,
})
export const out = { direction: 'out', sender: 'lina@example.org' } as const

export const history: Record<number, Message[]> = {
  1: [
    message(1, '早！昨天的设计稿看了吗？', 1500),
    message(1, '看了，整体很好。', 1490, { ...out, state: 'read', extras: { reply: { id: '1' }, reactions: [{ emoji: '👍', count: 1, isMine: false, who: ['wang.wei@example.org'] }] } }),
    message(1, '你好，文件收到了吗？', 32),
    message(1, '收到了，谢谢 👍', 30, { ...out, state: 'delivered' }),
    message(1, '我下午把配色改一版，主要是深色模式下列表的对比度，还有长名字会被截断的问题。', 29, { ...out, state: 'delivered' }),
    message(1, '好的', 12, { extras: { reply: { id: '0' }, reactions: [{ emoji: '❤️', count: 2, isMine: true, who: ['wang.wei@example.org'] }, { emoji: '🎉', count: 1, isMine: true, who: [] }] } }),
    message(1, '三点评审，地址 https://example.org/review/42，记得带上截图', 11),
    message(1, '> 颜色用哪个？\n> > 蓝色？\n用 *深蓝* ，别用 _浅蓝_ 或 ~灰色~ ，变量是 `--accent`：\n```css\n.bubble { color: var(--accent); background: color-mix(in oklch, var(--accent) 12%, transparent) }\n```\n就这样', 10),
    message(1, '> 就这样\n*好* 的 `ok`', 9, { ...out, state: 'read', isEdited: true, extras: { isChanging: true } }),
    message(1, '没问题', 2, { ...out, state: 'sent' }),
    message(1, '刘洋\nxmpp:liu.yang@example.net', 1, { extras: { cards: { isAll: true, people: [{ jid: jid('liu.yang@example.net'), name: '刘洋' }, { jid: jid('mum@example.org'), name: 'Mum' }, { jid: jid('oliver.montgomery-featherstonehaugh@a-rather-long-domain.example'), name: '' }] } } }),
    message(1, '路上堵车，晚五分钟', 0, { ...out, state: 'queued' }),
  ],
  2: [
    message(2, '', 3000, { kind: 'notice', sender: '', notice: { code: 'room-created', args: {} } }),
    message(2, '大家早 👋🏽 今天先看图标，再看深色模式', 700, { sender: '王伟' }),
    message(2, '👩🏽‍🚀🎉', 699, { sender: '👩🏽‍🚀 Ada', extras: { reactions: ['👍', '🎉', '👏', '🔥', '💯', '✅', '👀', '🤔', '😍', '🥰', '😄', '😭'].map((emoji, i) => ({ emoji, count: i ? i : 128, isMine: i % 3 === 0, who: ['王伟', '张敏', LONG_NICK] })) } }),
    message(2, '', 698, { sender: '路人', isRetracted: true, recall: { by: '王伟', reason: '广告' } }),
    message(2, 'صباح الخير، سأرسل الملفات بعد الظهر (v2.1) إن شاء الله', 640, { sender: 'سمير الأحمد' }),
    message(2, '/me pours herself another coffee', 630, { sender: '👩🏽‍🚀 Ada' }),
    message(2, 'A_very_long_word_without_any_place_to_break_it_because_somebody_pasted_the_name_of_a_file_of_a_build_machine.tar.gz', 600, { sender: LONG_NICK }),
    message(2, '', 590, { kind: 'notice', sender: '', notice: { code: 'room-subject', args: { by: '王伟', subject: '明天 10 点评审' } } }),
    message(2, '收到，我带打样来', 580, { ...out, sender: '李娜', state: 'sent', isEdited: true, extras: { reply: { id: LONG_NICK } } }),
    message(2, '', 579, { ...out, sender: '李娜', state: 'sent', isRetracted: true }),
    message(2, '这条发不出去：只有成员可以发言', 60, { ...out, sender: '李娜', state: 'failed', failure: { condition: 'registration-required', text: 'Visitors are not allowed to send messages to all occupants' } }),
    message(2, '', 50, { kind: 'notice', sender: '', notice: { code: 'room-occupant-banned', args: { nick: 'troll', actor: '李娜', reason: 'Called everybody names' } } }),
    message(2, '还有一个问题：\n1. 深色模式下列表的对比度\n2. 长名字会被截断\n\nhttps://example.org/a/long/path/to/a/document/that/nobody/reads?with=parameters&and=more', 9, { sender: '王伟' }),
    message(2, '@李娜 看下新图标？', 8, { sender: '王伟', isMention: true, isUnread: true, extras: { reply: { id: '路人' } } }),
    message(2, '等网络', 0, { ...out, sender: '李娜', state: 'queued' }),
  ],
  3: [message(3, 'I sent you an OMEMO encrypted message', 61, { sender: 'mum@example.org', extras: { encrypted: { method: 'OMEMO' } } }), message(3, '', 61, { ...out, state: 'sent', extras: { encrypted: { method: null } } }), message(3, '晚上回来吃饭吗？', 60, { sender: 'mum@example.org', isUnread: true })],
  4: [message(4, 'See you on Thursday then. I will bring the contracts and the long list of questions.', 3000, { sender: people[3]![0] })],
  9: [message(9, '您好！恭喜您被选中，点击 https://prize.example 领取奖品', 7, { sender: 'lucky.winner@prize.example', isUnread: true })],
  5: [message(5, 'مرحبا، كيف حالك اليوم؟', 5000, { sender: 'samir@example.org' })],
}
const conversation = (id: number, kind: Conversation['kind'], peer: string, more: Partial<Conversation> = {}): Conversation => ({
  id: id as ConversationId, accountId: ACCOUNT, kind, peer, draft: '', unreadCount: 0, mentionCount: 0, lastMessage: history[id]?.at(-1) ?? null,
  activityMs: history[id]?.at(-1)?.orderMs ?? ago(0), isPinned: false, notify: kind === 'room' ? 'on-mention' : 'always', isHidden: false, isRequest: false, ...more,
})
const conversations = [
  conversation(1, 'chat', 'wang.wei@example.org', { isPinned: true }),
  conversation(2, 'room', 'design@rooms.example.org', { unreadCount: 12, mentionCount: 1 }),
  conversation(3, 'chat', 'mum@example.org', { unreadCount: 1, notify: 'never' }),
  conversation(4, 'chat', people[3]![0], { draft: 'Thursday at ten works for me' }),
  conversation(5, 'chat', 'samir@example.org'),
  conversation(6, 'room', 'old@rooms.example.org', { activityMs: ago(9000) }),
  conversation(7, 'room', 'club@rooms.example.org', { activityMs: ago(9000) }),
  conversation(9, 'chat', 'lucky.winner@prize.example', { unreadCount: 1, isRequest: true }),
  conversation(8, 'room-pm', 'design@rooms.example.org/张敏', { activityMs: ago(9000) }),
]

const room = (address: string, name: string, more: Partial<Room> = {}): Room => ({
  jid: jid(address), name, state: 'joined', problem: null, nick: '李娜', ownRole: 'moderator', ownAffiliation: 'owner', subject: '明天 10 点评审，地址 https://example.org/review/42', subjectBy: '王伟',
  subjectAtMs: ago(600), occupantCount: 5, isBookmarked: true, autoJoin: true,
  config: { isMembersOnly: true, isModerated: false, isNonAnonymous: true, isPasswordProtected: false, isPersistent: true, isHidden: true }, ...more,
})
const rooms = [
  room('design@rooms.example.org', '设计组'),
  room('all@rooms.example.org', '全公司公告', { ownAffiliation: 'member', ownRole: 'participant', occupantCount: 128 }),
  room('club@rooms.example.org', '读书会', { state: 'failed', occupantCount: 0, problem: { code: 'wrong-password', text: null, actor: null, alternate: null } }),
  room('old@rooms.example.org', '旧群', {
    state: 'failed', occupantCount: 0, problem: { code: 'destroyed', text: '我们搬家了', actor: null, alternate: jid('a-new-place-with-a-long-name@rooms.example.org') },
  }),
  room('xmpp@conference.example.net', 'XMPP developers and friends of open protocols', { state: 'left', occupantCount: 0, autoJoin: false }),
]
const occupant = (nick: string, affiliation: Occupant['affiliation'], role: Occupant['role'], isSelf = false, titles: string[] = []): Occupant => ({
  nick, affiliation, role, jid: null, availability: 'online', status: '', isSelf,
  ...(titles.length > 0 && { hats: titles.map((title) => ({ uri: `urn:x:${title}`, title, hue: null })) }),
})
export const occupants = [
  occupant('李娜', 'owner', 'moderator', true), occupant('王伟', 'admin', 'moderator', false, ['值日', '老师']), occupant('张敏', 'member', 'participant'),
  occupant('Oliver Montgomery-Featherstonehaugh III.', 'member', 'participant', false, ['Keeper of the keys to the inner garden']), occupant('路人', 'none', 'visitor'),
]

export function fixture(accounts: Account[], settings: Partial<Settings>, isEmpty = false): Snapshot {
  const session = {
    roster: {
      contacts: isEmpty ? [] : contacts,
      requests: isEmpty ? [] : [{ jid: jid('stranger@example.net'), message: '你好，我是上周会上认识的刘洋', atMs: ago(90) }],
    },
    people: { people: [] },
    presence: { presences: isEmpty ? [] : presences, status: { availability: 'online', signature: '忙着写代码', canBeInvisible: false } },
    conversations: { conversations: isEmpty ? [] : conversations },
    rooms: { rooms: isEmpty ? [] : rooms },
    'chat-states': { typing: [] },
    archive: { isCatchingUp: false, isFetchingHistory: false, seen: 0 },
    'room-archive': { works: [] },
    'archive-preferences': { preferences: { default: 'always', always: [], never: [] } },
  }
  const app = {
    accounts: { accounts, canRemember: true },
    'check-up': noCheckUp,
    store: { trouble: null, recovery: null, check: { atMs: ago(60 * 30), isSound: true } },
    settings: { settings: { ...defaultSettings, ...settings }, appVersion: '0.1.0' },
  }
  return { revision: 0, app, accounts: Object.fromEntries(accounts.filter((one) => one.isActive).map((one) => [one.id, session])) } as unknown as Snapshot
}

/**
 * Shows the real page on fixture data. `gallery/index.html?scene=main&lang=zh&theme=dark&size=120`; scenes are the keys below.
 * Further: `tab`, `page` (of the settings), `view` (of the workbench), `open` (id of a conversation), `dialog` (name of one that can be opened from several
 * places; those of a room are of the design room), `find` (words in the search field), `loading`, `refused`, `nothing` (states.ts). Svelte's own start does the rest, so what is seen is what users see.
 */
// As in the app these are there before anything is drawn; those of components come with `main`.
import '../styles/tokens.css'
import '../styles/base.css'
import type { Snapshot } from '#contract'
import type { BareJid } from '#shared/jid'
import type { Account } from '#shared/model/account'
import type { ConnectionView } from '#shared/model/connection'
import type { Message } from '#shared/model/message'
import type { Settings } from '#shared/model/settings'
import { systemClock, type EpochMs } from '#shared/time'
import type { Hole } from '../features/messages/holes.svelte'
import { checkUpAnswers, checkUpSlice } from './check-up'
import { fakeMagpie, type Answers } from './fake-magpie'
import { commandAnswers } from './commands'
import { desktopPicture, fileMessages, fileTransfers, foundPack, speech, stickerShelf } from './files'
import { account, fixture as plain, history, jid, manyContacts, online } from './fixture'
import { linkFacts } from './link-facts'
import { lookAlikeOccupants, withLookAlikes } from './look-alikes'
import { quiet } from './quiet'
import { peopleAnswers, peopleSlices } from './people'
import { crowd, DESIGN, invites, occupants, registrationRequests, roomAnswers, roomSlices, voiceRequests } from './rooms'
import { rightToLeft, rightToLeftMessages } from './right-to-left'
import { searchAnswers } from './search'
import { withStates } from './states'
import { viewerAnswers } from './viewers'
import { unread, wordMessages } from './words'
import type { ConversationId } from '#shared/ids'
import type { DialogRequest, SettingsPage, Tab } from '../lib/state/navigation.svelte'

const query = new URLSearchParams(location.search)
const scene = query.get('scene') ?? 'main'
const settings: Partial<Settings> = {
  language: (query.get('lang') ?? 'system') as Settings['language'],
  theme: (query.get('theme') ?? 'system') as Settings['theme'],
  fontPercent: Number(query.get('size') ?? 100),
  ...(query.has('previews') && { linkPreviews: true }),
}
function fixture(...about: Parameters<typeof plain>): Snapshot {
  const snapshot = plain(...about)
  for (const slices of Object.values(snapshot.accounts)) Object.assign(slices, structuredClone({ ...roomSlices, ...peopleSlices }))
  return snapshot
}
const loggedOut = (one: Account): Account => ({ ...one, isActive: false, connection: { phase: 'offline', problem: null, needsUser: false } })
const waiting: ConnectionView = {
  phase: 'waiting', problem: { code: 'closed', detail: null, certificate: null }, attempt: 3, retryAtMs: (systemClock.nowMs() + 24_000) as EpochMs,
}
const day = (text: string) => Date.parse(text) as EpochMs
const untrusted: Extract<ConnectionView, { phase: 'offline' }> = {
  phase: 'offline', needsUser: true,
  problem: {
    code: 'certificate', detail: null,
    certificate: {
      host: 'example.org', subject: 'CN=xmpp.example.org', issuer: 'CN=xmpp.example.org', names: ['example.org', 'xmpp.example.org', 'rooms.example.org'],
      validFromMs: day('2026-01-01'), validToMs: day('2027-01-01'), problem: 'self-signed',
      fingerprint: Array.from({ length: 32 }, (_, i) => ((i * 37 + 11) % 256).toString(16).toUpperCase().padStart(2, '0')).join(':'),
    },
  },
}
const others = [account(online, 'work@company.example', 2), account(online, '小鱼@example.net', 3)].map(loggedOut)

/** Above the first four messages: of each kind one, and one that is being filled. */
const holes = (conversationId: number): Hole[] =>
  (history[conversationId] ?? []).slice(0, 4).map(({ orderMs, id }, i) => ({
    id: i + 1, at: { orderMs, id }, fromMs: i === 3 ? null : ((orderMs - (i + 1) * 5_000_000) as EpochMs), toMs: orderMs,
    why: (['expired', 'not-archived', 'not-fetched', 'expired'] as const)[i]!, canHeal: i !== 1, isHealing: i === 2,
  }))

const scenes: Record<string, () => Snapshot> = {
  'first-run': () => fixture([], settings),
  login: () => fixture([loggedOut(account(online)), ...others], settings),
  main: () => fixture([account(online)], settings),
  /** `count` contacts in 40 groups: how the virtual list bears it. */
  many: () => {
    const snapshot = fixture([account(online)], settings)
    snapshot.accounts[1]!.roster.contacts = manyContacts(Number(query.get('count') ?? 10_000))
    return snapshot
  },
  /** The room with `kind=waiting` has just been written to. */
  'slow-mode': () => {
    const snapshot = fixture([account(online)], settings)
    const room = snapshot.accounts[1]!.rooms.rooms[0]!
    room.slowMode = { seconds: 90, untilMs: query.get('kind') === 'waiting' ? ((systemClock.nowMs() + 74_000) as EpochMs) : null }
    if (query.get('kind') !== 'free') Object.assign(room, { ownAffiliation: 'member', ownRole: 'participant' })
    return snapshot
  },
  /** More of everything than there is room for. */
  counts: () => {
    const snapshot = fixture([account(online)], settings)
    const session = snapshot.accounts[1]!
    session.conversations.conversations = session.conversations.conversations.map((one, i) => ({ ...one, unreadCount: [99, 100, 1000, 12_345, 1_234_567][i % 5]!, mentionCount: i === 1 ? 4321 : 0 }))
    session.rooms.rooms = session.rooms.rooms.map((room) => ({ ...room, occupantCount: 123_456 }))
    session.roster.requests = Array.from({ length: 300 }, (_, i) => ({ jid: jid(`stranger${i}@example.net`), message: '', atMs: session.roster.requests[0]!.atMs }))
    return snapshot
  },
  'right-to-left': () => rightToLeft(fixture([account(online)], settings)),
  /** Somebody with three addresses. */
  person: () => {
    const snapshot = fixture([account(online)], settings)
    snapshot.accounts[1]!.people.people = [['wang.wei@example.org', 'samir@example.org', 'oliver.montgomery-featherstonehaugh@a-rather-long-domain.example.com'].map(jid)]
    return snapshot
  },
  /** The slim window. */
  'list-only': () => fixture([account(online)], { ...settings, listOnly: true }),
  empty: () => fixture([account(online)], settings, true),
  waiting: () => fixture([account(waiting)], settings),
  'wrong-password': () =>
    fixture([account({ phase: 'offline', needsUser: true, problem: { code: 'wrong-password', detail: null, certificate: null } })], settings),
  'disk-full': () => {
    const snapshot = fixture([account(online)], settings)
    snapshot.app.store.trouble = { code: 'disk-full', sinceMs: systemClock.nowMs() }
    return snapshot
  },
  recovered: () => {
    const snapshot = fixture([account(online)], settings)
    const folder = '/home/lina/.config/Magpie/profiles/default/corrupt-2026-11-22T09-30-00-000Z'
    snapshot.app.store.recovery = { accounts: 1, conversations: 42, messages: 18_204, isPartial: true, folder }
    return snapshot
  },
  'catching-up': () => {
    const snapshot = fixture([account(online)], settings)
    snapshot.accounts[1]!.archive = { isCatchingUp: query.get('kind') !== 'history', isFetchingHistory: true, seen: 1240 }
    return snapshot
  },
  /** Messages that may be missing; in the room, while its archive is read. */
  holes: () => {
    const snapshot = fixture([account(online)], settings)
    const room = snapshot.accounts[1]!.conversations.conversations.find((one) => one.kind === 'room')!
    snapshot.accounts[1]!['room-archive'] = { works: [{ room: room.peer as BareJid, work: { kind: query.get('kind') === 'news' ? 'news' : 'refill', seen: 1240 } }] }
    return snapshot
  },
  /** A server whose archive keeps nothing. */
  'keeps-nothing': () => {
    const snapshot = fixture([account(online)], settings)
    snapshot.accounts[1]!['archive-preferences'].preferences = {
      default: 'never', always: ['wang.wei@example.org', 'a-very-long-address-of-somebody-with-a-long-name@departments.subsidiary.company.example'] as never[], never: [],
    }
    return snapshot
  },
  /** Files in all their states: open the first conversation. */
  files: () => {
    const snapshot = fixture([account(online)], settings)
    snapshot.accounts[1]!.files = { transfers: fileTransfers }
    return snapshot
  },
  /** Messages that say something in their own ways: open the first conversation. */
  words: () => fixture([account(online)], { ...settings, linkPreviews: true }),
  certificate: () => fixture([account(untrusted)], settings),
  several: () => fixture([account(online), account(waiting, 'work@a-company-with-a-long-name.example', 2), account(online, '小鱼@example.net', 3)], settings),
  /** Reports of check-ups; with `kind=running|stopping|failed` one that runs, or could not begin. */
  'check-up': () => {
    const snapshot = fixture([account(online), account(waiting, 'work@a-company-with-a-long-name.example', 2)], settings)
    snapshot.app['check-up'] = checkUpSlice(query.get('kind'))
    return snapshot
  },
  /** People who want into the design room, or to speak there. */
  requests: () => {
    const snapshot = fixture([account(online)], settings)
    snapshot.accounts[1]!['room-voice'].requests = voiceRequests
    snapshot.accounts[1]!['room-registration'].requests = registrationRequests
    return snapshot
  },
  /** One who may only read in the design room. */
  visitor: () => {
    const snapshot = fixture([account(online)], settings)
    snapshot.accounts[1]!.rooms.rooms = snapshot.accounts[1]!.rooms.rooms.map((room) => (room.jid === DESIGN ? { ...room, ownRole: 'visitor', ownAffiliation: 'none' } : room))
    return snapshot
  },
  invites: () => {
    const snapshot = fixture([account(online)], settings)
    snapshot.accounts[1]!['room-invites'].received = invites
    return snapshot
  },
  /** People and rooms that can be taken for others. */
  'look-alikes': () => withLookAlikes(fixture([account(online)], settings)),
  /** `count` people in the design room. */
  crowd: () => fixture([account(online)], settings),
  /** Exceptions to take back, and a certificate the account is bound to. */
  trust: () => {
    const asked = account({ phase: 'offline', needsUser: true, problem: { code: 'proxy-login', detail: null, certificate: null } })
    const { fingerprint } = untrusted.problem!.certificate!
    const trustedCertificates = ['example.org', `${'very-long-name.'.repeat(4)}example.org`, null].map((host, i) => ({ host, fingerprint: fingerprint.replace(/^../, `A${i}`) }))
    return fixture([{ ...asked, trustedCertificates, server: { ...asked.server, pinnedCertificate: fingerprint } }], settings)
  },
  'proxy-login': () => {
    const asked = account({ phase: 'offline', needsUser: true, problem: { code: 'proxy-login', detail: null, certificate: null } })
    return fixture([{ ...asked, server: { ...asked.server, proxy: 'socks5', proxyHost: 'proxy.example.org', proxyUser: 'lina' } }], settings)
  },
}

const messagesOf = (conversationId: number): Message[] => {
  const messages = history[conversationId] ?? []
  if (scene === 'counts') {
    const isMuch = (one: Message): Message => ({ ...one, extras: { ...one.extras, reactions: one.extras?.reactions?.map((reaction, i) => ({ ...reaction, count: reaction.count * 12_345 + i })) ?? [] } })
    return messages.map((one) => (one.extras?.reactions ? isMuch(one) : one))
  }
  const own: Record<string, Message[]> = { 'files 1': fileMessages, 'words 1': wordMessages, 'right-to-left 5': rightToLeftMessages }
  return own[`${scene} ${conversationId}`] ?? messages
}

const answers: Answers = {
  ...quiet,
  'conversation.history': ({ conversationId }: { conversationId: number }) => ({ messages: messagesOf(conversationId), firstUnread: null, unreadMentions: [] }),
  'reply.quoted': ({ messageIds }: { messageIds: number[] }) => {
    const all = snapshot.accounts[1]!.conversations.conversations.flatMap(({ id }) => messagesOf(id))
    return messageIds.map((messageId) => {
      const answer = all.find((one) => (one.id as number) === messageId)
      const id = answer?.extras?.reply?.id
      return { messageId, quoted: all.find((one) => one.conversationId === answer?.conversationId && (String(one.id) === id || one.sender === id)) ?? null }
    })
  },
  'conversation.open': ({ peer }: { peer: string }) => Object.values(snapshot.accounts[1]!.conversations.conversations).find((one) => one.peer === peer),
  ...roomAnswers,
  ...peopleAnswers,
  'quarantine.list': () => ({ stanzas: unread }),
  ...searchAnswers(query.get('kind')),
  ...viewerAnswers(query.get('kind')),
  'room.occupants': () => ({ occupants: scene === 'crowd' ? crowd(Number(query.get('count') ?? 10_000)) : scene === 'look-alikes' ? lookAlikeOccupants : occupants }),
  'backup.list': () => ({
    backups: [
      { name: 'a', reason: 'daily', atMs: day('2026-11-22'), bytes: 18_400_000 },
      { name: 'b', reason: 'daily', atMs: day('2026-11-21'), bytes: 18_100_000 },
      { name: 'c', reason: 'migration', atMs: day('2026-11-02'), bytes: 12_000_000 },
    ],
  }),
  ...checkUpAnswers,
  'account.traffic': () => account(online).tally.traffic,
  'archive.holes': ({ conversationId }: { conversationId: number }) => ({ holes: query.get('scene') === 'holes' ? holes(conversationId) : [] }),
  'link.preview': ({ url }: { url: string }) => ({ card: { url, title: '评审：新版图标和深色模式', description: '周三的会议记录和附件', picture: null } }),
  'pin.list': ({ conversationId }: { conversationId: number }) => ({ messages: query.get('scene') === 'person' ? (history[conversationId] ?? []).slice(0, 3) : [] }),
  'file.limits': () => ({ isOffered: true, maxBytes: 5_000_000 }),
  'desktop.readSound': speech,
  'file.canGive': () => ({ isAble: true }),
  'file.want': () => ({ isFetched: false }),
  ...commandAnswers(query.get('kind')),
  'connectionFacts.get': () => linkFacts(query.get('kind')),
  'sticker.list': () => (scene === 'files' ? stickerShelf() : { packs: [{ id: 1, name: '', shared: null }], stickers: [] }),
  'sticker.look': () => ({ pack: foundPack(query.get('kind') === 'taken') }),
  'services.look': () => ({
    info: {
      value: {
        identities: [{ category: 'server', type: 'im', lang: 'zh', name: '一台名字很长的服务器 with a very long name indeed' }],
        features: ['urn:xmpp:mam:2', 'urn:xmpp:carbons:2', 'http://jabber.org/protocol/disco#info', 'urn:example:a-namespace-that-nobody-knows-and-that-goes-on-and-on'].map((namespace, i) => ({ namespace, isUsed: i < 3 })), forms: [],
      },
      error: null, raw: [{ depth: 0, parts: [{ kind: 'mark', text: '<' }, { kind: 'name', text: 'iq' }, { kind: 'mark', text: '/>' }] }],
    },
    items: { value: [{ jid: 'conference.example.org', node: null, name: '群聊' }, { jid: 'upload.example.org', node: 'a node', name: null }], error: null, raw: [] },
  }),
  'search.links': ({ conversationId, before }: { conversationId: number; before?: number }) => ({
    messages: messagesOf(conversationId).filter(({ body, extras }) => body.includes('://') && !extras?.bundle).toReversed(), next: before ? null : 1,
  }),
  'file.list': () => ({ messages: fileMessages.toReversed() }),
  'archive.heal': () => ({ added: 0 }),
  'archive.older': () => ({ added: 0, before: 'start' }),
  'archivePreferences.get': () => snapshot.accounts[1]!['archive-preferences'].preferences,
  'desktop.spellLanguages': () => ({ languages: ['en-GB', 'en-US', 'de', 'fr', 'es'], isSystem: query.get('kind') === 'mac' }),
  'desktop.autostart': () => ({ canBe: true, isOn: true }),
  'desktop.bossKey': ({ set }: { set: string | null }) => ({ key: set || 'Control+Alt+H', works: query.get('kind') !== 'taken' }),
  'desktop.shotKey': ({ set }: { set: string | null }) => ({ key: set || 'Control+Alt+A', works: true }),
  // With `screenshot` in the address: the window in which a part of it is chosen.
  'desktop.shot': async () => ({ png: await desktopPicture(), language: query.get('lang') ?? 'en', theme: query.get('theme') ?? 'light', canAttach: true }),
  'account.login': () => ({ accountId: 1, isRemembered: false }),
}

const snapshot = (scenes[scene] ?? scenes.main!)()
window.magpie = fakeMagpie(snapshot, withStates(answers, query))
await import('../main')

const { navigation } = await import('../lib/state/navigation.svelte')
const [tab, page, view, open, dialog, find] = ['tab', 'page', 'view', 'open', 'dialog', 'find'].map((name) => query.get(name))
if (open) navigation.openConversation(Number(open) as ConversationId)
if (tab) navigation.show(tab as Tab)
if (view) navigation.showWorkbench(view)
if (find) navigation.filter = find
if (page) navigation.showSettings(page as SettingsPage)
if (dialog) navigation.dialog = { name: dialog, accountId: 1, conversationId: Number(open ?? 1), room: DESIGN, jid: jid(dialog === 'person' ? 'liu.yang@example.net' : 'wang.wei@example.org'), address: jid('wang.wei@example.org'), body: '你好', called: '刘洋', group: '同事', place: { at: jid(query.get('kind') === 'stranger' ? 'mallory@example.net' : 'wang.wei@example.org'), id: 'EpRv28DHHzFrE4zd+xaNpVb4' }, sample: null } as DialogRequest

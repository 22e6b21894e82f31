/**
 * Shows the real page on fixture data. `gallery/index.html?scene=main&lang=zh&theme=dark&size=120`; scenes are the keys below.
 * Svelte's own start does the rest, so what is seen is what users see.
 */
import type { Snapshot } from '#contract'
import type { Account } from '#shared/model/account'
import type { ConnectionView } from '#shared/model/connection'
import type { Settings } from '#shared/model/settings'
import { systemClock, type EpochMs } from '#shared/time'
import { fakeMagpie, type Answers } from './fake-magpie'
import { account, fixture, history, manyContacts, occupants, online } from './fixture'

const query = new URLSearchParams(location.search)
const settings: Partial<Settings> = {
  language: (query.get('lang') ?? 'system') as Settings['language'],
  theme: (query.get('theme') ?? 'system') as Settings['theme'],
  fontPercent: Number(query.get('size') ?? 100),
}
const loggedOut = (one: Account): Account => ({ ...one, isActive: false, connection: { phase: 'offline', problem: null, needsUser: false } })
const waiting: ConnectionView = {
  phase: 'waiting', problem: { code: 'closed', detail: null, certificate: null }, attempt: 3, retryAtMs: (systemClock.nowMs() + 24_000) as EpochMs,
}
const day = (text: string) => Date.parse(text) as EpochMs
const untrusted: ConnectionView = {
  phase: 'offline', needsUser: true,
  problem: {
    code: 'certificate', detail: null,
    certificate: {
      subject: 'CN=xmpp.example.org', issuer: 'CN=xmpp.example.org', names: ['example.org', 'xmpp.example.org', 'rooms.example.org'],
      validFromMs: day('2026-01-01'), validToMs: day('2027-01-01'), problem: 'self-signed',
      fingerprint: Array.from({ length: 32 }, (_, i) => ((i * 37 + 11) % 256).toString(16).toUpperCase().padStart(2, '0')).join(':'),
    },
  },
}
const others = [account(online, 'work@company.example', 2), account(online, '小鱼@example.net', 3)].map(loggedOut)

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
  /** A server whose archive keeps nothing. */
  'keeps-nothing': () => {
    const snapshot = fixture([account(online)], settings)
    snapshot.accounts[1]!['archive-preferences'].preferences = {
      default: 'never', always: ['wang.wei@example.org', 'a-very-long-address-of-somebody-with-a-long-name@departments.subsidiary.company.example'] as never[], never: [],
    }
    return snapshot
  },
  certificate: () => fixture([account(untrusted)], settings),
  'proxy-login': () => {
    const asked = account({ phase: 'offline', needsUser: true, problem: { code: 'proxy-login', detail: null, certificate: null } })
    return fixture([{ ...asked, server: { ...asked.server, proxy: 'socks5', proxyHost: 'proxy.example.org', proxyUser: 'lina' } }], settings)
  },
}

const answers: Answers = {
  'conversation.history': ({ conversationId }: { conversationId: number }) => ({ messages: history[conversationId] ?? [], firstUnread: null, unreadMentions: [] }),
  'conversation.open': ({ peer }: { peer: string }) => Object.values(snapshot.accounts[1]!.conversations.conversations).find((one) => one.peer === peer),
  'room.occupants': () => ({ occupants }),
  'roomDirectory.services': () => ({ services: [] }),
  'roomDirectory.list': () => ({ rooms: [], isMore: false }),
  'backup.list': () => ({
    backups: [
      { name: 'a', reason: 'daily', atMs: day('2026-11-22'), bytes: 18_400_000 },
      { name: 'b', reason: 'daily', atMs: day('2026-11-21'), bytes: 18_100_000 },
      { name: 'c', reason: 'migration', atMs: day('2026-11-02'), bytes: 12_000_000 },
    ],
  }),
  'archive.older': () => ({ added: 0, before: 'start' }),
  'archivePreferences.get': () => snapshot.accounts[1]!['archive-preferences'].preferences,
  'account.login': () => ({ accountId: 1, isRemembered: false }),
}

const snapshot = (scenes[query.get('scene') ?? 'main'] ?? scenes.main!)()
window.magpie = fakeMagpie(snapshot, answers)
await import('../main')

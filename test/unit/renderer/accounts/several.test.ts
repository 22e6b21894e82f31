import { fakeMain } from '../page'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Snapshot } from '#contract'
import type { AccountId, ConversationId } from '#shared/ids'
import type { Contact } from '#shared/model/contact'
import type { Room } from '#shared/model/room'
import { contacts, displayName } from '../../../../renderer/features/contacts/contacts.svelte'
import { bestAddress, bestPresence, people } from '../../../../renderer/features/contacts/people.svelte'
import { listKey, listRows, treeRows, type AccountTree } from '../../../../renderer/features/contacts/tree'
import { conversations } from '../../../../renderer/features/conversations/conversations.svelte'
import { titleOf } from '../../../../renderer/features/conversations/titles'
import { roomKey, roomRows } from '../../../../renderer/features/rooms/room-rows'
import { accounts } from '../../../../renderer/lib/state/accounts.svelte'
import { navigation } from '../../../../renderer/lib/state/navigation.svelte'
import { startSync } from '../../../../renderer/lib/sync'

const [home, work, gone] = [1, 2, 3] as AccountId[] as [AccountId, AccountId, AccountId]
const JID = 'wei@example.org'
const account = (id: AccountId, isActive = true) => ({ id, address: `me${id}@example.org`, isActive, connection: { phase: isActive ? 'online' : 'offline' } })
const conversation = (id: number, accountId: AccountId, activityMs: number, more = {}) => ({
  id, accountId, kind: 'chat', peer: JID, draft: '', unreadCount: 1, lastMessage: null, activityMs, isPinned: false, notify: 'always', isHidden: false, isRequest: false, ...more,
})
const session = (name: string, list: object[], requests: object[] = []) => ({
  roster: { contacts: [{ jid: JID, name, groups: [], subscription: 'both', isPending: false }], requests },
  nicks: { nicks: [] },
  presence: { presences: [], status: { availability: 'online', signature: '', canBeInvisible: false } },
  conversations: { conversations: list },
})
let snapshot: Snapshot
let main: ReturnType<typeof fakeMain>
const settle = () => new Promise((resolve) => setTimeout(resolve, 0))
/** A session ended: the page takes everything anew. */
async function end(id: AccountId) {
  const { [id]: _, ...rest } = snapshot.accounts
  const list = snapshot.app.accounts.accounts.map((one) => (one.id === id ? { ...one, isActive: false } : one))
  snapshot = { ...snapshot, revision: snapshot.revision + 1, app: { ...snapshot.app, accounts: { ...snapshot.app.accounts, accounts: list } }, accounts: rest }
  main.tell({ revision: snapshot.revision, name: 'account.sessionChanged', payload: { accountId: id, isActive: false } })
  await settle()
}

beforeEach(async () => {
  snapshot = {
    revision: 0,
    app: { accounts: { accounts: [account(home), account(work), account(gone, false)], canRemember: true }, settings: { settings: {}, appVersion: '' } },
    accounts: {
      1: session('王伟', [conversation(1, home, 10), conversation(3, home, 5, { isPinned: true, notify: 'never' })], [{ jid: 'a@x', message: '', atMs: 1 }]),
      2: session('Wei (contracts)', [conversation(2, work, 20)], [{ jid: 'a@x', message: '', atMs: 2 }]),
    },
  } as unknown as Snapshot
  accounts.pendingId = null
  navigation.showAccount(null)
  main = fakeMain(() => snapshot)
  await startSync()
})

describe('several accounts', () => {
  it('merges the conversations: pinned first, then the last active of any account', () => {
    expect(accounts.isSeveral).toBe(true)
    expect(conversations.visible().map(({ id }) => id)).toEqual([3, 2, 1])
    expect(conversations.unreadTotal()).toBe(2)
    expect(conversations.requests()).toEqual([])
    expect([conversations.unreadTotal(home), conversations.unreadTotal(work)]).toEqual([1, 1])
  })

  it('a person with several addresses is one line with what is unread in any, and may be taken apart again', async () => {
    const other = conversation(9, home, 40, { peer: 'wei@club', unreadCount: 4 })
    main.tell({ revision: 1, name: 'conversation.changed', payload: { accountId: home, conversation: { ...conversation(1, home, 10), unreadCount: 2 } } })
    main.tell({ revision: 2, name: 'conversation.changed', payload: { accountId: home, conversation: other } })
    main.tell({ revision: 3, name: 'people.changed', payload: { accountId: home, people: [[JID, 'wei@club']] } })
    await settle()
    expect(conversations.visible().filter(({ accountId }) => accountId === home).map(({ id, unreadCount }) => [id, unreadCount])).toContainEqual([9, 6])
    expect(conversations.visible().some(({ id }) => id === 1)).toBe(false)
    expect([people.headOf('wei@club', home), people.headOf('wei@club', work), people.addressesOf(JID, home)]).toEqual([JID, 'wei@club', [JID, 'wei@club']])
    main.tell({ revision: 4, name: 'presence.changed', payload: { accountId: home, presences: [{ jid: 'wei@club', availability: 'away', status: 'x', resources: [], idleSinceMs: null }] } })
    await settle()
    expect([bestAddress(JID, home), bestPresence(JID, home)?.availability, bestAddress(JID, work)]).toEqual(['wei@club', 'away', JID])
    main.tell({ revision: 5, name: 'people.changed', payload: { accountId: home, people: [] } })
    await settle()
    expect(conversations.visible().filter(({ id }) => id === 1 || id === 9)).toHaveLength(2)
  })

  it('who has not been let in stands apart and is not counted', async () => {
    const waiting = conversation(9, work, 30, { peer: 'eve@x', isRequest: true })
    main.tell({ revision: 1, name: 'conversation.changed', payload: { accountId: work, conversation: waiting } })
    await settle()
    expect(conversations.visible().map(({ id }) => id)).toEqual([3, 2, 1])
    expect(conversations.requests().map(({ id }) => id)).toEqual([9])
    expect(conversations.unreadTotal()).toBe(2)
  })

  it('calls the same person as each account does, whatever is on screen', () => {
    navigation.showAccount(home)
    const titles = conversations.visible().map((one) => [one.accountId, titleOf(one)])
    expect(titles).toEqual([[home, '王伟'], [work, 'Wei (contracts)'], [home, '王伟']])
    expect(displayName(JID, work)).toBe('Wei (contracts)')
    expect(contacts.requestTotal).toBe(2)
  })

  it('follows the open conversation, and goes to another account when its own is gone', async () => {
    navigation.openConversation(2 as ConversationId, { accountId: work })
    expect(accounts.current?.id).toBe(work)
    navigation.contact = { accountId: work, jid: JID }
    navigation.dialog = { name: 'edit-contact', accountId: work, jid: JID }
    await end(work)
    expect([navigation.accountId, navigation.conversationId, navigation.contact, navigation.dialog]).toEqual([home, null, null, null])
    expect(accounts.isSeveral).toBe(false)
    expect(conversations.visible().map(({ id }) => id)).toEqual([3, 1])
  })

  it('leaves the conversation on screen when another account logs out', async () => {
    navigation.openConversation(1 as ConversationId, { accountId: home })
    await end(work)
    expect([navigation.accountId, navigation.conversationId]).toEqual([home, 1])
  })

  it('counts an account only when its login is done', () => {
    accounts.pendingId = work
    expect(accounts.active.map(({ id }) => id)).toEqual([home])
    expect(conversations.visible().map(({ id }) => id)).toEqual([3, 1])
  })

  it('keeps the marks when the order changes, and lists in that order', () => {
    const before = [accounts.colourOf(home), accounts.colourOf(work)]
    expect(new Set(before).size).toBe(2)
    main.tell({ revision: snapshot.revision + 1, name: 'account.ordered', payload: { accountIds: [work, gone, home] } })
    expect(accounts.list.map(({ id }) => id)).toEqual([work, gone, home])
    expect([accounts.colourOf(home), accounts.colourOf(work)]).toEqual(before)
  })
})

describe('trees of several accounts', () => {
  const contact = { jid: JID, name: 'Wei', groups: [], subscription: 'both', isPending: false } as unknown as Contact
  const tree = (accountId: AccountId, filter = '', isFolded = false): AccountTree => ({
    accountId, contacts: [contact], online: 0, isFolded,
    rows: treeRows({ contacts: [contact], presenceOf: () => null, nameOf: ({ name }) => name, isFolded: () => false, showOffline: true, filter, compare: (a, b) => a.localeCompare(b) }),
  })
  const kinds = (trees: AccountTree[], filter = '') => listRows(trees, filter).map((row) => `${row.accountId} ${row.kind}`)

  it('one has no line of its own; two have, with keys that differ', () => {
    expect(kinds([tree(home)])).toEqual(['1 group', '1 contact'])
    const rows = listRows([tree(home), tree(work)], '')
    expect(rows.map((row) => row.kind)).toEqual(['account', 'group', 'contact', 'account', 'group', 'contact'])
    expect(new Set(rows.map(listKey)).size).toBe(6)
  })

  it('folds an account, finds in a folded one, and leaves out one without a match', () => {
    expect(kinds([tree(home, '', true), tree(work)])).toEqual(['1 account', '2 account', '2 group', '2 contact'])
    expect(kinds([tree(home, 'wei', true), tree(work, 'nobody')], 'wei')).toEqual(['1 account', '1 group', '1 contact'])
  })

  it('rooms stand below their account, sorted and filtered', () => {
    const room = (jid: string, name: string) => ({ jid, name }) as Room
    const both = [{ accountId: home, rooms: [room('b@r', 'B'), room('a@r', 'A')] }, { accountId: work, rooms: [room('a@r', 'A')] }]
    const keys = (filter: string, list = both) => roomRows(list, filter, (a, b) => a.localeCompare(b)).map(roomKey)
    expect(keys('')).toEqual(['1', '1 a@r', '1 b@r', '2', '2 a@r'])
    expect(keys('b')).toEqual(['1', '1 b@r'])
    expect(keys('', both.slice(0, 1))).toEqual(['1 a@r', '1 b@r'])
  })
})

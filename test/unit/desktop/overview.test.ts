import { describe, expect, test } from 'vitest'
import type { CoreEvent } from '#core/events'
import type { CoreSnapshot } from '#core/create-core'
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import type { EpochMs } from '#shared/time'
import { announcementsFor, newsIn, plain, soundOf, type Circumstances } from '../../../electron/desktop/notification-text'
import { createOverview } from '../../../electron/desktop/overview'
import { stringsFor } from '../../../electron/desktop/strings'

const accountId = 1 as AccountId
const conversation = (id: number, more: Partial<Conversation> = {}): Conversation => ({
  id: id as ConversationId, accountId, kind: 'chat', peer: `p${id}@example.org`, draft: '', unreadCount: 1, mentionCount: 0,
  lastMessage: null, activityMs: id as EpochMs, isPinned: false, notify: 'always', isHidden: false, isRequest: false, ...more,
})
const message = (conversationId: number, body: string, more: Partial<Message> = {}): Message => ({
  id: 1 as MessageId, accountId, conversationId: conversationId as ConversationId, direction: 'in', kind: 'text', body, notice: null,
  sender: 'nick', sentAtMs: 1 as EpochMs, orderMs: 1 as EpochMs, state: 'received', failure: null, isUnread: true, isMention: false, isEdited: false, isRetracted: false, recall: null,
  ...more,
})
const settle = () => new Promise((resolve) => setImmediate(resolve))

/** The core as the overview sees it: a snapshot now, events later. */
function feed(conversations: Conversation[], contacts: { jid: string; name: string }[] = []) {
  let listener: (event: CoreEvent) => void = () => undefined
  const snapshot = {
    revision: 0,
    app: { accounts: { accounts: [{ id: accountId, address: 'me@example.org', isActive: true, connection: { phase: 'online' } }] } },
    accounts: { 1: { conversations: { conversations }, roster: { contacts }, presence: { status: { availability: 'away', signature: 'x', canBeInvisible: false } } } },
  } as unknown as CoreSnapshot
  const overview = createOverview({
    snapshot: () => snapshot,
    subscribe: (added) => {
      listener = added
      return () => undefined
    },
  })
  return { overview, snapshot, emit: (name: string, payload: unknown) => listener({ revision: 1, name, payload }) }
}

describe('what tray and notifications know', () => {
  test('unread conversations, newest first, without muted ones', () => {
    const { overview } = feed([conversation(1), conversation(2, { notify: 'never' }), conversation(3), conversation(4, { unreadCount: 0 })])
    expect(overview.unread().map(({ id }) => id)).toEqual([3, 1])
    expect(overview.status()?.availability).toBe('away')
  })

  test('follows events and tells once per tick', async () => {
    const { overview, emit } = feed([])
    let changes = 0
    overview.onChange(() => changes++)
    for (const id of [1, 2, 3]) emit('conversation.changed', { accountId, conversation: conversation(id) })
    emit('conversation.removed', { accountId, conversationId: 2 })
    await settle()
    expect(overview.unread().map(({ id }) => id)).toEqual([3, 1])
    expect(changes).toBe(1)
    emit('account.changed', { account: { id: accountId, connection: { phase: 'waiting' } } })
    expect(overview.online()).toEqual([])
    expect(overview.status()).toBeNull()
  })

  test('a new session is taken from a new snapshot', async () => {
    const { overview, emit, snapshot } = feed([conversation(1)])
    snapshot.accounts = {}
    emit('account.sessionChanged', { accountId, isActive: false })
    await settle()
    expect(overview.unread()).toEqual([])
  })

  test('names: remark, room, nick in a room, else the address', () => {
    const { overview, emit } = feed([], [{ jid: 'lina@example.org', name: '李娜' }])
    emit('room.changed', { accountId, room: { jid: 'tea@rooms.example.org', name: 'Tea' } })
    const nameOf = (kind: Conversation['kind'], peer: string) => overview.nameOf({ accountId, kind, peer })
    expect(nameOf('chat', 'lina@example.org')).toBe('李娜')
    expect(nameOf('room', 'tea@rooms.example.org')).toBe('Tea')
    expect(nameOf('room-pm', 'tea@rooms.example.org/Wang/Wei')).toBe('Wang/Wei (Tea)')
    expect(nameOf('chat', 'who@example.org')).toBe('who@example.org')
    emit('contact.removed', { accountId, jids: ['lina@example.org'] })
    expect(nameOf('chat', 'lina@example.org')).toBe('lina@example.org')
  })

  test('messages come with their conversation known; own and read ones do not', async () => {
    const { overview, emit } = feed([])
    const got: string[] = []
    overview.onMessages((messages) => got.push(...messages.map((m) => `${m.body} ${overview.conversation(m.conversationId)?.peer}`)))
    emit('message.added', { accountId, message: message(7, 'hello') })
    emit('message.added', { accountId, message: message(7, 'mine', { direction: 'out' }) })
    emit('message.added', { accountId, message: message(7, 'old', { isUnread: false }) })
    emit('conversation.changed', { accountId, conversation: conversation(7) })
    await settle()
    expect(got).toEqual(['hello p7@example.org'])
  })
})

describe('two accounts', () => {
  const work = 2 as AccountId
  const two = () => {
    const fed = feed([conversation(1)], [{ jid: 'p1@example.org', name: 'Li Na' }])
    fed.emit('account.changed', { account: { id: work, address: 'me@work.example', isActive: true, connection: { phase: 'online' } } })
    fed.emit('status.changed', { accountId: work, status: { availability: 'dnd', signature: 'busy', canBeInvisible: false } })
    fed.emit('conversation.changed', { accountId: work, conversation: conversation(2, { accountId: work, peer: 'p1@example.org' }) })
    return fed
  }

  test('the same person has the name of each account', () => {
    const { overview } = two()
    expect(overview.nameOf({ accountId, kind: 'chat', peer: 'p1@example.org' })).toBe('Li Na')
    expect(overview.nameOf({ accountId: work, kind: 'chat', peer: 'p1@example.org' })).toBe('p1@example.org')
  })

  test('each has its own status, and a name only while both are logged in', () => {
    const { overview, emit } = two()
    expect([overview.status(accountId)?.availability, overview.status(work)?.availability]).toEqual(['away', 'dnd'])
    expect([overview.accountName(accountId), overview.accountName(work)]).toEqual(['me@example.org', 'me@work.example'])
    emit('account.changed', { account: { id: work, address: 'me@work.example', isActive: false, connection: { phase: 'offline' } } })
    expect(overview.accountName(accountId)).toBeNull()
  })

  test('a notification names the account; the one that is not to be disturbed has none', () => {
    const circumstances: Circumstances = {
      settings: { notify: true, notifyShows: 'text' }, strings: stringsFor('en', 'en'), visible: null, isQuiet: false, isMarkup: false, overview: two().overview,
    }
    const got = announcementsFor([message(1, 'hello'), message(2, 'at work', { accountId: work })], circumstances)
    expect(got.map(({ title, body }) => [title, body])).toEqual([['Li Na → me@example.org', 'hello']])
  })
})

describe('notifications', () => {
  const conversations = [conversation(1), conversation(2, { kind: 'room', peer: 'tea@rooms.example.org', notify: 'on-mention' }), conversation(3, { notify: 'never' }), conversation(4, { unreadCount: 0 })]
  const now = (more: Partial<Circumstances> = {}): Circumstances => ({
    settings: { notify: true, notifyShows: 'text' }, strings: stringsFor('en', 'en'), visible: null, isQuiet: false, isMarkup: false,
    overview: feed(conversations, [{ jid: 'p1@example.org', name: 'Li Na' }]).overview, ...more,
  })
  const texts = (messages: Message[], more?: Partial<Circumstances>) => announcementsFor(messages, now(more)).map(({ title, body }) => [title, body])

  test('a chat message with name and text', () => {
    expect(texts([message(1, 'hello')])).toEqual([['Li Na', 'hello']])
  })

  test('several of one conversation in one', () => {
    expect(texts([message(1, 'a'), message(1, 'b')])).toEqual([['Li Na', '2 new messages · b']])
  })

  test('all of a room, or nothing, when the user wants it so', () => {
    const overview = (notify: Conversation['notify']) => feed([conversation(2, { kind: 'room', peer: 'tea@rooms.example.org', notify })]).overview
    expect(texts([message(2, 'chatter')], { overview: overview('always') })).toEqual([['tea@rooms.example.org', 'nick: chatter']])
    expect(texts([message(2, 'wei: look', { isMention: true })], { overview: overview('never') })).toEqual([])
  })

  test('in rooms only what addresses the user', () => {
    expect(texts([message(2, 'chatter'), message(2, 'wei: look', { isMention: true })])).toEqual([['tea@rooms.example.org', 'nick: wei: look']])
  })

  test('none for muted, read, visible or unknown conversations, none when switched off', () => {
    expect(texts([message(3, 'muted'), message(4, 'read'), message(9, 'unknown')])).toEqual([])
    expect(texts([message(1, 'visible')], { visible: 1 as ConversationId })).toEqual([])
    expect(texts([message(1, 'off')], { settings: { notify: false, notifyShows: 'text' } })).toEqual([])
    const { overview, emit } = feed(conversations)
    emit('status.changed', { accountId, status: { availability: 'dnd', signature: '', canBeInvisible: false } })
    expect(texts([message(1, 'do not disturb')], { overview })).toEqual([])
  })

  test('the text is hidden when the user wants it so', () => {
    const hidden = { settings: { notify: true, notifyShows: 'name' as const } }
    expect(texts([message(1, 'secret')], hidden)).toEqual([['Li Na', 'New message']])
    expect(texts([message(2, 'secret', { isMention: true, sender: 'secret' })], { ...hidden, strings: stringsFor('zh', 'en') })).toEqual([['tea@rooms.example.org', '新消息']])
  })

  test('neither, or otherwise in one conversation', () => {
    const nothing = { settings: { notify: true, notifyShows: 'nothing' as const } }
    expect(texts([message(1, 'secret'), message(1, 'more')], nothing)).toEqual([['Magpie', '2 new messages']])
    const { overview, emit } = feed(conversations, [{ jid: 'p1@example.org', name: 'Li Na' }])
    const choose = (shows: string | null) => emit('notifyShows.changed', { accountId, kind: 'chat', peer: 'p1@example.org', shows })
    choose('text')
    expect(texts([message(1, 'hello'), message(2, 'x', { isMention: true })], { ...nothing, overview })).toEqual([['Li Na', 'hello'], ['Magpie', 'New message']])
    choose(null)
    expect(announcementsFor([message(1, 'hello')], now({ ...nothing, overview })).map(({ title, canReply }) => [title, canReply])).toEqual([['Magpie', false]])
  })

  test('none while it is quiet', () => {
    expect(texts([message(1, 'hello')], { isQuiet: true })).toEqual([])
  })

  test('one sound for what came together: what matters most, of what the user wants to hear', () => {
    const wanted = { soundChat: true, soundRoom: true, soundMention: true }
    const heard = (messages: Message[], settings = wanted) => soundOf(newsIn(messages, now()), settings)
    const mention = message(2, 'look', { isMention: true })
    expect([heard([message(1, 'a'), mention]), heard([message(1, 'a')]), heard([message(3, 'muted'), message(2, 'chatter')])]).toEqual(['mention', 'chat', null])
    expect(heard([message(1, 'a'), mention], { ...wanted, soundMention: false })).toBe('chat')
    expect(heard([mention], { ...wanted, soundMention: false })).toBeNull()
    const { overview } = feed([conversation(2, { kind: 'room', peer: 'tea@rooms.example.org' })])
    expect(soundOf(newsIn([message(2, 'chatter')], now({ overview })), wanted)).toBe('room')
    expect(soundOf(newsIn([message(2, 'chatter')], now({ overview })), { ...wanted, soundRoom: false })).toBeNull()
  })

  test('markup of others is text', () => {
    expect(texts([message(1, '<b>&amp;</b><img src=x>')], { isMarkup: true })).toEqual([['Li Na', '&lt;b&gt;&amp;amp;&lt;/b&gt;&lt;img src=x&gt;']])
    expect(texts([message(1, '<b>')])).toEqual([['Li Na', '<b>']])
  })

  test('one line, without controls and direction overrides, cut between characters', () => {
    expect(plain('a\n\r\tb\u0000\u202ec\u2066d')).toBe('a b c d')
    expect([...plain('喜鹊😀'.repeat(200))]).toHaveLength(201)
    expect(plain('😀'.repeat(300))).toBe(`${'😀'.repeat(200)}…`)
  })
})

/** The window over the real store: pages, bounds and what events do while a page is on its way. */
import Database from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ContractEvent } from '#contract'
import type { AccountId, ConversationId } from '#shared/ids'
import type { Message, MessageCursor } from '#shared/model/message'
import { coreMigrations } from '#store/core-migrations'
import { firstUnread, getMessage, listMessages, unreadMentions } from '#store/messages'
import { MAX_ROWS, MessageWindow, PAGE, STEP } from '../../../../renderer/features/messages/message-window.svelte'

const binding = process.env.MAGPIE_SQLITE_BINDING
const accountId = 1 as AccountId
const conversationId = 1 as ConversationId
let db: Database.Database
let history: { before?: MessageCursor; after?: MessageCursor; limit: number }[]
/** Runs after the page was read and before the window gets it. */
let onTheWay: () => void

const insert = (count: number, more: { from?: number; unreadFrom?: number } = {}) => {
  const add = db.prepare(
    `INSERT INTO message (account_id, conversation_id, direction, kind, body, sender, sent_at_ms, received_at_ms, order_ms, state, is_unread)
     VALUES (1, 1, ?, 'text', ?, 'li@x', ?, ?, ?, 'received', ?)`,
  )
  const from = more.from ?? 0
  db.transaction(() => {
    for (let i = from; i < from + count; i++) {
      // Seven messages share a millisecond: the id must decide.
      add.run('in', `m${i}`, i, i, 1_000 + Math.floor(i / 7), more.unreadFrom !== undefined && i >= more.unreadFrom ? 1 : 0)
    }
  })()
}
const newest = () => getMessage(db, (db.prepare('SELECT max(id) AS id FROM message').get() as { id: Message['id'] }).id) as Message
const event = (name: 'message.added' | 'message.changed', message: Message) => ({ revision: 1, name, payload: { accountId, message } }) as ContractEvent
const bodies = (view: MessageWindow) => view.messages.map((message) => message.body)
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `m${from + i}`)

beforeEach(() => {
  db = new Database(':memory:', binding ? { nativeBinding: binding } : {})
  for (const migration of coreMigrations) migration.up(db)
  db.exec(`INSERT INTO account (id, address, server, resource) VALUES (1, 'me@x', '{}', 'r');
    INSERT INTO conversation (id, account_id, kind, peer, activity_ms) VALUES (1, 1, 'chat', 'li@x', 0)`)
  history = []
  onTheWay = () => undefined
  const call = async (_name: string, input: { before?: MessageCursor; after?: MessageCursor; limit: number }) => {
    history.push(input)
    const value = { messages: listMessages(db, conversationId, input), firstUnread: firstUnread(db, conversationId), unreadMentions: unreadMentions(db, conversationId, 50) }
    onTheWay()
    await Promise.resolve()
    return { ok: true, value }
  }
  Object.assign(globalThis, { window: { magpie: { call } } })
})

describe('message window', () => {
  it('opens at the end when everything is read', async () => {
    insert(500)
    const view = new MessageWindow(accountId, conversationId)
    await view.open()
    expect(bodies(view)).toEqual(range(500 - PAGE, 500))
    expect([view.isAtStart, view.isAtEnd, view.unreadFrom]).toEqual([false, true, null])
  })

  it('opens at the first unread message, wherever it is', async () => {
    insert(500, { unreadFrom: 200 })
    const view = new MessageWindow(accountId, conversationId)
    await view.open()
    expect(bodies(view)).toEqual(range(180, 200 + PAGE))
    expect(view.messages.find((message) => message.id === view.unreadFrom)?.body).toBe('m200')
    expect([view.isAtStart, view.isAtEnd]).toEqual([false, false])
  })

  it('knows the mentions that are not read, and goes to one wherever it is', async () => {
    insert(500, { unreadFrom: 100 })
    db.exec(`UPDATE message SET is_mention = 1 WHERE body IN ('m5', 'm150', 'm450')`)
    const view = new MessageWindow(accountId, conversationId)
    await view.open()
    const bodyOf = (id: Message['id']) => getMessage(db, id)?.body
    expect(view.mentions.map(({ id }) => bodyOf(id))).toEqual(['m150', 'm450'])
    await view.openAt(view.mentions[1]!)
    expect(bodies(view)).toEqual(range(430, 450 + PAGE))
    insert(1, { from: 500, unreadFrom: 0 })
    db.exec(`UPDATE message SET is_mention = 1 WHERE body = 'm500'`)
    view.apply(event('message.added', newest()))
    expect(view.mentions.map(({ id }) => bodyOf(id))).toEqual(['m150', 'm450', 'm500'])
    view.apply({ revision: 1, name: 'message.removed', payload: { accountId, conversationId, messageId: view.mentions[0]!.id } } as ContractEvent)
    expect(view.mentions.map(({ id }) => bodyOf(id))).toEqual(['m450', 'm500'])
  })

  it('opens at the start when nothing was ever read', async () => {
    insert(300, { unreadFrom: 0 })
    const view = new MessageWindow(accountId, conversationId)
    await view.open()
    expect(bodies(view)).toEqual(range(0, PAGE))
    expect([view.isAtStart, view.isAtEnd]).toEqual([true, false])
  })

  it('walks 5,000 messages to the top and back, bounded, without a gap or a repeat', async () => {
    insert(5000)
    const view = new MessageWindow(accountId, conversationId)
    await view.open()
    view.isFollowing = false
    for (let i = 0; i < 2000 && !view.isAtStart; i++) {
      const first = Number(view.messages[0]?.body.slice(1))
      await view.loadOlder()
      expect(view.messages.length).toBeLessThanOrEqual(MAX_ROWS)
      const start = Number(view.messages[0]?.body.slice(1))
      expect(bodies(view)).toEqual(range(start, start + view.messages.length))
      expect(start).toBe(Math.max(0, first - STEP))
    }
    expect(view.isAtStart).toBe(true)
    for (let i = 0; i < 2000 && !view.isAtEnd; i++) {
      await view.loadNewer()
      expect(view.messages.length).toBeLessThanOrEqual(MAX_ROWS)
    }
    expect(bodies(view)).toEqual(range(5000 - MAX_ROWS, 5000))
    expect(Math.max(...history.map((page) => page.limit))).toBeLessThanOrEqual(200)
  })

  it('goes to the first message and to the last at once', async () => {
    insert(5000)
    const view = new MessageWindow(accountId, conversationId)
    await view.open()
    await view.openOldest()
    expect(bodies(view)).toEqual(range(0, PAGE))
    expect([view.isAtStart, view.isAtEnd]).toEqual([true, false])
    await view.openNewest()
    expect(bodies(view)).toEqual(range(5000 - PAGE, 5000))
    expect([view.isAtStart, view.isAtEnd]).toEqual([false, true])
    expect(history).toHaveLength(3)
  })

  it('follows the end with what comes in, and stays bounded', async () => {
    insert(300)
    const view = new MessageWindow(accountId, conversationId)
    await view.open()
    for (let i = 0; i < 300; i++) {
      insert(1, { from: 300 + i })
      view.apply(event('message.added', newest()))
    }
    expect(bodies(view)).toEqual(range(600 - MAX_ROWS, 600))
    expect(view.newBelow).toBe(0)
  })

  it('keeps what is read further up, counts what comes in, and reaches it', async () => {
    insert(300)
    const view = new MessageWindow(accountId, conversationId)
    await view.open()
    view.isFollowing = false
    while (view.messages.length < MAX_ROWS) await view.loadOlder()
    const shown = bodies(view)
    for (let i = 0; i < 100; i++) {
      insert(1, { from: 300 + i })
      view.apply(event('message.added', newest()))
    }
    expect(bodies(view)).toEqual(shown)
    expect(view.newBelow).toBe(100)
    for (let i = 0; i < 100 && !view.isAtEnd; i++) await view.loadNewer()
    expect(bodies(view).at(-1)).toBe('m399')
    expect([view.isAtEnd, view.newBelow]).toEqual([true, 0])
  })

  it('loses no message that arrives while a page is on its way', async () => {
    insert(50)
    const view = new MessageWindow(accountId, conversationId)
    onTheWay = () => {
      insert(1, { from: 50 })
      view.apply(event('message.added', newest()))
    }
    await view.open()
    expect(bodies(view)).toEqual(range(50 - PAGE, 51))
    onTheWay = () => undefined
    insert(130, { from: 51 })
    const other = new MessageWindow(accountId, conversationId)
    db.exec('UPDATE message SET is_unread = id > 60')
    await other.open()
    expect(other.isAtEnd).toBe(false)
    while (bodies(other).at(-1) !== 'm179') await other.loadNewer()
    onTheWay = () => {
      insert(1, { from: 181 })
      other.apply(event('message.added', newest()))
      onTheWay = () => undefined
    }
    await other.loadNewer()
    expect(bodies(other)).toEqual(range(182 - MAX_ROWS, 182))
    expect(other.isAtEnd).toBe(true)
  })

  it('puts a delayed message where its time says, and changes and removes in place', async () => {
    insert(10)
    const view = new MessageWindow(accountId, conversationId)
    await view.open()
    db.exec(`INSERT INTO message (account_id, conversation_id, direction, kind, body, sender, sent_at_ms, received_at_ms, order_ms, state)
      VALUES (1, 1, 'in', 'text', 'late', 'li@x', 3, 3, 1000, 'received')`)
    view.apply(event('message.added', newest()))
    expect(bodies(view)).toEqual([...range(0, 7), 'late', ...range(7, 10)])
    const second = view.messages[1] as Message
    view.apply(event('message.changed', { ...second, state: 'delivered' }))
    expect(view.messages[1]?.state).toBe('delivered')
    view.apply({ revision: 1, name: 'message.removed', payload: { accountId, conversationId, messageId: second.id } } as ContractEvent)
    expect(bodies(view)).not.toContain('m1')
  })
})

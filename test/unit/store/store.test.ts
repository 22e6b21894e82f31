import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConversationId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import { getAccount, putAccount, removeAccount, updateAccount } from '#store/accounts'
import { getConversation, listConversations, putConversation, refreshConversation, updateConversation } from '#store/conversations'
import { checkpoint } from '#store/check'
import { closeDatabase, isSynced, openDatabase, StoreError, withoutSync, type Db } from '#store/database'
import { countMessages, findTwin, firstUnread, insertMessage, listMessages, markAllRead, type NewMessage } from '#store/messages'

const nativeBinding = process.env.MAGPIE_SQLITE_BINDING
const ms = (n: number) => n as EpochMs
let dir: string
const file = () => join(dir, 'magpie.db')
const open = (extra: Partial<Parameters<typeof openDatabase>[0]> = {}) => openDatabase({ file: file(), nativeBinding, ...extra })
const raw = () => new Database(file(), nativeBinding ? { nativeBinding } : {})

beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'magpie-store-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const problemOf = (work: () => unknown) => {
  try {
    work()
    return null
  } catch (error) {
    return error instanceof StoreError ? error.code : error
  }
}

describe('opening', () => {
  it('uses WAL with synchronous FULL and foreign keys', () => {
    const db = open()
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(db.pragma('synchronous', { simple: true })).toBe(2)
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
    closeDatabase(db)
  })

  it('a commit that need not wait for the disk is said so, and the next one waits again, whatever happened', () => {
    const db = open()
    const level = () => [db.pragma('synchronous', { simple: true }), isSynced(db)]
    withoutSync(db, () => db.transaction(() => expect(level()).toEqual([1, false]))())
    expect(level()).toEqual([2, true])
    expect(() => withoutSync(db, () => { throw new Error('no') })).toThrow('no')
    expect(level()).toEqual([2, true])
    // Inside of another transaction it is part of that one.
    db.transaction(() => withoutSync(db, () => expect(level()).toEqual([2, true])))()
    closeDatabase(db)
  })

  it('a thread folds the log in while the store is in use', async () => {
    const db = open({ migrations: [{ id: 2999010102, name: 'x', up: (one) => one.exec('CREATE TABLE x (n)') }] })
    db.prepare('INSERT INTO x VALUES (1)').run()
    await checkpoint(file(), nativeBinding)
    db.prepare('INSERT INTO x VALUES (2)').run()
    // The file alone, without its log.
    copyFileSync(file(), join(dir, 'alone.db'))
    const alone = new Database(join(dir, 'alone.db'), nativeBinding ? { nativeBinding } : {})
    expect(alone.prepare('SELECT n FROM x').pluck().all()).toEqual([1])
    alone.close()
    expect(db.prepare('SELECT n FROM x').pluck().all()).toEqual([1, 2])
    closeDatabase(db)
    await expect(checkpoint(join(dir, 'none.db'), nativeBinding)).rejects.toBeInstanceOf(StoreError)
  })

  it('refuses a file of a newer version and leaves it untouched, byte for byte', () => {
    closeDatabase(open({ migrations: [{ id: 2999010101, name: 'future', up: (db) => db.exec('CREATE TABLE future (x)') }] }))
    const before = readFileSync(file())
    expect(problemOf(() => open())).toBe('newer')
    expect(readFileSync(file()).equals(before)).toBe(true)
  })

  it('refuses a database of another program', () => {
    const other = raw()
    other.exec('CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)')
    other.close()
    expect(problemOf(() => open())).toBe('not-ours')
  })

  it('refuses a file that is no database', async () => {
    const { writeFileSync } = await import('node:fs')
    writeFileSync(file(), 'this is a letter, not a database. '.repeat(200))
    expect(problemOf(() => open())).toBe('not-ours')
  })

  it('takes a failed migration back whole', () => {
    const broken = { id: 2999010101, name: 'broken', up: (db: Db) => db.exec('CREATE TABLE half (x); INSERT INTO nowhere VALUES (1)') }
    expect(problemOf(() => open({ migrations: [broken] }))).toBe('io')
    const db = open()
    expect(db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'half'").get()).toBeUndefined()
    closeDatabase(db)
  })

  it('does not run a migration twice', () => {
    let runs = 0
    const migrations = [{ id: 2999010101, name: 'once', up: () => void runs++ }]
    closeDatabase(open({ migrations }))
    closeDatabase(open({ migrations }))
    expect(runs).toBe(1)
  })
})

describe('messages and conversations', () => {
  let db: Db
  let conversationId: ConversationId
  let account: ReturnType<typeof putAccount>
  beforeEach(() => {
    db = open()
    account = putAccount(db, 'li.na@example.org' as BareJid, 'magpie-1')
    conversationId = putConversation(db, account.id, 'chat', 'wang.wei@example.org', ms(1)).id
  })
  afterEach(() => closeDatabase(db))

  const add = (body: string, atMs: number, more: Partial<NewMessage> = {}, isLive = true) =>
    insertMessage(
      db,
      {
        accountId: account.id,
        conversationId,
        direction: 'in',
        kind: 'text',
        body,
        sender: 'wang.wei@example.org',
        sentAtMs: ms(atMs),
        receivedAtMs: ms(atMs),
        state: 'received',
        isUnread: true,
        ...more,
      },
      isLive,
    )
  const bodies = () => listMessages(db, conversationId, { limit: 50 }).map((m) => m.body)

  it('appends live messages at the bottom even when the clock has gone back', () => {
    add('first', 5000)
    add('second', 1000)
    add('third', 1000)
    expect(bodies()).toEqual(['first', 'second', 'third'])
    expect(listMessages(db, conversationId, { limit: 9 })[1]?.sentAtMs).toBe(1000) // the shown time stays honest
  })

  it('puts delayed messages where their time belongs', () => {
    add('new', 5000)
    add('old', 1000, {}, false)
    expect(bodies()).toEqual(['old', 'new'])
  })

  it('pages both ways without gap or overlap, also through one and the same millisecond', () => {
    for (let i = 0; i < 95; i++) add(`m${i}`, 1000 + Math.floor(i / 10))
    const seen: string[] = []
    let page = listMessages(db, conversationId, { limit: 20 })
    while (page.length > 0) {
      seen.unshift(...page.map((m) => m.body))
      page = listMessages(db, conversationId, { before: page[0], limit: 20 })
    }
    expect(seen).toEqual(Array.from({ length: 95 }, (_, i) => `m${i}`))
    const down: string[] = ['m0']
    page = listMessages(db, conversationId, { before: listMessages(db, conversationId, { limit: 94 })[0], limit: 1 })
    for (;;) {
      const next = listMessages(db, conversationId, { after: page.at(-1), limit: 7 })
      if (next.length === 0) break
      down.push(...next.map((m) => m.body))
      page = next
    }
    expect(down).toEqual(seen)
  })

  it('keeps unread count, mention count, last message and first unread', () => {
    updateConversation(db, conversationId, { isHidden: true })
    add('a', 1000, { isUnread: false })
    const first = add('b', 2000)
    add('c', 3000, { isMention: true })
    refreshConversation(db, conversationId, true)
    const conversation = getConversation(db, conversationId)
    expect(conversation).toMatchObject({ unreadCount: 2, mentionCount: 1, activityMs: 3000, isHidden: false, lastMessage: { body: 'c' } })
    expect(firstUnread(db, conversationId)?.id).toBe(first)
    expect(markAllRead(db, conversationId)).toBe(2)
    refreshConversation(db, conversationId, false)
    expect(getConversation(db, conversationId)?.unreadCount).toBe(0)
  })

  it('takes for a twin only the same sender, id, text and week', () => {
    add('hello', 10_000_000_000, { stanzaId: 'ab1' })
    const twin = { conversationId, direction: 'in' as const, sender: 'wang.wei@example.org', wireId: 'ab1', body: 'hello', sentAtMs: ms(10_000_000_500), windowMs: 1000 }
    expect(findTwin(db, twin)).not.toBeNull()
    expect(findTwin(db, { ...twin, body: 'hello!' })).toBeNull()
    expect(findTwin(db, { ...twin, wireId: 'ab2' })).toBeNull()
    expect(findTwin(db, { ...twin, sender: 'eve@example.org' })).toBeNull()
    expect(findTwin(db, { ...twin, sentAtMs: ms(10_000_002_000) })).toBeNull()
  })

  it('removes an account with everything that is its own', () => {
    add('a', 1000)
    updateAccount(db, account.id, { acceptedFingerprints: ['AA'], autoLogin: true })
    expect(getAccount(db, account.id)).toMatchObject({ acceptedFingerprints: ['AA'], autoLogin: true })
    removeAccount(db, account.id)
    expect(listConversations(db, account.id)).toEqual([])
    expect(countMessages(db, conversationId)).toBe(0)
  })
})

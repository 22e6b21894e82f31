/** Histories that Dino and Gajim really wrote (test/fixtures/foreign) are taken in: once, in order, with who said what. */
import Database from 'better-sqlite3'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import { putAccount } from '#store/accounts'
import { listConversations, putConversation } from '#store/conversations'
import { closeDatabase, type Db } from '#store/database'
import { importForeign, isDatabase } from '#store/foreign/import'
import { insertMessage, listMessages } from '#store/messages'
import { nativeBinding, openStore } from '../../support/store'
import { tempDir } from '../../support/temp'

const ROOM = 'hike-5f15f4@conference.prosody.lab'
let db: Db
let account: { id: AccountId; address: string }

function foreign(name: 'dino-0.4.2' | 'gajim-1.7.3'): string {
  const path = join(tempDir('foreign'), `${name}.db`)
  const theirs = new Database(path, nativeBinding ? { nativeBinding } : {})
  theirs.exec(readFileSync(join(import.meta.dirname, '../../fixtures/foreign', `${name}.sql`), 'utf8'))
  theirs.close()
  return path
}
function use(address: string) {
  account = { id: putAccount(db, address as BareJid, 'r').id, address }
}
const take = (path: string) => importForeign(db, account, path, nativeBinding, (work) => void db.transaction(work)())
const conversation = (peer: string) => listConversations(db, account.id).find((one) => one.peer === peer)!
const messages = (peer: string) => listMessages(db, conversation(peer).id, { limit: 200 })

beforeEach(() => {
  db = openStore(tempDir('foreign-store'))
})
afterEach(() => closeDatabase(db))

describe('Dino', () => {
  beforeEach(() => use('mag@prosody.lab'))

  it('gives chats, rooms and private talks, corrected ones once; a second time adds nothing', async () => {
    const path = foreign('dino-0.4.2')
    expect(await isDatabase(path)).toBe(true)
    expect(await take(path)).toEqual({ added: 77, known: 0, skipped: 0 })
    expect(await take(path)).toEqual({ added: 0, known: 77, skipped: 0 })

    const room = messages(ROOM)
    expect(room.filter((one) => one.direction === 'out').map((one) => one.sender)).toContain('喜鹊')
    const corrected = room.filter((one) => one.sender === '教授' && /prof/.test(one.body))
    expect(corrected.map(({ body, isEdited }) => [body, isEdited])).toContainEqual(['群里改正 prof', true])
    expect(corrected.some(({ body }) => body === '群里好 prof 🐦')).toBe(false)
    expect(room.map((one) => one.orderMs)).toEqual(room.map((one) => one.orderMs).toSorted((a, b) => a - b))
    expect(conversation(ROOM)).toMatchObject({ kind: 'room', unreadCount: 0 })
    expect(conversation(`${ROOM}/恐龙`)).toMatchObject({ kind: 'room-pm', lastMessage: { body: 'dino PM back' } })

    const chat = messages('dino@prosody.lab')
    expect(chat.find(({ body }) => body === 'from Magpie, 同步 🔁')).toMatchObject({ direction: 'out', sender: 'mag@prosody.lab', state: 'read' })
    expect(chat.find(({ body }) => body === 'to all devices')).toMatchObject({ direction: 'in', sender: 'dino@prosody.lab', state: 'received' })
  })

  it('leaves what is here as it is: known by the archive’s id, or by its own although it was taken back', async () => {
    const { id } = putConversation(db, account.id, 'chat', 'dino@prosody.lab', 0 as EpochMs)
    const own = { accountId: account.id, conversationId: id, kind: 'text', receivedAtMs: 1795388045000 as EpochMs, sentAtMs: 1795388045431 as EpochMs } as const
    insertMessage(db, { ...own, direction: 'in', body: 'to all devices', sender: 'dino@prosody.lab', archiveId: '2997795a-1798-4d16-b884-e7f8f8504a2f-x', stanzaId: '2997795a-1798-4d16-b884-e7f8f8504a2f', state: 'received' }, false)
    insertMessage(db, { ...own, direction: 'out', body: '', sender: 'mag@prosody.lab', stanzaId: 'd14a0ade-40ee-4495-b8b5-9751cb59ce06', state: 'sent' }, false)
    expect(await take(foreign('dino-0.4.2'))).toEqual({ added: 75, known: 2, skipped: 0 })
    expect(messages('dino@prosody.lab').filter(({ body }) => body === 'from Magpie, 同步 🔁')).toEqual([])
  })
})

describe('Gajim', () => {
  beforeEach(() => use('gajim@prosody.lab'))

  it('gives chats and rooms; what is ours in a room is known by the nick we have there', async () => {
    const { id } = putConversation(db, account.id, 'room', ROOM, 0 as EpochMs)
    insertMessage(db, { accountId: account.id, conversationId: id, kind: 'text', direction: 'out', body: 'hello', sender: 'gajim', sentAtMs: 5 as EpochMs, receivedAtMs: 5 as EpochMs, state: 'sent' }, false)
    expect(await take(foreign('gajim-1.7.3'))).toEqual({ added: 33, known: 0, skipped: 0 })
    expect(await take(foreign('gajim-1.7.3'))).toEqual({ added: 0, known: 33, skipped: 0 })
    const [first, second] = messages('mag@prosody.lab')
    expect(first).toMatchObject({ direction: 'in', isEdited: false })
    expect(first!.body).toContain('→ gajim')
    expect(second).toMatchObject({ direction: 'out', sender: 'gajim@prosody.lab', state: 'read', isEdited: true })
    const room = messages(ROOM)
    expect(room.find((one) => one.sender === '喜鹊')).toMatchObject({ direction: 'in' })
    expect(room.filter((one) => one.sender === 'gajim').every((one) => one.direction === 'out')).toBe(true)
  })
})

it('refuses other accounts, other files and damaged ones, and takes nothing of them', async () => {
  use('somebody.else@prosody.lab')
  const dino = foreign('dino-0.4.2')
  expect(await take(dino)).toBe('other-account')
  expect(await take(foreign('gajim-1.7.3'))).toBe('other-account')

  const other = join(tempDir('foreign'), 'other.db')
  const empty = new Database(other, nativeBinding ? { nativeBinding } : {})
  empty.exec('CREATE TABLE logs (x)')
  empty.close()
  expect(await take(other)).toBe('not-an-export')

  use('mag@prosody.lab')
  const bytes = readFileSync(dino)
  bytes.fill(0xaa, 4096, 3 * 4096)
  writeFileSync(dino, bytes)
  expect(await take(dino)).toBe('unreadable')
  expect(db.prepare('SELECT count(*) FROM message').pluck().get()).toBe(0)

  const letter = join(tempDir('foreign'), 'letter.txt')
  writeFileSync(letter, 'SQLite')
  expect(await isDatabase(letter)).toBe(false)
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Session } from '#core/context'
import { createEventBus } from '#core/events'
import { createContactList } from '#features/roster/contact-list'
import type { contract } from '#features/roster/contract'
import { createSubscriptions } from '#features/roster/subscriptions'
import { listContacts, listRequests, migrations, putRequest } from '#features/roster/table'
import type { AccountId } from '#shared/ids'
import { parseJid, type BareJid } from '#shared/jid'
import type { Contact } from '#shared/model/contact'
import type { EpochMs } from '#shared/time'
import { openDatabase, type Db } from '#store/database'
import { all, run } from '#store/sql'
import type { Element } from '#xmpp/types'
import { parseStanza } from '../../../support/transcripts'

const account = 1 as AccountId
let db: Db
let events: { name: string; payload: unknown }[]
let sent: string[]
let session: Session<typeof contract>

beforeEach(() => {
  db = openDatabase({ file: ':memory:', nativeBinding: process.env['MAGPIE_SQLITE_BINDING'], migrations })
  run(db, "INSERT INTO account (id, address, server, resource) VALUES (1, 'me@x', '{}', 'r')")
  events = []
  sent = []
  const bus = createEventBus((work) => db.transaction(work)(), (error) => { throw error })
  bus.subscribe((event) => events.push({ name: event.name, payload: event.payload }))
  const nowMs = 0 as EpochMs
  session = {
    db, accountId: account, own: 'me@x', publish: bus.publish, transaction: bus.transaction, clock: { nowMs: () => nowMs }, log: () => undefined, refuse: () => 'drop',
    isContact: () => false, connection: { send: (stanza: Element) => sent.push(stanza.toString()) > 0 },
  } as unknown as Session<typeof contract>
})
afterEach(() => db.close())

const contact = (jid: string, more: Partial<Contact> = {}): Contact =>
  ({ jid: jid as BareJid, name: '', groups: [], subscription: 'none', isPending: false, ...more })

describe('the list', () => {
  test('10,000 contacts: stored in slices between which others have their turn; the same again: no event', async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => contact(`user${i}@x`, { name: `名字 ${i}`, groups: [`部门 ${i % 50}`] }))
    const list = createContactList(session)
    let turns = 0
    const others = setInterval(() => turns++, 0)
    const stored = list.replace(many, 'v1')
    expect(list.list().length, 'not all at once').toBeLessThan(1000)
    expect(list.version(), 'not before the last').toBe('')
    await stored
    clearInterval(others)
    expect(turns).toBeGreaterThan(5)
    expect(events.length).toBeLessThanOrEqual(20)
    const before = events.length
    await list.replace(many.map((one) => ({ ...one, groups: [...one.groups] })), 'v2')
    expect(events).toHaveLength(before)
    expect(list.version()).toBe('v2')
    expect(createContactList(session).list(), 'as it was when read again').toEqual(expect.arrayContaining([many[0], many[9_999]]))
  })

  test('who is not in the whole list any more is gone, with his groups', async () => {
    const list = createContactList(session)
    await list.replace([contact('a@x', { groups: ['g'] }), contact('b@x')], '1')
    await list.replace([contact('b@x', { name: 'B' })], '2')
    expect(events.slice(1)).toMatchObject([
      { name: 'contact.changed', payload: { contacts: [{ jid: 'b@x', name: 'B' }] } },
      { name: 'contact.removed', payload: { jids: ['a@x'] } },
    ])
    expect(all(db, 'SELECT * FROM contact_group')).toEqual([])
    expect(listContacts(db, account).map((one) => one.jid)).toEqual(['b@x'])
  })

  test('a server that stops numbering versions leaves none behind', async () => {
    const list = createContactList(session)
    await list.replace([], '5')
    await list.replace([], null)
    expect(list.version()).toBe('')
  })

  test('an account that is forgotten takes all its rows along', async () => {
    await createContactList(session).replace([contact('a@x', { groups: ['g'] })], '1')
    putRequest(db, account, { jid: 'b@x' as BareJid, message: '', atMs: 0 as EpochMs })
    run(db, 'DELETE FROM account WHERE id = 1')
    for (const table of ['contact', 'contact_group', 'contact_request', 'contact_invited', 'account_value']) {
      expect(all(db, `SELECT * FROM ${table}`), table).toEqual([])
    }
  })
})

describe('requests', () => {
  const ask = (from: string, message = '') => parseStanza(`<presence type="subscribe" from="${from}"><status>${message}</status></presence>`)
  const receive = (target: ReturnType<typeof createSubscriptions>, from: string, message = '') =>
    target.receive(parseJid(from)!, 'subscribe', ask(from, message))

  test('repeated at every login it is told once; with new words again', () => {
    const subscriptions = createSubscriptions(session, createContactList(session))
    receive(subscriptions, 'eve@x/phone', 'hi')
    receive(subscriptions, 'eve@x', 'hi')
    expect(events).toHaveLength(1)
    receive(subscriptions, 'eve@x', 'please')
    expect(events).toHaveLength(2)
    expect(listRequests(db, account)).toMatchObject([{ jid: 'eve@x', message: 'please' }])
  })

  test('a flood ends at 200', () => {
    const subscriptions = createSubscriptions(session, createContactList(session))
    for (let i = 0; i < 300; i++) receive(subscriptions, `bot${i}@x`)
    expect(listRequests(db, account)).toHaveLength(200)
    expect(sent).toEqual([])
  })

  test('whom the user added himself is let in once, a stranger never', () => {
    const subscriptions = createSubscriptions(session, createContactList(session))
    subscriptions.ask('bob@x' as BareJid, '')
    receive(subscriptions, 'bob@x')
    expect(sent).toEqual(['<presence type="subscribe" to="bob@x"/>', '<presence type="subscribed" to="bob@x"/>'])
    receive(subscriptions, 'bob@x')
    expect(sent, 'after that he has to be asked about').toHaveLength(2)
    expect(listRequests(db, account).map((request) => request.jid)).toEqual(['bob@x'])
  })

  test('a request of ours that is denied or comes back is told, once; errors of others and of those who have answered are not ours', () => {
    const subscriptions = createSubscriptions(session, createContactList(session))
    const failed = (jid: string) => subscriptions.fail(parseJid(jid)!)
    for (const jid of ['typo@nowhere.example', 'carol@x', 'dave@x']) subscriptions.ask(jid as BareJid, '')
    subscriptions.receive(parseJid('carol@x')!, 'subscribed', parseStanza('<presence/>'))
    for (let n = 0; n < 2; n++) for (const jid of ['dave@x', 'eve@x']) subscriptions.receive(parseJid(jid)!, 'unsubscribed', parseStanza('<presence/>'))
    expect([failed('typo@nowhere.example'), failed('typo@nowhere.example'), failed('eve@x'), failed('carol@x')]).toEqual([true, false, false, false])
    expect(events.map(({ name, payload }) => [name, payload])).toEqual([
      ['contactRequest.failed', { accountId: account, jid: 'dave@x', isDenied: true }],
      ['contactRequest.failed', { accountId: account, jid: 'typo@nowhere.example', isDenied: false }],
    ])
  })

  test('a request in our own name is nobody', () => {
    const subscriptions = createSubscriptions(session, createContactList(session))
    receive(subscriptions, 'me@x/other')
    expect(events).toEqual([])
  })
})

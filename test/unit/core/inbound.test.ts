/** Who may say what: every attack stands beside its legal twin (SAFETY §2.1). */
import { beforeEach, describe, expect, it } from 'vitest'
import { createInbound, type Inbound } from '#core/inbound'
import { silentLog } from '#core/log'
import { createMessageEvents } from '#core/messages'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import { putAccount } from '#store/accounts'
import { listConversations } from '#store/conversations'
import { openDatabase, type Db } from '#store/database'
import { listMessages } from '#store/messages'
import { xml } from '#xmpp/element'

const own = 'li.na@example.org' as BareJid
const WANG = 'wang.wei@example.org'
const NOW = Date.UTC(2026, 10, 22, 12)
let db: Db
let accountId: AccountId
let inbound: Inbound

beforeEach(() => {
  db = openDatabase({ file: ':memory:', nativeBinding: process.env.MAGPIE_SQLITE_BINDING })
  accountId = putAccount(db, own, 'r').id
  inbound = createInbound({
    accountId,
    own,
    db,
    clock: { nowMs: () => NOW as EpochMs, monotonicMs: () => 0 },
    log: silentLog,
    refuse: () => 'drop',
    transaction: (work) => db.transaction(work)(),
    afterCommit: (act) => act(),
    events: createMessageEvents(db, () => undefined),
    guard: { hold: () => () => undefined, threw: () => undefined },
  })
})

const message = (attrs: Record<string, string>, body: string | null, ...more: ReturnType<typeof xml>[]) =>
  xml('message', { xmlns: 'jabber:client', type: 'chat', from: `${WANG}/desk`, ...attrs }, ...(body === null ? [] : [xml('body', {}, body)]), ...more)
const stanzaId = (by: string, id: string) => xml('stanza-id', { xmlns: 'urn:xmpp:sid:0', by, id })
const originId = (id: string) => xml('origin-id', { xmlns: 'urn:xmpp:sid:0', id })
const delay = (from: string, stamp: string) => xml('delay', { xmlns: 'urn:xmpp:delay', from, stamp })
const stored = () => listConversations(db, accountId).flatMap((c) => listMessages(db, c.id, { limit: 99 }))
const bodies = () => stored().map((m) => m.body)

describe('inbound', () => {
  it('stores a message with its sender, unread', () => {
    inbound.receive(message({ id: 'a' }, '你好 👋🏽'))
    expect(stored()).toMatchObject([{ body: '你好 👋🏽', sender: WANG, direction: 'in', isUnread: true, state: 'received', sentAtMs: NOW }])
    expect(listConversations(db, accountId)).toMatchObject([{ kind: 'chat', peer: WANG, unreadCount: 1 }])
  })

  it('drops the same message coming twice, and keeps two messages with the same text', () => {
    inbound.receive(message({ id: 'a' }, 'ok', stanzaId(own, 's1')))
    inbound.receive(message({ id: 'a' }, 'ok', stanzaId(own, 's1')))
    inbound.receive(message({ id: 'b' }, 'ok', stanzaId(own, 's2')))
    expect(bodies()).toEqual(['ok', 'ok'])
  })

  it('drops a repetition known only by origin-id, and keeps another message that re-uses an id', () => {
    inbound.receive(message({ id: 'x' }, 'one', originId('o1')))
    inbound.receive(message({ id: 'y' }, 'one', originId('o1')))
    inbound.receive(message({ id: 'x' }, 'two'))
    expect(bodies()).toEqual(['one', 'two'])
  })

  it('a stranger who guesses an origin-id suppresses nothing', () => {
    inbound.receive(message({ from: 'eve@evil.example/x', id: 'o1' }, 'secret', originId('o1')))
    inbound.receive(message({ id: 'o1' }, 'secret', originId('o1')))
    expect(stored().map((m) => m.sender).sort()).toEqual(['eve@evil.example', WANG])
  })

  it('a stanza-id counts only by our own account; two of them count for nothing', () => {
    inbound.receive(message({ id: '1' }, 'first', stanzaId('evil.example', 's1')))
    inbound.receive(message({ id: '2' }, 'second', stanzaId('evil.example', 's1')))
    inbound.receive(message({ id: '3' }, 'third', stanzaId(own, 's3'), stanzaId(own, 's4')))
    inbound.receive(message({ id: '4' }, 'fourth', stanzaId(own, 's3')))
    expect(bodies()).toEqual(['first', 'second', 'third', 'fourth'])
  })

  it('believes a delay of our server, and none of a third party, of the future, or of nonsense', () => {
    inbound.receive(message({ id: '1' }, 'server', delay('example.org', '2026-11-20T08:00:00Z')))
    inbound.receive(message({ id: '2' }, 'third party', delay('evil.example', '2001-01-01T00:00:00Z')))
    inbound.receive(message({ id: '2b' }, 'the writer himself', delay(`${WANG}/desk`, '2001-01-01T00:00:00Z')))
    inbound.receive(message({ id: '3' }, 'future', delay('example.org', '2099-01-01T00:00:00Z')))
    for (const stamp of ['0000-00-00T00:00:00Z', '-1', '', '9999-12-31T23:59:60Z', 'tomorrow']) {
      inbound.receive(message({ id: `n${stamp}` }, stamp, delay('example.org', stamp)))
    }
    const times = Object.fromEntries(stored().map((m) => [m.body, m.sentAtMs]))
    expect(times.server).toBe(Date.UTC(2026, 10, 20, 8))
    expect(Object.entries(times).filter(([body]) => body !== 'server').every(([, at]) => at === NOW)).toBe(true)
  })

  it('shows neither groupchat from nowhere, nor headlines, nor errors, nor a body of another namespace', () => {
    inbound.receive(message({ type: 'groupchat', from: 'hall@rooms.example/eve' }, 'hi'))
    inbound.receive(message({ type: 'headline' }, 'buy'))
    inbound.receive(message({ type: 'error', id: '1' }, 'returned'))
    inbound.receive(xml('message', { xmlns: 'jabber:client', from: WANG, type: 'chat' }, xml('body', { xmlns: 'urn:evil' }, 'hidden')))
    inbound.receive(message({ id: '2' }, null))
    expect(stored()).toEqual([])
  })

  it('lets stages drop, and runs afterCommit once the row is there', () => {
    const order: string[] = []
    inbound.on('annotate', (m) => {
      if (m.body === 'drop me') return 'drop'
      m.onPersist.push(() => order.push('persist'))
      m.afterCommit.push(() => order.push(`committed ${stored().length}`))
    })
    inbound.receive(message({ id: '1' }, 'drop me'))
    inbound.receive(message({ id: '2' }, 'keep me'))
    expect(order).toEqual(['persist', 'committed 1'])
  })
})

import { afterEach, describe, expect, test } from 'vitest'
import type { Session } from '#core/context'
import { createCapsBook } from '#features/disco/caps'
import { migrations } from '#features/disco/table'
import { parseJid, type FullJid } from '#shared/jid'
import { openDatabase, type Db } from '#store/database'
import type { DiscoInfo } from '#xmpp/xep/0030'
import { parseStanza } from '../../../support/transcripts'

/** The example of XEP-0115 §5.2. */
const exodus: DiscoInfo = {
  node: null,
  identities: [{ category: 'client', type: 'pc', lang: null, name: 'Exodus 0.9.1' }],
  features: [
    'http://jabber.org/protocol/caps', 'http://jabber.org/protocol/disco#info', 'http://jabber.org/protocol/disco#items',
    'http://jabber.org/protocol/muc',
  ],
  forms: [],
}
const EXODUS_VER = 'QgayPKawpkPSDYmwT/WM94uAlu0='
const full = (text: string) => parseJid(text) as FullJid
const bob = full('bob@x/1')
const presence = (ver: string, hash = 'sha-1') =>
  parseStanza(`<presence><c xmlns="http://jabber.org/protocol/caps" hash="${hash}" node="urn:n" ver="${ver}"/></presence>`)

let db: Db
afterEach(() => db.close())

function setUp(answer: (jid: FullJid, node: string) => DiscoInfo | null, contacts = ['bob@x', 'ann@x']) {
  db = openDatabase({ file: ':memory:', nativeBinding: process.env['MAGPIE_SQLITE_BINDING'], migrations })
  return reopen(answer, contacts)
}
function reopen(answer: (jid: FullJid, node: string) => DiscoInfo | null, contacts = ['bob@x', 'ann@x']) {
  const logs: unknown[] = []
  const asked: string[] = []
  const known: string[] = []
  const session = {
    db, own: 'me@x', connection: { jid: 'me@x/here' }, isContact: (jid: string) => contacts.includes(jid),
    refuse: (rule: string, jid: string) => logs.push({ rule, jid }),
  } as unknown as Session
  const book = createCapsBook(session, async (jid, node) => {
    asked.push(`${jid} ${node}`)
    return answer(jid, node)
  })
  book.onKnown((jid) => known.push(jid))
  return { book, logs, asked, known }
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('capabilities', () => {
  test('asked once for all with the same hash, told when known, kept for the next session', async () => {
    const { book, asked, known } = setUp(() => ({ ...exodus, node: `urn:n#${EXODUS_VER}` }))
    book.onPresence(bob, null, presence(EXODUS_VER))
    expect(book.of(bob)).toBeNull()
    await settle()
    book.onPresence(full('ann@x/1'), null, presence(EXODUS_VER))
    expect(asked).toEqual([`bob@x/1 urn:n#${EXODUS_VER}`])
    expect(known).toEqual(['bob@x/1'])
    expect(book.of(full('ann@x/1'))).toMatchObject({ features: exodus.features })
    const next = reopen(() => null)
    next.book.onPresence(bob, null, presence(EXODUS_VER))
    expect(next.book.of(bob)?.identities[0]?.name).toBe('Exodus 0.9.1')
    expect(next.asked).toEqual([])
  })

  test('an answer that does not verify is not believed, and does not spoil the hash for others', async () => {
    const { book, logs, asked } = setUp((jid) => (jid === bob ? { ...exodus, features: [...exodus.features, 'urn:evil'] } : exodus))
    book.onPresence(bob, null, presence(EXODUS_VER))
    await settle()
    expect(book.of(bob)).toBeNull()
    expect(logs).toEqual([{ rule: 'R-CAPS-HASH', jid: bob }])
    book.onPresence(full('ann@x/1'), null, presence(EXODUS_VER))
    await settle()
    expect(asked).toHaveLength(2)
    expect(book.of(bob)?.features, 'now from an honest one').not.toContain('urn:evil')
  })

  test('poisoning by a `<` inside a value does not verify', async () => {
    const poisoned = { ...exodus, identities: [{ ...exodus.identities[0]!, name: 'Exodus 0.9.1<http://jabber.org/protocol/caps' }], features: exodus.features.slice(1) }
    const { book } = setUp(() => poisoned)
    book.onPresence(bob, null, presence(EXODUS_VER))
    await settle()
    expect(book.of(bob)).toBeNull()
  })

  test('strangers and occupants are not asked: it would tell them that we are here', async () => {
    const { book, asked } = setUp(() => exodus)
    book.onPresence(full('eve@x/1'), null, presence(EXODUS_VER))
    book.onPresence(full('room@muc.x/nick'), null, presence(EXODUS_VER))
    await settle()
    expect(asked).toEqual([])
    expect(book.of(full('eve@x/1'))).toBeNull()
  })

  test('who becomes a contact after his presence came is asked then', async () => {
    const contacts: string[] = []
    const { book, asked } = setUp(() => exodus, contacts)
    book.onPresence(bob, null, presence(EXODUS_VER))
    contacts.push('bob@x')
    book.reconsider()
    await settle()
    expect(asked).toHaveLength(1)
    expect(book.of(bob)).not.toBeNull()
  })

  test('one who makes up a hash with every presence is asked 500 times at most', async () => {
    const { book, asked } = setUp(() => exodus)
    for (let i = 0; i < 600; i++) {
      book.onPresence(bob, null, presence(`v${i}`))
      await Promise.resolve()
    }
    await settle()
    expect(asked.length).toBeLessThanOrEqual(500)
  })

  test('gone with the presence, and with the session', async () => {
    const { book } = setUp(() => exodus)
    book.onPresence(bob, null, presence(EXODUS_VER))
    await settle()
    book.onPresence(bob, 'unavailable', parseStanza('<presence type="unavailable"/>'))
    expect(book.of(bob)).toBeNull()
    book.onPresence(bob, null, presence(EXODUS_VER))
    expect(book.of(bob)).not.toBeNull()
    book.clear()
    expect(book.of(bob)).toBeNull()
  })
})

import { expect, test } from 'vitest'
import { createExtensions } from '#features/bookmarks/extensions'
import { buildPrivateStore, parsePrivate } from '#features/bookmarks/stanza'
import { getRow, putRow } from '#features/bookmarks/table'
import type { BareJid } from '#shared/jid'
import { attr, xml } from '#xmpp/element'
import { serialise } from '#xmpp/serialise'
import type { Element } from '#xmpp/types'
import { parseElement } from '#xmpp/xml-reader'
import { parseStanza } from '../../../support/transcripts'
import { fill, openStore } from '../../../support/store'
import { tempDir } from '../../../support/temp'

const room = 'tea@conference.x.example' as BareJid
const synced = { jid: room, name: null, nick: null, password: null, autoJoin: true, sync: 'synced' as const }
const PIN = { ns: 'urn:example:pin', name: 'pinned' }
const pin = (value: string) => xml('pinned', { xmlns: PIN.ns, value })
const list = (inside: string) => parseElement(`<extensions xmlns='urn:xmpp:bookmarks:1'>${inside}</extensions>`)

function setUp() {
  const db = openStore(tempDir())
  const { accountId } = fill(db, 0)
  const extensions = createExtensions({ db, accountId, transaction: (work) => db.transaction(work)() })
  putRow(db, accountId, synced)
  const changes: string[] = []
  const onSet = (jid: BareJid) => putRow(db, accountId, { ...synced, ...getRow(db, accountId, jid), jid, sync: 'changed' })
  const use = (spec: Parameters<typeof extensions.use>[0]) => extensions.use(spec, (jid) => changes.push(`${spec.name} ${jid}`), onSet)
  const published = () => serialise(extensions.toPublish(room).element ?? xml('none'))
  return { extensions, use, changes, published }
}

test('children nobody here knows are published again as they came, also those of a prefix', () => {
  const { extensions, use, published } = setUp()
  const pinned = use(PIN)
  const foreign = `<state minimized='true' xmlns='urn:other'><in xml:lang='de'>Grüße &amp; &lt;x&gt;</in></state>`
  extensions.learn(room, parseElement(`<x xmlns:o='urn:prefixed' xmlns='urn:xmpp:bookmarks:1'><extensions>${foreign}<o:y><o:z/></o:y></extensions></x>`)!.children[0] as Element)
  pinned.set(room, pin('1'))
  const again = parseElement(published()!)
  expect(again).toMatchObject({ name: 'extensions' })
  expect(published()).toContain('<in xml:lang="de" xmlns="urn:other">Grüße &amp; &lt;x&gt;</in>')
  expect(published()).toContain('<y xmlns="urn:prefixed"><z xmlns="urn:prefixed"/></y>')
  expect(published()).toContain('<pinned xmlns="urn:example:pin" value="1"/>')
})

test('what is wanted counts until the server has it; a change of another device to its neighbour is not lost', () => {
  const { extensions, use, changes, published } = setUp()
  const pinned = use(PIN)
  pinned.set(room, pin('mine'))
  const onItsWay = extensions.toPublish(room)
  extensions.learn(room, list(`<other xmlns='urn:other'/>`))
  expect(attr(pinned.get(room), 'value')).toBe('mine')
  expect(published()).toContain('urn:other')
  pinned.set(room, null)
  onItsWay.taken()
  expect(extensions.hasWishes(room)).toBe(true)
  expect(published()).not.toContain('pinned')
  extensions.toPublish(room).taken()
  expect(extensions.hasWishes(room)).toBe(false)
  expect(pinned.get(room)).toBeNull()
  expect(changes).toEqual([])
})

test('a feature hears of what another device did to its child, and of nothing else', () => {
  const { extensions, use, changes } = setUp()
  const pinned = use(PIN)
  use({ ns: 'urn:other', name: 'other' })
  extensions.learn(room, list(`<pinned xmlns='urn:example:pin' value='2'/>`))
  expect(attr(pinned.get(room), 'value')).toBe('2')
  extensions.learn(room, list(`<pinned xmlns='urn:example:pin' value='2'/>`))
  extensions.learn(room, null)
  expect(changes).toEqual([`pinned ${room}`, `pinned ${room}`])
})

test('a feature that merges is asked with what the server has now', () => {
  const { extensions, use, published } = setUp()
  const merged = use({ ...PIN, merge: (current, wanted) => pin(`${attr(current, 'value')}+${attr(wanted, 'value')}`) })
  extensions.learn(room, list(`<pinned xmlns='urn:example:pin' value='a'/>`))
  merged.set(room, pin('mine'))
  extensions.learn(room, list(`<pinned xmlns='urn:example:pin' value='b'/>`))
  expect(published()).toContain('value="b+mine"')
})

test('in private storage they stand too, beside what others keep in the conference', () => {
  const stored = (inside: string) =>
    parseStanza(`<iq type='result'><query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'>${inside}</storage></query></iq>`)
  const written = buildPrivateStore(
    stored(`<conference jid='${room}'><nick>old</nick><minimize xmlns='bookmarks:gajim'/></conference>`), room, synced, list(`<pinned xmlns='urn:example:pin'/>`),
  )
  const text = serialise(written)!
  expect(text).toContain('bookmarks:gajim')
  expect(text).not.toContain('old')
  expect(parsePrivate(parseStanza(`<iq type='result'>${text}</iq>`))?.[0]?.extensions?.toString()).toContain('urn:example:pin')
})

/** What the viewers of the tester's workbench make of answers, sound and hostile. */
import { describe, expect, test } from 'vitest'
import { factsOf, idFilters, parseMetadata, resultOf, wholeOf } from '#features/archive-viewer/stanza'
import { listCaps } from '#features/disco/caps-list'
import { isEmpty, parseStored } from '#features/private-storage/stanza'
import { buildPublish, buildRetract, itemOf, parseAffiliations, parseConfig, parseItems, parseSubscriptions } from '#features/pubsub-viewer/stanza'
import { compare, parseServerRoster } from '#features/roster-viewer/stanza'
import type { FullJid } from '#shared/jid'
import type { Contact } from '#shared/model/contact'
import { serialise } from '#xmpp/serialise'
import { parseStanza } from '../../../support/transcripts'

const iq = (inside: string) => parseStanza(`<iq xmlns="jabber:client" type="result" id="1">${inside}</iq>`)
const HOSTILE = ['', '<query xmlns="jabber:iq:roster:no"/>', '<query/>', '<error type="cancel"/>', '<x xmlns="jabber:x:data"/>', '<pubsub xmlns="http://jabber.org/protocol/pubsub"/>', '<pubsub xmlns="http://jabber.org/protocol/pubsub#owner"/>']

describe('the contact list', () => {
  const contact = (jid: string, more: Partial<Contact> = {}): Contact => ({ jid: jid as never, name: '', groups: [], subscription: 'both', isPending: false, ...more })
  const roster = (items: string, ver = '') => parseServerRoster(iq(`<query xmlns="jabber:iq:roster"${ver}>${items}</query>`))!

  test('compared line by line', () => {
    const { version, items } = roster(
      `<item jid="A@b" name="n" subscription="both"><group>x</group><group> y</group></item><item jid="c@d" subscription="both" ask="subscribe" approved="true"/><item jid="room@e/f"/><item/>
       <item jid="a@B" subscription="none"/><item jid="hasOwnProperty" subscription="sideways" name="${'n'.repeat(5000)}"/><other jid="z@z"/>`,
      ' ver="7"',
    )
    const entries = compare(items, [contact('a@b', { name: 'n', groups: ['y', 'x'] }), contact('c@d'), contact('e@f')])
    expect(version).toBe('7')
    expect(entries.map(({ jid, index, differences }) => [jid, index, differences])).toEqual([
      ['A@b', 0, []], ['c@d', 1, ['asking']], ['room@e/f', 2, ['unreadable']], ['', 3, ['unreadable']], ['a@B', 4, ['name', 'groups', 'subscription', 'twice']], ['hasOwnProperty', 5, ['only-server']],
      ['e@f', null, ['only-stored']],
    ])
    expect(entries[1]!.server).toMatchObject({ isApproved: true, isAsking: true })
    expect(entries[5]!.server).toMatchObject({ subscription: 'sideways', name: 'n'.repeat(1000) })
  })

  test('10,000 contacts are compared at once', () => {
    const { items } = roster(Array.from({ length: 10_000 }, (_, i) => `<item jid="p${i}@x" subscription="both"><group>g</group></item>`).join(''))
    const entries = compare(items, Array.from({ length: 10_000 }, (_, i) => contact(`p${i}@x`, { groups: ['g'] })))
    expect(entries.filter(({ differences }) => differences.length > 0)).toEqual([])
  })

  test.each(HOSTILE)('none: %s', (inside) => expect(parseServerRoster(iq(inside))).toBeNull())
})

describe('the archive', () => {
  const NS = 'urn:xmpp:mam:2'
  test('what it is said to be', () => {
    expect(factsOf([NS, `${NS}#extended`])).toEqual({ namespace: NS, isExtended: true })
    expect(factsOf(['urn:xmpp:mam:1', `${NS}#extended`])).toEqual({ namespace: 'urn:xmpp:mam:1', isExtended: false })
    expect(factsOf([])).toEqual({ namespace: null, isExtended: false })
  })
  test('its ends: both, none, or nothing that counts', () => {
    expect(parseMetadata(iq(`<metadata xmlns="${NS}"><start id="a" timestamp="2020-04-20T14:34:21Z"/><end id="b" timestamp="soon"/></metadata>`), NS)).toEqual({
      first: { id: 'a', stampMs: Date.parse('2020-04-20T14:34:21Z') }, last: { id: 'b', stampMs: null },
    })
    expect(parseMetadata(iq(`<metadata xmlns="${NS}"/>`), NS)).toBe('empty')
    for (const odd of [`<metadata xmlns="${NS}"><start id="a"/></metadata>`, `<metadata xmlns="${NS}"><start/><end/></metadata>`, ...HOSTILE]) expect(parseMetadata(iq(odd), NS), odd).toBeNull()
  })
  test('filters by id only where they are given', () => {
    expect(idFilters({})).toEqual([])
    expect(idFilters({ beforeId: 'b', ids: ['1', '2'] })).toEqual([{ name: 'before-id', values: ['b'] }, { name: 'ids', values: ['1', '2'] }])
  })
  test('a result in a line, whatever is in it', () => {
    const result = (inside: string) => {
      const whole = parseStanza(`<message xmlns="jabber:client"><result xmlns="${NS}" id="7"><forwarded xmlns="urn:xmpp:forward:0">${inside}</forwarded></result></message>`)
      const stanza = (whole.children[0] as never as { children: { children: never[] }[] }).children[0]!.children[0]!
      return { id: '7', stampMs: null, stanza }
    }
    const said = result(`<message xmlns="jabber:client" from="a@b/c" type="chat"><body>${'x'.repeat(900)}</body></message>`)
    expect(resultOf(said, 3)).toEqual({ index: 3, id: '7', stampMs: null, from: 'a@b/c', to: null, type: 'chat', summary: 'x'.repeat(300), hasBody: true })
    expect(resultOf(result('<message xmlns="jabber:client" to="a@b"><received xmlns="urn:r"/><subject>s</subject></message>'), 0)).toMatchObject({ type: 'normal', from: '', to: 'a@b', summary: 'received (urn:r), subject', hasBody: false })
    expect(wholeOf(said).attrs['id']).toBe('7')
  })
})

describe('nodes', () => {
  const P = 'http://jabber.org/protocol/pubsub'
  const items = (inside: string, node = 'n') => parseItems(iq(`<pubsub xmlns="${P}"><items node="${node}">${inside}</items></pubsub>`), 'n')
  test('items as they came, also without id or content', () => {
    const found = items('<item id="1" publisher="a@b"><e xmlns="urn:e"/><f xmlns="urn:f"/></item><item>text</item><no/>')!
    expect(found.els.map(itemOf)).toEqual([{ index: 0, id: '1', publisher: 'a@b', payload: { name: 'e', namespace: 'urn:e' } }, { index: 1, id: null, publisher: null, payload: null }])
    const [longest, longer] = [3000, 3001].map((length) => itemOf(items(`<item id="${'i'.repeat(length)}"/>`)!.els[0]!, 0).id)
    expect([longest?.length, longer], 'cut, it would be another one').toEqual([3000, null])
    expect(items('<item/>', 'other'), 'of another node').toBeNull()
    for (const odd of HOSTILE) expect(parseItems(iq(odd), 'n'), odd).toBeNull()
  })
  test('who may what, and how it is set; refused or odd: nothing', () => {
    const owner = (inside: string) => iq(`<pubsub xmlns="${P}#owner">${inside}</pubsub>`)
    expect(parseAffiliations(owner('<affiliations><affiliation jid="a@b" affiliation="owner"/><affiliation/></affiliations>'))).toEqual([{ jid: 'a@b', affiliation: 'owner' }, { jid: '', affiliation: '' }])
    expect(parseSubscriptions(owner('<subscriptions><subscription jid="a" subscription="pending" subid="9"/></subscriptions>'))).toEqual([{ jid: 'a', subscription: 'pending', subid: '9' }])
    expect(parseConfig(owner('<configure><x xmlns="jabber:x:data" type="form"><field var="a"><value>b</value></field></x></configure>'))?.fields[0]).toMatchObject({ name: 'a', values: ['b'] })
    for (const odd of HOSTILE) for (const parse of [parseAffiliations, parseSubscriptions, parseConfig]) expect(parse(iq(odd)), odd).toBeNull()
  })
  test('what is sent: who may read is said only when it is chosen', () => {
    const payload = parseStanza('<e xmlns="urn:e"/>')
    expect(serialise(buildPublish('n', null, payload, null))).toBe(`<pubsub xmlns="${P}"><publish node="n"><item><e xmlns="urn:e"/></item></publish></pubsub>`)
    expect(serialise(buildPublish('n', '1', payload, 'whitelist'))).toMatch(/<publish-options>.*access_model.*whitelist/)
    expect(serialise(buildRetract('n', '"<>'))).toContain('id="&quot;&lt;&gt;"')
  })
})

test('private storage: the very element, and whether anything is in it', () => {
  const stored = (inside: string) => parseStored(iq(`<query xmlns="jabber:iq:private">${inside}</query>`), 'storage', 'x:y')
  expect(isEmpty(stored('<storage xmlns="x:y"/>')!)).toBe(true)
  expect(isEmpty(stored('<storage xmlns="x:y" a="b"/>')!)).toBe(false)
  expect(isEmpty(stored('<storage xmlns="x:y"><a/></storage>')!)).toBe(false)
  for (const odd of ['', '<storage xmlns="x:z"/>', '<other xmlns="x:y"/>']) expect(stored(odd), odd).toBeNull()
})

test('capabilities: what is kept beside who is there with it', () => {
  const users = new Map(Array.from({ length: 60 }, (_, i): [FullJid, { node: string; hash: string; ver: string }] => [`p${i}@x/y` as FullJid, { node: `urn:${i}`, hash: 'sha-1', ver: i === 0 ? 'a' : 'made up' }]))
  const entries = listCaps([{ hash: 'sha-1', ver: 'a', name: 'Magpie', features: 3 }, { hash: 'sha-256', ver: 'a', name: null, features: 1 }], users)
  expect(entries.map(({ hash, ver, name, features, users: count, usedBy, nodes }) => [hash, ver, name, features, count, usedBy.length, nodes.length])).toEqual([
    ['sha-1', 'made up', null, null, 59, 50, 5], ['sha-1', 'a', 'Magpie', 3, 1, 1, 1], ['sha-256', 'a', null, 1, 0, 0, 0],
  ])
})

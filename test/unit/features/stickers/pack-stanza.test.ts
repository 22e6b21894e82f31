/** Packs as others publish them: read only when they are what their id says, and without what cannot be known. */
import { describe, expect, test } from 'vitest'
import { packHash, packId, type PackWord } from '../../../../electron/features/stickers/pack-id'
import { buildPack, parsePack } from '../../../../electron/features/stickers/pack-stanza'
import { serialise } from '#xmpp/serialise'
import { parseStanza } from '../../../support/transcripts'

const HASHES = ['0AdP8lJOWJrugSKOIAqfEKqFatIpG5JBCjjxY253ojQ=', 'gw+6xdCgOcvCYSKuQNrXH33lV9NMzuDf/s0huByCDsY=']
const sticker = (words: string, hash: string, { type = 'image/png', url = 'https://download.montague.lit/a/thumbs_up.png', algo = 'sha-256' } = {}) =>
  `<item><file xmlns='urn:xmpp:file:metadata:0'><media-type>${type}</media-type><desc>${words}</desc><size>71045</size><dimensions>512x512</dimensions>` +
  `<hash xmlns='urn:xmpp:hashes:2' algo='${algo}'>${hash}</hash></file><sources xmlns='urn:xmpp:sfs:0'><url-data xmlns='http://jabber.org/protocol/url-data' target='${url}'/></sources><suggest>+1</suggest></item>`
const item = (inside: string) => parseStanza(`<item xmlns='http://jabber.org/protocol/pubsub'><pack xmlns='urn:xmpp:stickers:0'>${inside}</pack></item>`)
const items = (...list: [words: string, value: string, algo?: string][]) => list.map(([words, value, algo = 'sha-256']) => ({ words, hashes: [{ algo, value }] }))
const idOf = (words: PackWord[], list: ReturnType<typeof items>) => packHash(words, list).slice(0, 24)
const NAME: PackWord = { kind: 'name', lang: '', text: 'Marsey the Cat' }

test('a pack of another client: names and summaries of all languages count, the one in no language is shown', () => {
  const words: PackWord[] = [{ kind: 'name', lang: 'de', text: 'Marsey die Katze' }, NAME, { kind: 'summary', lang: '', text: 'Be cute\nor be cynical' }]
  const id = idOf(words, items(['👍', HASHES[0]!], ['😘', HASHES[1]!]))
  const inside = `<name xml:lang='de'>Marsey die Katze</name><name>Marsey the Cat</name><summary>Be cute\nor be cynical</summary>${sticker('👍', HASHES[0]!)}${sticker('😘', HASHES[1]!)}`
  const pack = parsePack(item(inside), id)
  expect(pack).toMatchObject({ name: 'Marsey the Cat', summary: 'Be cute or be cynical', isRestricted: false })
  expect(pack?.stickers.map(({ words: said, file }) => [said, file.hash, file.size, file.width, file.name])).toEqual([['👍', HASHES[0], 71045, 512, 'thumbs_up.png'], ['😘', HASHES[1], 71045, 512, 'thumbs_up.png']])
  expect(parsePack(item(`${inside}<restricted/>`), id)?.isRestricted).toBe(true)
  expect(parsePack(item(inside.replace(' die ', ' das ')), id)).toBeNull()
  expect(parsePack(item(inside.replace('👍', '👎')), id)).toBeNull()
  expect(parsePack(item(inside.replace(HASHES[0]!, HASHES[1]!)), id)).toBeNull()
  expect(parsePack(item(inside), `${id.slice(0, 23)}A`)).toBeNull()
})

describe('what is left out', () => {
  const good = sticker('👍', HASHES[0]!)
  test.each<[string, string, ReturnType<typeof items>]>([
    ['another hash', sticker('x', HASHES[1]!, { algo: 'sha-512' }), items(['x', HASHES[1]!, 'sha-512'])],
    ['no hash at all', sticker('x', ''), items(['x', ''])],
    ['no picture', sticker('x', HASHES[1]!, { type: 'text/html' }), items(['x', HASHES[1]!])],
    ['another scheme', sticker('x', HASHES[1]!, { url: 'file:///etc/passwd' }), items(['x', HASHES[1]!])],
    ['an address with a login', sticker('x', HASHES[1]!, { url: 'https://a:b@montague.lit/x.png' }), items(['x', HASHES[1]!])],
  ])('%s', (_why, odd, its) => {
    const all = [...items(['👍', HASHES[0]!]), ...its]
    expect(parsePack(item(`<name>Marsey the Cat</name>${good}${odd}`), idOf([NAME], all))?.stickers.map(({ words }) => words)).toEqual(['👍'])
    expect(parsePack(item(`<name>Marsey the Cat</name>${odd}`), idOf([NAME], its))).toBeNull()
  })
  test('no pack, without a name, without stickers, with too many', () => {
    expect(parsePack(parseStanza("<item xmlns='http://jabber.org/protocol/pubsub'><pack xmlns='x'/></item>"), 'x')).toBeNull()
    expect(parsePack(item(good), idOf([], items(['👍', HASHES[0]!])))).toBeNull()
    expect(parsePack(item('<name>Marsey the Cat</name>'), idOf([NAME], []))).toBeNull()
    const many = Array.from({ length: 501 }, (_, i): [string, string] => [String(i), HASHES[0]!])
    expect(parsePack(item(`<name>Marsey the Cat</name>${many.map(([words, hash]) => sticker(words, hash)).join('')}`), idOf([NAME], items(...many)))).toBeNull()
  })
})

test('what we publish is read back as it was, under its id', () => {
  const file = { name: 'a.png', size: 5, type: 'image/png', kind: 'picture', width: 4, height: 3, url: 'https://x.example/a.png', hash: HASHES[0]!, thumbnail: null, local: 'k', problem: null } as const
  const stickers = [{ words: '<&>', file }]
  const xml = serialise(buildPack('猫 & co', 'by <me>', stickers))!
  const id = packId({ name: '猫 & co', summary: 'by <me>', stickers: [{ words: '<&>', hash: HASHES[0]! }] })
  const read = parsePack(parseStanza(`<item xmlns='http://jabber.org/protocol/pubsub'>${xml}</item>`), id)
  expect(read).toEqual({ name: '猫 & co', summary: 'by <me>', isRestricted: false, stickers: [{ words: '<&>', file: { ...file, local: null } }] })
})

/** X1 of SAFETY.md §6, short; the full figure: `npm run fuzz -- --stanzas 1000000 --seed S`. */
import { expect, test } from 'vitest'
import { appHere } from '../../fuzz/app'
import { fuzzPipeline } from '../../fuzz/campaign'
import { allNamespaces, readVocabulary } from '../../fuzz/vocabulary'

const SEED = 20261123
const repo = process.env.MAGPIE_REPO!

test(`5,000 generated stanzas through the whole program, seed ${SEED}`, async () => {
  const result = await fuzzPipeline({ stanzas: 5000, seed: SEED, repo, say: () => undefined, open: appHere })
  expect(result.words).toEqual([])
  expect(result).toMatchObject({ stanzas: 5000, uncaught: 0, markersLost: 0, badOutput: 0 })
  expect(result.reconnects).toBeGreaterThan(0) // some of it broke the stream, and the next one was good
}, 120_000)

test('the fuzzer knows the words of every feature', () => {
  const namespaces = allNamespaces(readVocabulary(repo))
  for (const one of ['urn:xmpp:carbons:2', 'urn:xmpp:mam:2', 'urn:xmpp:reactions:0', 'http://jabber.org/protocol/muc#user', 'urn:xmpp:bookmarks:1']) {
    expect(namespaces).toContain(one)
  }
  expect(namespaces.length).toBeGreaterThan(60)
})

/** X2 of SAFETY.md §6; the full figure: `npm run fuzz -- --documents 1000000`. */
import { expect, test } from 'vitest'
import { compareReaders } from '../../fuzz/differential'

const SEED = 20261123

test(`20,000 documents: read as expat reads them, seed ${SEED}`, async () => {
  const { words, ...counts } = await compareReaders({ documents: 20_000, seed: SEED, repo: process.env.MAGPIE_REPO!, say: () => undefined })
  expect(words).toEqual([])
  expect(counts).toMatchObject({ documents: 20_000, different: 0, onlyOurs: 0, onlyExpat: 0 })
  expect(counts.accepted).toBeGreaterThan(5000)
}, 60_000)

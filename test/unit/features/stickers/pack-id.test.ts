import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { packHash, packId } from '../../../../electron/features/stickers/pack-id'

const [one, two] = ['0AdP8lJOWJrugSKOIAqfEKqFatIpG5JBCjjxY253ojQ=', 'gw+6xdCgOcvCYSKuQNrXH33lV9NMzuDf/s0huByCDsY=']
const pack = { name: 'Marsey the Cat', summary: '', stickers: [{ words: '👍', hash: one }, { words: '😘', hash: two }] }

test('a pack is known by its name and what is in it, in whatever order', () => {
  // Written out by §4.3.2 of XEP-0449: 👍 stands before 😘, in octets.
  const all = `name\x1f\x1fMarsey the Cat\x1f\x1e\x1c👍\x1esha-256\x1f${one}\x1f\x1e\x1d😘\x1esha-256\x1f${two}\x1f\x1e\x1d\x1c`
  expect(packId(pack)).toBe(createHash('sha256').update(all).digest('base64').slice(0, 24))
  expect(Buffer.from(packId(pack), 'base64')).toHaveLength(18)
  expect(packId({ ...pack, stickers: pack.stickers.toReversed() })).toBe(packId(pack))
  const others = [{ ...pack, name: 'Marsey' }, { ...pack, stickers: [pack.stickers[0]!] }, { ...pack, stickers: [{ words: '👍', hash: two }, { words: '😘', hash: one }] }]
  expect(new Set([pack, ...others].map(packId)).size).toBe(4)
})

test('octets order them, not UTF-16', () => {
  const stickers = [{ words: '\uff01', hash: one }, { words: '😘', hash: two }] // as UTF-16 the second comes first
  const all = `name\x1f\x1fx\x1f\x1e\x1c\uff01\x1esha-256\x1f${one}\x1f\x1e\x1d😘\x1esha-256\x1f${two}\x1f\x1e\x1d\x1c`
  expect(packId({ name: 'x', summary: '', stickers: stickers.toReversed() })).toBe(createHash('sha256').update(all).digest('base64').slice(0, 24))
})

test('every name and summary counts with its language, every hash with its kind, in whatever order', () => {
  // Written out by §4.3.2: in octets `name` stands before `summary`, no language before one, `sha-256` before `sha-512`.
  const meta = 'name\x1f\x1fCat\x1f\x1ename\x1fde\x1fKatze\x1f\x1esummary\x1fde\x1fvon mir\x1f\x1e\x1c'
  const all = `${meta}👍\x1esha-256\x1f${one}\x1f\x1esha-512\x1f${two}\x1f\x1e\x1d\x1c`
  const hashes = [{ algo: 'sha-512', value: two }, { algo: 'sha-256', value: one }]
  const words = [{ kind: 'summary', lang: 'de', text: 'von mir' }, { kind: 'name', lang: 'de', text: 'Katze' }, { kind: 'name', lang: '', text: 'Cat' }] as const
  expect(packHash(words, [{ words: '👍', hashes }])).toBe(createHash('sha256').update(all).digest('base64'))
})

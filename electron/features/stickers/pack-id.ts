/** §4.3.2 of XEP-0449: what a pack is known by, made of what is in it. */
import { createHash } from 'node:crypto'

/** One `<name/>` or `<summary/>`, as it is written. */
export interface PackWord {
  kind: 'name' | 'summary'
  /** Empty: none is said. */
  lang: string
  text: string
}
export interface PackItem {
  words: string
  hashes: readonly { algo: string; value: string }[]
}

const [SEP1, SEP2, SEP3, SEP4] = ['\x1c', '\x1d', '\x1e', '\x1f']
/** By their octets: UTF-16 would order some otherwise. */
const joined = (parts: readonly string[]): string => Buffer.concat(parts.map((part) => Buffer.from(part)).sort(Buffer.compare)).toString()

/** SHA-256 of all of it, in Base64; its beginning is the id. */
export function packHash(words: readonly PackWord[], items: readonly PackItem[]): string {
  const meta = words.map(({ kind, lang, text }) => `${kind}${SEP4}${lang}${SEP4}${text}${SEP4}${SEP3}`)
  const stickers = items.map(({ words: said, hashes }) => `${said}${SEP3}${joined(hashes.map(({ algo, value }) => `${algo}${SEP4}${value}${SEP4}${SEP3}`))}${SEP2}`)
  return createHash('sha256').update(joined(meta) + SEP1 + joined(stickers) + SEP1).digest('base64')
}
export const ID_CHARS = 24

interface Content {
  name: string
  summary: string
  /** `hash`: SHA-256 in Base64. */
  stickers: readonly { words: string; hash: string }[]
}
/** Of a pack of ours: one name and at most one summary, in no language. */
export const ownPackHash = ({ name, summary, stickers }: Content): string =>
  packHash(
    [{ kind: 'name', lang: '', text: name }, ...(summary ? [{ kind: 'summary', lang: '', text: summary } as const] : [])],
    stickers.map(({ words, hash }) => ({ words, hashes: [{ algo: 'sha-256', value: hash }] })),
  )
export const packId = (content: Content): string => ownPackHash(content).slice(0, ID_CHARS)

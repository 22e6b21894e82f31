/** §4.3.2 of XEP-0449: what a pack is known by, made of what is in it. */
import { createHash } from 'node:crypto'

interface Content {
  name: string
  /** `hash`: SHA-256 in Base64. */
  stickers: readonly { words: string; hash: string }[]
}
const [SEP1, SEP2, SEP3, SEP4] = ['\x1c', '\x1d', '\x1e', '\x1f']
/** By their octets: UTF-16 would order some otherwise. */
const sorted = (parts: readonly string[]) => parts.map((part) => Buffer.from(part)).sort(Buffer.compare)

/** Of a pack with one name, in no language, without a summary. */
export function packId({ name, stickers }: Content): string {
  const items = stickers.map(({ words, hash }) => `${words}${SEP3}sha-256${SEP4}${hash}${SEP4}${SEP3}${SEP2}`)
  const sha = createHash('sha256').update(`name${SEP4}${SEP4}${name}${SEP4}${SEP3}${SEP1}`)
  for (const item of sorted(items)) sha.update(item)
  return sha.update(SEP1).digest('base64').slice(0, 24)
}

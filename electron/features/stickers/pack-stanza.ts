/** A pack as an item of a node: §4.3.1 of XEP-0449. XML stops here. */
import { buildMetadata, buildSources, NS_HASHES, NS_METADATA, NS_STICKERS, parseSharing } from '#features/files/public'
import type { SharedFile } from '#shared/model/files'
import { MAX_PACK_NAME, MAX_PACK_SUMMARY, MAX_STICKERS, plainLine } from '#shared/model/sticker'
import { attr, child, children, textOf, xml, type Element } from '#xmpp/element'
import { ID_CHARS, ownPackHash, packHash, type PackWord } from './pack-id'

export interface PublishedSticker {
  /** As they came: they count for the id. */
  words: string
  file: SharedFile & { url: string; hash: string }
}
export interface PublishedPack {
  name: string
  summary: string
  isRestricted: boolean
  stickers: PublishedSticker[]
}

const wordsOf = (pack: Element, kind: PackWord['kind']): PackWord[] =>
  children(pack, kind, NS_STICKERS).map((el) => ({ kind, lang: attr(el, 'xml:lang') ?? '', text: textOf(el) }))
/** In the language of nobody, else in the first. */
const chosen = (words: readonly PackWord[], most: number) => plainLine((words.find(({ lang }) => lang === '') ?? words[0])?.text ?? '', most)

/** Null: no pack, one that is not what its id says, or one whose pictures cannot be known by SHA-256. */
export function parsePack(item: Element, id: string): PublishedPack | null {
  const pack = child(item, 'pack', NS_STICKERS)
  const items = children(pack, 'item', NS_STICKERS)
  if (!pack || items.length === 0 || items.length > MAX_STICKERS) return null
  const found = items.map((one) => {
    const file = child(one, 'file', NS_METADATA)
    const desc = children(file, 'desc', NS_METADATA).find((el) => attr(el, 'xml:lang') === null)
    const hashes = children(file, 'hash', NS_HASHES).map((el) => ({ algo: attr(el, 'algo') ?? '', value: textOf(el) }))
    return { words: textOf(desc), hashes, file: parseSharing(one) }
  })
  const [names, summaries] = [wordsOf(pack, 'name'), wordsOf(pack, 'summary')]
  if (packHash([...names, ...summaries], found).slice(0, ID_CHARS) !== id) return null
  const stickers = found.flatMap(({ words, file }) => (file?.url && file.hash !== null && file.kind === 'picture' ? [{ words, file: { ...file, url: file.url, hash: file.hash } }] : []))
  const name = chosen(names, MAX_PACK_NAME)
  return name && stickers.length > 0 ? { name, summary: chosen(summaries, MAX_PACK_SUMMARY), isRestricted: child(pack, 'restricted', NS_STICKERS) !== null, stickers } : null
}

export function buildPack(name: string, summary: string, stickers: readonly PublishedSticker[]): Element {
  const hash = ownPackHash({ name, summary, stickers: stickers.map(({ words, file }) => ({ words, hash: file.hash })) })
  return xml(
    'pack', { xmlns: NS_STICKERS },
    xml('name', {}, name),
    ...(summary ? [xml('summary', {}, summary)] : []),
    ...stickers.map(({ words, file }) => xml('item', {}, buildMetadata({ ...file, isSticker: true, description: words, thumbnail: null }), buildSources(file.url))),
    xml('hash', { xmlns: NS_HASHES, algo: 'sha-256' }, hash),
  )
}

/** Files in a message: `<x/>` of XEP-0066, `<file-sharing/>` of XEP-0447 with the metadata of XEP-0446; whose slots are xmpp/xep/0363's. XML stops here. */
import { parseBareJid } from '#shared/jid'
import { kindOf, MAX_DURATION_MS, MAX_FILES, type PackPlace, type SharedFile } from '#shared/model/files'
import { PACK_KEY } from '#shared/model/sticker'
import { safeName } from '#shared/safe-name'
import { attr, child, children, childText, textOf, xml, type Element } from '#xmpp/element'
import { webAddress } from '#xmpp/xep/0363'
import { mediaOf } from './media'

export const NS_OOB = 'jabber:x:oob'
export const NS_SFS = 'urn:xmpp:sfs:0'
export const NS_METADATA = 'urn:xmpp:file:metadata:0'
export const NS_HASHES = 'urn:xmpp:hashes:2'
const NS_THUMBS = 'urn:xmpp:thumbs:1'
const NS_URL = 'http://jabber.org/protocol/url-data'
export const NS_STICKERS = 'urn:xmpp:stickers:0'
const NS_FALLBACK = 'urn:xmpp:fallback:0'
const MAX_THUMBNAIL_CHARS = 16_000
const MAX_THUMBNAIL_EDGE = 512

/** What an address ends with. */
function nameIn(address: string): string {
  const last = new URL(address).pathname.split('/').at(-1) ?? ''
  try {
    return safeName(decodeURIComponent(last))
  } catch {
    return safeName(last) // no UTF-8 behind its percents
  }
}

const number = (text: string | null, most: number) => (text !== null && /^\d{1,15}$/.test(text.trim()) && Number(text) <= most ? Number(text) : null)

/** Only what a browser draws at once, and small. */
export function thumbnailOf(uri: string): string | null {
  const found = uri.length <= MAX_THUMBNAIL_CHARS && /^data:image\/(?:png|jpeg|webp);base64,([A-Za-z0-9+/]+={0,2})$/.exec(uri)
  const media = found ? mediaOf(Buffer.from(found[1]!, 'base64')) : null
  return media?.kind === 'picture' && media.width <= MAX_THUMBNAIL_EDGE && media.height <= MAX_THUMBNAIL_EDGE ? uri : null
}

const unknown = { size: null, type: null, width: null, height: null, hash: null, thumbnail: null, local: null, problem: null }

/** 0.1 of XEP-0446 had one element for both, which stickers are still described with. */
function sizeOf(file: Element): { width: number | null; height: number | null } {
  const [, width = null, height = null] = /^(\d{1,6})x(\d{1,6})$/.exec(childText(file, 'dimensions', NS_METADATA)?.trim() ?? '') ?? []
  const one = (name: string, other: string | null) => number(childText(file, name, NS_METADATA) ?? other, 100_000)
  return { width: one('width', width), height: one('height', height) }
}

/** @param sharing with `<file/>` and `<sources/>` in it: of a message, or an item of a pack of stickers */
export function parseSharing(sharing: Element): SharedFile | null {
  const file = child(sharing, 'file', NS_METADATA)
  const url = children(child(sharing, 'sources', NS_SFS), 'url-data', NS_URL).map((one) => webAddress(attr(one, 'target'))).find((one) => one !== null)
  if (!file || !url) return null
  const said = childText(file, 'name', NS_METADATA)?.slice(0, 1000).trim()
  const name = said ? safeName(said) : nameIn(url)
  const type = childText(file, 'media-type', NS_METADATA)?.trim().toLowerCase() ?? ''
  const hash = children(file, 'hash', NS_HASHES).find((one) => attr(one, 'algo') === 'sha-256')
  const sha = hash ? textOf(hash).trim() : ''
  const durationMs = number(childText(file, 'length', NS_METADATA), MAX_DURATION_MS)
  const isType = /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,100}$/.test(type)
  return {
    name, url,
    size: number(childText(file, 'size', NS_METADATA), Number.MAX_SAFE_INTEGER),
    type: isType ? type : null,
    kind: kindOf(isType ? type : null, name),
    ...sizeOf(file),
    hash: /^[A-Za-z0-9+/]{43}=$/.test(sha) ? sha : null,
    thumbnail: children(file, 'thumbnail', NS_THUMBS).map((one) => thumbnailOf(attr(one, 'uri') ?? '')).find((uri) => uri !== null) ?? null,
    ...(durationMs !== null && { durationMs }),
    ...(attr(sharing, 'disposition') === 'attachment' && { isAttachment: true }),
    local: null, problem: null,
  }
}

const MAX_NODE = 500
const isPlainNode = (node: string) => node.length > 0 && node.length <= MAX_NODE && !/\p{Cc}/u.test(node)

/** §4.5 of XEP-0449. */
function parsePackPlace(sticker: Element): PackPlace | null {
  const [id, jid, node] = [attr(sticker, 'pack') ?? '', attr(sticker, 'jid'), attr(sticker, 'node')]
  const at = jid === null ? null : parseBareJid(jid)
  if (!PACK_KEY.test(id) || (jid !== null && at === null) || (node !== null && !isPlainNode(node))) return null
  return { id, at, ...(node !== null && node !== NS_STICKERS && { node }) }
}

/** @param body of the message: an address out of band is a file only where it is all that is said */
export function parseFiles(message: Element, body: string | null): SharedFile[] {
  const shared = children(message, 'file-sharing', NS_SFS).slice(0, MAX_FILES).map(parseSharing).filter((one) => one !== null)
  // §4.2 of XEP-0449: its picture stands for the message, whose words say the same.
  const sticker = shared.length === 1 && shared[0]!.kind === 'picture' ? child(message, 'sticker', NS_STICKERS) : null
  const fromPack = sticker && parsePackPlace(sticker)
  if (sticker) return [{ ...shared[0]!, isSticker: true, ...(fromPack && { fromPack }) }]
  if (shared.length > 0) return shared
  const url = webAddress(childText(child(message, 'x', NS_OOB), 'url', NS_OOB))
  if (!url || (body !== null && body.trim() !== url)) return []
  const name = nameIn(url)
  return [{ ...unknown, name, url, kind: kindOf(null, name) }]
}

/** §5 of XEP-0264: how large it is meant to be shown. */
function buildThumbnail(uri: string): Element {
  const [, type, base64] = /^data:([^;]+);base64,(.*)$/.exec(uri) ?? []
  const media = base64 ? mediaOf(Buffer.from(base64, 'base64')) : null
  const size = media?.kind === 'picture' ? { width: String(media.width), height: String(media.height) } : {}
  return xml('thumbnail', { xmlns: NS_THUMBS, uri, 'media-type': type, ...size })
}

const data = (name: string, value: string | number | null) => (value === null ? [] : [xml(name, {}, String(value))])

export const buildMetadata = ({ name, size, type, width, height, durationMs, hash, thumbnail, description, isSticker }: SharedFile): Element =>
  xml(
    'file', { xmlns: NS_METADATA },
    ...data('media-type', type), ...data('name', name), ...data('size', size), ...data('width', width), ...data('height', height),
    ...data('length', durationMs ?? null), ...data('desc', (isSticker && description) || null),
    ...(hash ? [xml('hash', { xmlns: NS_HASHES, algo: 'sha-256' }, hash)] : []),
    ...(thumbnail ? [buildThumbnail(thumbnail)] : []),
  )
export const buildSources = (url: string): Element => xml('sources', { xmlns: NS_SFS }, xml('url-data', { xmlns: NS_URL, target: url }))

/** For a message whose body is the address of the file, or what a sticker shows in words. */
export function buildFile(file: SharedFile & { url: string }): Element[] {
  const { kind, url, stickerPack } = file
  const sharing = xml('file-sharing', { xmlns: NS_SFS, disposition: kind === 'file' ? 'attachment' : 'inline' }, buildMetadata(file), buildSources(url))
  if (file.isSticker) return [xml('sticker', { xmlns: NS_STICKERS, ...(stickerPack && { pack: stickerPack }) }), sharing]
  return [
    xml('x', { xmlns: NS_OOB }, xml('url', {}, url)),
    sharing,
    xml('fallback', { xmlns: NS_FALLBACK, for: NS_SFS }, xml('body')),
  ]
}

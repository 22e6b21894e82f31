/** `<forwarded/>` with a message in it, as a direct child of a message (XEP-0297 §3). XML stops here. */
import { buildFile, parseFiles } from '#features/files/public'
import { buildSpoiler, parseSpoiler } from '#features/spoilers/public'
import { bareOf, localOf, parseJid, resourceOf } from '#shared/jid'
import { MAX_BUNDLE_DEPTH, MAX_ENTRIES, type Bundle, type ForwardedEntry } from '#shared/model/bundle'
import { isOnlyFile, type SharedFile } from '#shared/model/files'
import { attr, children, childText, NS_CLIENT, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { formatDateTime } from '#xmpp/xep/0082'
import { NS_DELAY } from '#xmpp/xep/0203'
import { NS_FORWARD, readForwarded } from '#xmpp/xep/0297'
import { NS_FALLBACK, parseFallback } from '#xmpp/xep/0428'

/** Of all entries of a bundle together, UTF-16. */
const MAX_CHARS = 100_000
/** Of the words for programs that know no bundles. */
const MAX_WORDS_CHARS = 4000
const MAX_LINE_CHARS = 300

/** What its writer is called, by what is claimed to be his address. */
export function writerOf(claimed: string | null, isRoom: boolean): Pick<ForwardedEntry, 'name' | 'address' | 'isRoom'> {
  const jid = parseJid(claimed)
  if (!jid) return { name: '', address: '' }
  const nick = isRoom ? resourceOf(jid) : null
  return nick !== null ? { name: nick, address: jid, isRoom: true } : { name: localOf(jid) ?? bareOf(jid), address: bareOf(jid) }
}

interface Left {
  entries: number
  chars: number
  isPart: boolean
}

function readAll(message: Element, depth: number, left: Left): ForwardedEntry[] {
  const entries: ForwardedEntry[] = []
  for (const one of children(message, 'forwarded', NS_FORWARD)) {
    const found = readForwarded(one)
    if (!found) continue
    if (left.entries <= 0 || left.chars <= 0) {
      left.isPart = true
      break
    }
    left.entries--
    const said = childText(found.message, 'body', NS_CLIENT) ?? ''
    const body = said.slice(0, left.chars)
    left.chars -= body.length
    if (body.length < said.length) left.isPart = true
    const inner = depth < MAX_BUNDLE_DEPTH ? readAll(found.message, depth + 1, left) : []
    const spoiler = parseSpoiler(found.message)
    const files = parseFiles(found.message, said).map((file): SharedFile => ({ ...file, thumbnail: null }))
    if (body === '' && inner.length === 0 && files.length === 0) continue
    entries.push({
      ...writerOf(attr(found.message, 'from'), attr(found.message, 'type') === 'groupchat'),
      sentAtMs: found.stampMs,
      body: body || (files[0]?.url ?? ''),
      ...(files.length > 0 && { files }),
      ...(spoiler && { spoiler }),
      ...(inner.length > 0 && { inner }),
    })
  }
  return entries
}

/** Null: it passes nothing on. */
export function parseBundle(message: Element, body: string | null): Bundle | null {
  const left: Left = { entries: MAX_ENTRIES, chars: MAX_CHARS, isPart: false }
  const entries = readAll(message, 1, left)
  if (entries.length === 0) return null
  const isFallback = body === null || parseFallback(message, NS_FORWARD) === 'whole'
  return { entries, ...(left.isPart && { isPart: true }), ...(!isFallback && { hasWords: true }) }
}

function buildEntry(entry: ForwardedEntry): Element {
  const { address, isRoom, sentAtMs, body, files = [], spoiler, inner = [] } = entry
  const [file] = files
  return xml(
    'forwarded', { xmlns: NS_FORWARD },
    ...(sentAtMs === null ? [] : [xml('delay', { xmlns: NS_DELAY, stamp: formatDateTime(sentAtMs) })]),
    xml(
      'message', { xmlns: NS_CLIENT, type: isRoom ? 'groupchat' : 'chat', ...(address && { from: address }) },
      xml('body', {}, body),
      ...(file?.url && isOnlyFile({ body, extras: { files } }) ? buildFile({ ...file, url: file.url }) : []),
      ...(spoiler ? [buildSpoiler(spoiler)] : []),
      ...inner.map(buildEntry),
    ),
  )
}

/** For a message whose body is `wordsOf` the same bundle. */
export const buildBundle = ({ entries }: Bundle): Element[] => [
  ...entries.map(buildEntry),
  xml('fallback', { xmlns: NS_FALLBACK, for: NS_FORWARD }, xml('body', {})),
]

/** Who said what, a line each, for programs that know no bundles; also what is found by searching. */
export function wordsOf(entries: readonly ForwardedEntry[]): string {
  const lines: string[] = []
  let length = 0
  for (const { name, body, spoiler } of entries) {
    const chars = [...(spoiler ? spoiler.hint || '…' : body)]
    const line = `${name || '?'}: ${chars.length > MAX_LINE_CHARS ? `${chars.slice(0, MAX_LINE_CHARS).join('')}…` : chars.join('')}`
    length += line.length + 1
    if (length > MAX_WORDS_CHARS) {
      lines.push('…')
      break
    }
    lines.push(line)
  }
  return lines.join('\n')
}

/**
 * What a web page says of itself in its head: `<title>`, and the `<meta>` of Open Graph and of old. No parser of HTML: it looks for
 * three kinds of tags from the start of the page, once through, and gives plain text. Pure.
 */
import { MAX_DESCRIPTION_CHARS, MAX_TITLE_CHARS } from '#shared/model/link-card'

export interface PageFacts {
  title: string
  description: string
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', mdash: '—', ndash: '–', hellip: '…', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', middot: '·', copy: '©', reg: '®', trade: '™', laquo: '«', raquo: '»' }
/** Attributes of one tag that are looked at. */
const MAX_ATTRIBUTES = 30

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/giu, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole
    const code = hex !== undefined ? parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : ''
  })
}

/** One line; nothing that cannot be seen or turns the line around. */
export function plainLine(text: string, maxChars: number): string {
  const line = text.slice(0, 20 * maxChars).replace(/[\p{Cc}\s]+/gu, ' ').replace(/[\p{Cf}\p{Cs}\p{Co}]/gu, '').trim()
  const chars = [...line]
  return chars.length > maxChars ? `${chars.slice(0, maxChars - 1).join('').trimEnd()}…` : line
}

/** `name="value"` pairs behind the name of a tag, names in lower case. */
function attributes(tag: string): Map<string, string> {
  const found = new Map<string, string>()
  const pair = /([^\s"'<>/=]{1,100})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`=]+))/gu
  for (let one = pair.exec(tag); one && found.size < MAX_ATTRIBUTES; one = pair.exec(tag)) {
    const name = one[1]!.toLowerCase()
    if (!found.has(name)) found.set(name, one[2] ?? one[3] ?? one[4] ?? '')
  }
  return found
}

/** Where a tag that begins at `at` ends; a `>` inside of quotes does not end it. */
function endOfTag(html: string, at: number): number {
  let quote = ''
  for (let i = at; i < html.length; i++) {
    const char = html[i]!
    if (quote) quote = char === quote ? '' : quote
    else if (char === '>') return i
    else if ((char === '"' || char === "'") && html[i - 1] === '=') quote = char
  }
  return html.length
}

/** Null: it does not even have a title. */
export function readPage(html: string): PageFacts | null {
  const said = new Map<string, string>()
  let title: string | null = null
  const lower = html.toLowerCase()
  const after = (end: string, from: number) => {
    const at = lower.indexOf(end, from)
    return at < 0 ? html.length : at
  }
  for (let at = lower.indexOf('<'); at >= 0 && at < html.length; at = lower.indexOf('<', at)) {
    if (lower.startsWith('<!--', at)) {
      at = after('-->', at) + 3
      continue
    }
    const name = /^<(\/?[a-z][a-z0-9]{0,20})/.exec(lower.slice(at, at + 24))?.[1]
    if (name === undefined) {
      at++
      continue
    }
    if (name === 'body' || name === '/head') break
    const end = endOfTag(html, at)
    if (name === 'script' || name === 'style' || name === 'noscript' || name === 'template') {
      at = after(`</${name}`, end)
      at += 1
      continue
    }
    if (name === 'title' && title === null) {
      const close = after('</title', end)
      title = html.slice(end + 1, close)
      at = close + 1
      continue
    }
    if (name === 'meta') {
      const all = attributes(html.slice(at, end))
      const key = (all.get('property') ?? all.get('name') ?? '').toLowerCase()
      const content = all.get('content')
      if (content !== undefined && !said.has(key)) said.set(key, content)
    }
    at = end + 1
  }
  const line = (text: string | null | undefined, most: number) => (text ? plainLine(decode(text), most) : '')
  const found = line(said.get('og:title'), MAX_TITLE_CHARS) || line(said.get('twitter:title'), MAX_TITLE_CHARS) || line(title, MAX_TITLE_CHARS)
  if (!found) return null
  const about = said.get('og:description') ?? said.get('twitter:description') ?? said.get('description')
  return { title: found, description: line(about, MAX_DESCRIPTION_CHARS) }
}

/** The name of the encoding, by what the server says, else by what the page says in its beginning (HTML §13.2.3). */
export function encodingOf(contentType: string | null, beginning: string): string {
  const named = /charset\s*=\s*["']?([a-z0-9_-]{2,30})/i
  return (named.exec(contentType ?? '') ?? named.exec(beginning.slice(0, 2048)))?.[1]?.toLowerCase() ?? 'utf-8'
}

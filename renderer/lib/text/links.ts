/**
 * Finds links in plain text. Own work because the usual finders either miss links that touch Chinese or swallow the
 * sentence after them. Writing systems without spaces end a link, except where an address clearly goes on in them
 * (`/wiki/喜鹊`, `https://例子.中国`). Only http, https, www., mailto: and xmpp: are links; nothing else is ever offered.
 */
export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; url: string }

/** Links longer than this stay text: no browser takes them and no reader can check them. */
const MAX_LINK_CHARS = 2048
const START = /https?:\/\/|www\.|mailto:|xmpp:/giu
/** Letters of scripts written without spaces: beside a link they are a sentence, not an address. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}\p{sc=Hang}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u
/** Never part of an address: space, controls, quotes and brackets of any script, full-width punctuation, direction marks, pictures. */
const END =
  /[\s\p{Cc}\p{Cf}\p{Zs}<>"`{}|\\^“”‘’«»\u2026\u2014\u3000-\u3004\u3008-\u3020\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\p{Extended_Pictographic}]/u
/** At the end of a link these belong to the sentence. */
const TRAILING = new Set('.,;:!?\'*_~')
const CLOSES: Record<string, string> = { ')': '(', ']': '[' }
/** Without a login: `https://bank.com@evil.org` is no link. */
const HOST = /^(\[[0-9a-f:.]+\]|[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._-]*[\p{L}\p{M}\p{N}])?\.?)(?::\d{1,5})?(?=[/?#]|$)/iu
const WWW = /^www\.(?:[\p{L}\p{N}-]+\.)+\p{L}[\p{L}\p{N}-]+(?::\d{1,5})?(?=[/?#]|$)/iu
const MAILTO = /^mailto:[^\s@:?]+@[\p{L}\p{N}][\p{L}\p{N}.-]*(?=\?|$)/iu
const XMPP = /^xmpp:(?:[^\s@/?]+@)?[\p{L}\p{N}][\p{L}\p{N}.-]*(?=[/?]|$)/iu

export function findLinks(text: string): TextPart[] {
  const parts: TextPart[] = []
  let done = 0
  START.lastIndex = 0
  for (let match = START.exec(text); match; match = START.exec(text)) {
    const at = match.index
    if (at > 0 && touchesWord(text, at)) continue
    const link = trim(take(text, at, match[0].toLowerCase()))
    const url = link.length <= MAX_LINK_CHARS ? urlOf(link) : null
    if (!url) continue
    if (at > done) parts.push({ kind: 'text', text: text.slice(done, at) })
    parts.push({ kind: 'link', text: link, url })
    done = at + link.length
    START.lastIndex = done
  }
  if (done < text.length) parts.push({ kind: 'text', text: text.slice(done) })
  return parts
}

/** `xhttps://…` and `a.www.x.org` are no links; `看https://…` is one. */
function touchesWord(text: string, at: number): boolean {
  const before = /(?:[\ud800-\udbff][\udc00-\udfff]|[^])$/.exec(text.slice(Math.max(0, at - 2), at))?.[0] ?? ''
  return /[\p{L}\p{N}@./-]/u.test(before) && !UNSPACED.test(before)
}

/** The longest run that may be an address, beginning at `at`. */
function take(text: string, at: number, scheme: string): string {
  let end = at + scheme.length
  const limit = Math.min(text.length, at + MAX_LINK_CHARS + 1)
  const first = [...text.slice(end, end + 2)][0] ?? ''
  const isNamed = scheme === 'mailto:' || scheme === 'xmpp:'
  let inForeignHost = UNSPACED.test(first) // an address that begins in Chinese may stay in Chinese until its path
  let before = ''
  let inPath = false
  let hasSegment = inForeignHost
  let inForeignSegment = false
  while (end < limit) {
    const char = String.fromCodePoint(text.codePointAt(end) as number)
    if (END.test(char)) break
    if (UNSPACED.test(char)) {
      const opensSegment = inPath && (before === '=' || (hasSegment && (before === '/' || before === '#')))
      if (!inForeignHost && !inForeignSegment && !opensSegment) break
      if (opensSegment) inForeignSegment = true
    } else if ('/?#'.includes(char)) {
      if (inPath && before !== '/') hasSegment = true
      inPath = true
      inForeignHost = false
      inForeignSegment = false
    } else if (char === '@' && isNamed) inForeignHost = false
    else if (char === '&') inForeignSegment = false
    before = char
    end += char.length
  }
  return text.slice(at, end)
}

/** Without the punctuation and closing brackets that belong to the sentence around it. */
function trim(link: string): string {
  let end = link.length
  while (end > 0) {
    const last = link[end - 1] as string
    const opening = CLOSES[last]
    if (!TRAILING.has(last) && !(opening && count(link, last, end) > count(link, opening, end))) break
    end--
  }
  return link.slice(0, end)
}

function count(text: string, char: string, end: number): number {
  let n = 0
  for (let i = 0; i < end; i++) if (text[i] === char) n++
  return n
}

function urlOf(link: string): string | null {
  const lower = link.slice(0, 8).toLowerCase()
  if (lower.startsWith('http')) return HOST.test(link.slice(link.indexOf('://') + 3)) ? link : null
  if (lower.startsWith('www.')) return WWW.test(link) ? `https://${link}` : null
  if (lower.startsWith('mailto:')) return MAILTO.test(link) ? link : null
  return XMPP.test(link) ? link : null
}

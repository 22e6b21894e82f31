/** XEP-0461 §3 `<reply/>`, and the quoted lines in front of the body. */
import { attr, child, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import type { Span } from '#xmpp/xep/0428'

export const NS_REPLY = 'urn:xmpp:reply:0'
const MAX_ID_CHARS = 1024
/** Of the quoted message in the body: the others have it. */
const MAX_LINES = 6
const MAX_CHARS = 300

/** Id of the message that is answered. Who wrote that is not taken from here: anybody may claim anything. */
export function parseReply(message: Element): string | null {
  const id = attr(child(message, 'reply', NS_REPLY), 'id')
  return id !== null && id !== '' && id.length <= MAX_ID_CHARS ? id : null
}

export const buildReply = (id: string, to: string | null): Element => xml('reply', { xmlns: NS_REPLY, id, ...(to !== null && { to }) })

/**
 * Where the quoted lines are. Dino 0.4 tells their end in bytes of UTF-8 instead of code points, and with Chinese in the quote the
 * answer's own words would go with it: an end amid a line is taken for bytes when in bytes it is the end of quoted lines. Converse.js 14
 * marks in the correction of an answer what it marked in the answer, with no quoted line in there any more: nothing is quoted then.
 */
export function quoteSpans(body: string, spans: Span[], isCorrection = false): Span[] {
  const [span, ...more] = spans
  if (span === undefined || span.begin !== 0 || more.length > 0) return spans
  const chars = [...body]
  if (chars[span.end - 1] === '\n' || chars[span.end] === '\n') return spans
  if (isCorrection && chars[0] !== '>') return []
  let bytes = 0
  const end = chars.findIndex((char) => (bytes += Buffer.byteLength(char)) >= span.end) + 1
  const lines = chars.slice(0, end).join('')
  return bytes === span.end && /^(?:>.*\n)+$/.test(lines) ? [{ begin: 0, end }] : spans
}

/** `> ` before every line. */
export function quoteLines(body: string): string {
  const chars = [...body]
  const lines = chars.slice(0, MAX_CHARS).join('').split('\n', MAX_LINES + 1)
  const isWhole = chars.length <= MAX_CHARS && lines.length <= MAX_LINES
  const quoted = lines.slice(0, MAX_LINES).map((line) => `> ${line}\n`).join('')
  return isWhole ? quoted : `${quoted.slice(0, -1)}…\n`
}

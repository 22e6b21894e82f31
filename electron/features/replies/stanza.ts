/** XEP-0461 §3 `<reply/>`, and the quoted lines in front of the body. */
import { attr, child, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'

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

/** `> ` before every line. */
export function quoteLines(body: string): string {
  const chars = [...body]
  const lines = chars.slice(0, MAX_CHARS).join('').split('\n', MAX_LINES + 1)
  const isWhole = chars.length <= MAX_CHARS && lines.length <= MAX_LINES
  const quoted = lines.slice(0, MAX_LINES).map((line) => `> ${line}\n`).join('')
  return isWhole ? quoted : `${quoted.slice(0, -1)}…\n`
}

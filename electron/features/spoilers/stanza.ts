/** XEP-0382 §4 `<spoiler/>`. */
import { MAX_HINT_CHARS, type Spoiler } from '#shared/model/message-extras'
import { child, textOf, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'

export const NS_SPOILER = 'urn:xmpp:spoiler:0'

/** One line without controls. */
export const hintOf = (text: string): string => [...text.slice(0, 4 * MAX_HINT_CHARS).replace(/[\s\p{Cc}]+/gu, ' ').trim()].slice(0, MAX_HINT_CHARS).join('')

/** Of hints in several languages the first. */
export function parseSpoiler(message: Element): Spoiler | null {
  const found = child(message, 'spoiler', NS_SPOILER)
  return found && { hint: hintOf(textOf(found)) }
}

export const buildSpoiler = ({ hint }: Spoiler): Element => xml('spoiler', { xmlns: NS_SPOILER }, ...(hint ? [hint] : []))

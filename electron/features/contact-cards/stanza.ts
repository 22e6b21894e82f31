/** XEP-0144 §3 `<x/>` with people to add, and the words for programs that do not know it. */
import { parseBareJid, type BareJid } from '#shared/jid'
import type { RecommendedContact } from '#shared/model/message-extras'
import { attr, child, children, xml, type Element } from '#xmpp/element'
import { NS_FALLBACK } from '#xmpp/xep/0428'
import { MAX_CARDS } from './contract'

export const NS_ROSTERX = 'http://jabber.org/protocol/rosterx'
const MAX_NAME_CHARS = 100

/** Controls and marks that turn the direction of what stands beside. */
// eslint-disable-next-line no-control-regex
const clean = (text: string) => [...text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim()].slice(0, MAX_NAME_CHARS).join('')

/** People to add; that somebody shall be changed or removed is not heard (§3.2, 3.3), nor are groups. Null: there are none. */
export function parseCards(message: Element): RecommendedContact[] | null {
  const found = new Map<BareJid, RecommendedContact>()
  for (const item of children(child(message, 'x', NS_ROSTERX), 'item', NS_ROSTERX)) {
    const jid = parseBareJid(attr(item, 'jid') ?? '')
    // §3.1: whatever is not understood is an addition.
    if (jid === null || ['delete', 'modify'].includes(attr(item, 'action') ?? '') || found.has(jid)) continue
    found.set(jid, { jid, name: clean(attr(item, 'name') ?? '') })
    if (found.size >= MAX_CARDS) break
  }
  return found.size > 0 ? [...found.values()] : null
}

export const buildCards = (people: readonly RecommendedContact[]): Element =>
  xml('x', { xmlns: NS_ROSTERX }, people.map(({ jid, name }) => xml('item', { action: 'add', jid, ...(name && { name: clean(name) }) })))

/** The whole body stands there instead of the cards. */
export const buildWholeFallback = (): Element => xml('fallback', { xmlns: NS_FALLBACK, for: NS_ROSTERX }, xml('body'))

const encoded = (part: string) => encodeURIComponent(part).replace(/%40/g, '@')

/** A name and a link (XEP-0147) for each. */
export const wordsFor = (people: readonly RecommendedContact[]): string =>
  people
    .map(({ jid, name }) => {
      const link = `xmpp:${jid.split('@').map(encoded).join('@')}`
      return name && name !== jid ? `${clean(name)}\n${link}` : link
    })
    .join('\n')

/** Message carbons: enabling (§4), receiving (§7), avoiding (§9). XEP-0280 version 1.0.1. */
import { attr, children, elements, nsOf, xml, type Element } from '../element'
import { parseForwarded } from './0297'

export const NS_CARBONS = 'urn:xmpp:carbons:2'

export const buildEnable = (): Element => xml('enable', { xmlns: NS_CARBONS })
/** Private messages in a room belong to the device that is in it (§8, XEP-0334 no-copy). */
export const privateMarks = (): Element[] => [xml('private', { xmlns: NS_CARBONS }), xml('no-copy', { xmlns: 'urn:xmpp:hints' })]

/** Does this message claim to be a carbon? `<private/>` alone is none. */
export const isCarbon = (message: Element): boolean =>
  children(message, 'sent', NS_CARBONS).length + children(message, 'received', NS_CARBONS).length > 0

export interface Carbon {
  direction: 'sent' | 'received'
  message: Element
}

/** The copied message; null when the carbon is not well-formed or is not the only one. */
export function parseCarbon(message: Element): Carbon | null {
  const found = elements(message).filter((el) => nsOf(el) === NS_CARBONS && (el.name === 'sent' || el.name === 'received'))
  const inner = found.length === 1 ? parseForwarded(found[0]) : null
  return inner && attr(inner.message, 'from') !== null ? { direction: found[0]!.name as Carbon['direction'], message: inner.message } : null
}

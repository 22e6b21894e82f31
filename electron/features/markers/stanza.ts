/** XEP-0333 §4 protocol format. */
import { attr, child, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'

export const NS_MARKERS = 'urn:xmpp:chat-markers:0'

export const buildMarkable = (): Element => xml('markable', { xmlns: NS_MARKERS })
export const isMarkable = (message: Element): boolean => child(message, 'markable', NS_MARKERS) !== null
/** Id of the newest message that was seen. */
export const parseDisplayed = (message: Element): string | null => attr(child(message, 'displayed', NS_MARKERS), 'id')
/** Archives are asked to keep it: it is news for devices that are away now (XEP-0334). */
export const buildDisplayed = (to: string, id: string): Element =>
  xml('message', { to, type: 'chat' }, xml('displayed', { xmlns: NS_MARKERS, id }), xml('store', { xmlns: 'urn:xmpp:hints' }))

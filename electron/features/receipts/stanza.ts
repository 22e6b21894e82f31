/** XEP-0184 §4 protocol format. */
import { attr, child, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'

const NS = 'urn:xmpp:receipts'

export const buildRequest = (): Element => xml('request', { xmlns: NS })
export const isRequest = (message: Element): boolean => child(message, 'request', NS) !== null
/** Id of the message that is acknowledged. */
export const parseReceived = (message: Element): string | null => attr(child(message, 'received', NS), 'id')
/** Asks archives to keep it, so that the sender's other devices learn of it (XEP-0334). */
export const buildReceived = (to: string, id: string): Element =>
  xml('message', { to, type: 'chat' }, xml('received', { xmlns: NS, id }), xml('store', { xmlns: 'urn:xmpp:hints' }))

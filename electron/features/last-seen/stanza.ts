import { attr, child, parseCount, type Element } from '#xmpp/element'

export const NS_LAST = 'jabber:iq:last'

/** Seconds; null when it does not say. */
export const parseLast = (iq: Element): number | null => parseCount(attr(child(iq, 'query', NS_LAST), 'seconds'))

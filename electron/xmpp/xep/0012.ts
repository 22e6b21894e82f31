/** Last activity: since when somebody is away. XEP-0012 version 2.0. */
import { attr, child, parseCount, type Element } from '../element'

export const NS_LAST = 'jabber:iq:last'

/** Seconds; null when it does not say. */
export const parseLast = (iq: Element): number | null => parseCount(attr(child(iq, 'query', NS_LAST), 'seconds'))

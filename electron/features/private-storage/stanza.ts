/** XEP-0049 1.2. Total. */
import { attr, child, xml, type Element } from '#xmpp/element'

const NS_PRIVATE = 'jabber:iq:private'

export const buildGet = (name: string, namespace: string): Element => xml('query', { xmlns: NS_PRIVATE }, xml(name, { xmlns: namespace }))
export const buildPut = (el: Element): Element => xml('query', { xmlns: NS_PRIVATE }, el)

/** Null: the answer does not hold it. */
export const parseStored = (iq: Element, name: string, namespace: string): Element | null => child(child(iq, 'query', NS_PRIVATE), name, namespace)

/** As servers answer for what was never kept. */
export const isEmpty = (el: Element): boolean => el.children.length === 0 && Object.keys(el.attrs).every((key) => key === 'xmlns' || attr(el, key) === null)

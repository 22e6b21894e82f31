/**
 * XML elements: @xmpp/xml's builder and class, and readers that always look at the namespace and never throw. ltx's own
 * getters (`getChild`, `getAttr`, `is`) match any namespace when none is given and trip over names like
 * `hasOwnProperty` (SAFETY.md §1.2); features use only what is exported here.
 */
import { Element, xml } from '@xmpp/xml'

export { Element, xml }

export const NS_CLIENT = 'jabber:client'
export const NS_STREAM = 'http://etherx.jabber.org/streams'
export const NS_STREAMS = 'urn:ietf:params:xml:ns:xmpp-streams'
export const NS_STANZAS = 'urn:ietf:params:xml:ns:xmpp-stanzas'

type Maybe = Element | null | undefined

/** An attribute of its own, as text. Prefixed ones are asked for as written: `attr(el, 'xml:lang')`. */
export function attr(el: Maybe, name: string): string | null {
  if (!el || !Object.hasOwn(el.attrs, name)) return null
  const value = el.attrs[name] as unknown
  return typeof value === 'string' ? value : value === undefined || value === null ? null : String(value)
}

/** Name without prefix. */
export function nameOf({ name }: Element): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/** The namespace in force, inherited from the parents; '' when there is none (also after `xmlns=''`). */
export function nsOf(el: Element): string {
  const colon = el.name.indexOf(':')
  const key = colon < 0 ? 'xmlns' : `xmlns:${el.name.slice(0, colon)}`
  for (let at: Element | null = el; at; at = at.parent) {
    const ns = attr(at, key)
    if (ns !== null) return ns
  }
  return ''
}

export function isNamed(el: Maybe, name: string, ns: string): el is Element {
  return !!el && (el.name === name || nameOf(el) === name) && nsOf(el) === ns
}

export const isElement = (node: unknown): node is Element => node instanceof Element

/** All children that are elements. */
export function elements(el: Maybe): Element[] {
  return el ? el.children.filter(isElement) : []
}

/** Children with this name and namespace. `body`, `subject`… of a stanza live in NS_CLIENT. */
export function children(el: Maybe, name: string, ns: string): Element[] {
  const found: Element[] = []
  for (const node of el?.children ?? []) if (isElement(node) && isNamed(node, name, ns)) found.push(node)
  return found
}

/** The first child with this name and namespace. */
export function child(el: Maybe, name: string, ns: string): Element | null {
  for (const node of el?.children ?? []) if (isElement(node) && isNamed(node, name, ns)) return node
  return null
}

/** Own text, without that of child elements. */
export function textOf(el: Maybe): string {
  let text = ''
  for (const node of el?.children ?? []) if (!isElement(node)) text += String(node)
  return text
}

/** Text of the first such child; null when the child is missing, '' when it is empty. */
export function childText(el: Maybe, name: string, ns: string): string | null {
  const found = child(el, name, ns)
  return found ? textOf(found) : null
}

/** A whole number without sign (`0`…`2^32-1`), else null. */
export function parseCount(text: string | null): number | null {
  return text !== null && /^\d{1,10}$/.test(text) && Number(text) <= 0xffffffff ? Number(text) : null
}

/** xs:boolean. */
export function parseBoolean(text: string | null): boolean | null {
  if (text === 'true' || text === '1') return true
  return text === 'false' || text === '0' ? false : null
}

/**
 * Namespaces in XML 1.0 (third edition) §3–6.3: what servers' parsers refuse, we do not read either, or a stanza could be one thing to
 * them and another to us (SAFETY.md §2.2, smuggling).
 */
import { attr, nsOf, type Element } from './element'

const NS_XML = 'http://www.w3.org/XML/1998/namespace'
const RESERVED = [NS_XML, 'http://www.w3.org/2000/xmlns/']

/** The characters are those of a name already. */
const isLocal = (name: string) => /^[A-Za-z_\u00c0-\uffff][^:]*$/.test(name)

const isBound = (el: Element, prefix: string): boolean => {
  if (prefix === 'xml') return true
  for (let at: Element | null = el; at; at = at.parent) if (attr(at, `xmlns:${prefix}`) !== null) return true
  return false
}

function nameFault(el: Element, name: string): string | null {
  const colon = name.indexOf(':')
  if (colon < 0) return null
  const local = name.slice(colon + 1)
  if (colon === 0 || !isLocal(local)) return 'malformed name'
  return isBound(el, name.slice(0, colon)) ? null : 'prefix without namespace'
}

/** `prefix` null: the default namespace. */
function declarationFault(prefix: string | null, ns: string): string | null {
  if (prefix === 'xml') return ns === NS_XML ? null : 'xml bound anew'
  if (prefix === null) return RESERVED.includes(ns) ? 'reserved namespace' : null
  return prefix === 'xmlns' || !isLocal(prefix) || ns === '' || RESERVED.includes(ns) ? 'impossible declaration' : null
}

/** Null when names and declarations of this element are right; it hangs below its parent already. */
export function namespaceFault(el: Element): string | null {
  let fault = nameFault(el, el.name)
  let prefixed: string[] | null = null
  for (const key in el.attrs) {
    if (key === 'xmlns') fault ??= declarationFault(null, el.attrs[key] as string)
    else if (key.startsWith('xmlns:')) fault ??= declarationFault(key.slice(6), el.attrs[key] as string)
    else if (key.includes(':')) {
      fault ??= nameFault(el, key)
      if (!key.startsWith('xml:')) (prefixed ??= []).push(key)
    }
  }
  if (fault !== null || prefixed === null || prefixed.length < 2) return fault
  const expanded = prefixed.map((key) => `${nsOf({ name: key, attrs: el.attrs, parent: el.parent } as Element)} ${key.slice(key.indexOf(':'))}`)
  return new Set(expanded).size < expanded.length ? 'attribute twice' : null
}

/** Writing and reading what goes over the wire: plain text on the way out, elements on the way in. */
import { Parser, type Element } from '@xmpp/xml'
import { attr, elements, nameOf } from '#xmpp/element'

export const NS_MUC = 'http://jabber.org/protocol/muc'
export const NS_USER = `${NS_MUC}#user`
export const NS_ADMIN = `${NS_MUC}#admin`
export const NS_OWNER = `${NS_MUC}#owner`
export const NS_FORM = 'jabber:x:data'
const NS_STANZAS = 'urn:ietf:params:xml:ns:xmpp-stanzas'

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
export const esc = (text: string) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]!)

/** ` name="value"` for each that is there. */
export const attrs = (values: Record<string, string | null | undefined>) =>
  Object.entries(values).map(([name, value]) => (value === null || value === undefined ? '' : ` ${name}="${esc(value)}"`)).join('')

export const tag = (name: string, values: Record<string, string | null | undefined>, content = '') =>
  content === '' ? `<${name}${attrs(values)}/>` : `<${name}${attrs(values)}>${content}</${name}>`

/** The children as they came. */
export const inner = (el: Element, isKept: (child: Element) => boolean = () => true) =>
  el.children.map((child) => (typeof child === 'string' ? esc(child) : isKept(child) ? child.toString() : '')).join('')

export const find = (el: Element | null | undefined, name: string, ns?: string): Element | null =>
  elements(el).find((one) => nameOf(one) === name && (ns === undefined || nsOfOwn(one) === ns)) ?? null
export const findAll = (el: Element | null | undefined, name: string) => elements(el).filter((one) => nameOf(one) === name)
export const textOf = (el: Element | null | undefined): string => el?.children.map((one) => (typeof one === 'string' ? one : textOf(one))).join('') ?? ''

/** Nearest xmlns upwards. */
function nsOfOwn(el: Element): string {
  for (let at: Element | null = el; at; at = at.parent) {
    const ns = attr(at, 'xmlns')
    if (ns !== null) return ns
  }
  return 'jabber:client'
}

export interface Address {
  full: string
  bare: string
  local: string
  domain: string
  resource: string | null
}
export function address(jid: string): Address {
  const slash = jid.indexOf('/')
  const bare = (slash < 0 ? jid : jid.slice(0, slash)).toLowerCase()
  const resource = slash < 0 ? null : jid.slice(slash + 1)
  const at = bare.indexOf('@')
  return { full: resource === null ? bare : `${bare}/${resource}`, bare, local: bare.slice(0, Math.max(at, 0)), domain: bare.slice(at + 1), resource }
}
export const isJid = (text: string) => /^([^@/\s]+@)?[^@/\s]+(\/.+)?$/.test(text)

/** Fields of a submitted form. */
export const answersOf = (form: Element | null): Map<string, string[]> =>
  new Map(findAll(form, 'field').map((field) => [attr(field, 'var') ?? '', findAll(field, 'value').map(textOf)]))

/** One element from text. */
export function parse(xml: string): Element {
  let found: Element | null = null
  const parser = new Parser()
  parser.on('element', (element: Element) => (found ??= element))
  parser.write(`<stream>${xml}</stream>`)
  if (!found) throw new Error(`no element: ${xml.slice(0, 200)}`)
  return found
}

/** Condition and, where the server has one, its sentence. */
export type Refusal = readonly [condition: string, text?: string]

const ERRORS: Record<string, [type: string, code: string]> = {
  'bad-request': ['modify', '400'], conflict: ['cancel', '409'], 'feature-not-implemented': ['cancel', '501'], forbidden: ['auth', '403'],
  'internal-server-error': ['wait', '500'], 'item-not-found': ['cancel', '404'], 'jid-malformed': ['modify', '400'],
  'not-acceptable': ['modify', '406'], 'not-allowed': ['cancel', '405'], 'not-authorized': ['auth', '401'],
  'recipient-unavailable': ['wait', '404'], 'registration-required': ['auth', '407'], 'service-unavailable': ['cancel', '503'],
}
export function errorXml([condition, text]: Refusal, lang: string | null, more = ''): string {
  const [type, code] = ERRORS[condition] ?? ['cancel', '500']
  const words = text === undefined ? '' : tag('text', { xmlns: NS_STANZAS, 'xml:lang': lang }, esc(text))
  return tag('error', { type, code }, `<${condition} xmlns="${NS_STANZAS}"/>${words}${more}`)
}

/** What the tester's transcript may show: without secrets, cut (SAFETY.md P15, P20). */
import { isSecretName } from '#shared/model/form'
import { attr, elements, isElement, nameOf, nsOf, xml, type Element } from './element'
import { maxLoggedChars } from './limits'
import { excerpt } from './serialise'

export const NS_SASL = 'urn:ietf:params:xml:ns:xmpp-sasl'
const SECRET = '(hidden)'
const HIDING = ['jabber:iq:register', 'jabber:iq:auth']
const SECRET_FIELDS = ['password', 'token', 'digest']

/** True when this element, as a field of a registration form or a legacy one, carries a password. */
function isSecret(el: Element): boolean {
  if (HIDING.includes(nsOf(el)) && SECRET_FIELDS.includes(nameOf(el))) return true
  if (nsOf(el) !== 'jabber:x:data' || nameOf(el) !== 'field') return false
  return attr(el, 'type') === 'text-private' || isSecretName(attr(el, 'var') ?? '')
}

function holdsSecret(el: Element): boolean {
  const work = [el]
  for (let seen = 0; work.length > 0 && seen < 1000; seen++) {
    const one = work.pop()!
    if (isSecret(one)) return true
    work.push(...elements(one))
  }
  return work.length > 0 // too many to look through: hidden rather than shown
}

const NS_UPLOAD = 'urn:xmpp:http:upload:0'
const NS_EXTERNAL = 'urn:xmpp:extdisco:2'

/** Keys to other servers in an answer: what goes along with an upload (XEP-0363 §4), logins of relays (XEP-0215 §3.1). The rest stays readable. */
function withoutKeys(iq: Element): Element {
  const isKeyed = elements(iq).some((one) => (nameOf(one) === 'slot' && nsOf(one) === NS_UPLOAD) || nsOf(one) === NS_EXTERNAL)
  if (!isKeyed) return iq
  const copy = (el: Element): Element => {
    const attrs = Object.fromEntries(Object.entries(el.attrs).map(([name, value]) => [name, name === 'password' ? SECRET : value]))
    const isHeader = nameOf(el) === 'header' && nsOf(el) === NS_UPLOAD
    return xml(el.name, attrs, ...(isHeader ? [SECRET] : el.children.map((node) => (isElement(node) ? copy(node) : String(node)))))
  }
  return copy(iq)
}

/** `maxChars`: where it is cut. */
export function masked(whole: Element, maxChars = maxLoggedChars): string {
  const el = nameOf(whole) === 'iq' ? withoutKeys(whole) : whole
  if (nsOf(el) === NS_SASL && nameOf(el) !== 'failure' && el.children.length > 0) {
    return excerpt(xml(el.name, { ...el.attrs }, SECRET), maxChars)
  }
  const isIq = nameOf(el) === 'iq'
  if (isIq && holdsSecret(el)) {
    const shell = (one: Element) => xml(one.name, { ...one.attrs }, SECRET)
    return excerpt(xml(el.name, { ...el.attrs }, el.children.filter(isElement).map(shell)), maxChars)
  }
  return excerpt(el, maxChars)
}

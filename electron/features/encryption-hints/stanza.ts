/** XEP-0380 §3 `<encryption/>`, and what the methods put into a message where it is missing. */
import { attr, child, elements, nsOf, type Element } from '#xmpp/element'

export const NS_EME = 'urn:xmpp:eme:0'
const MAX_NAME_CHARS = 40

/** §3.2; the version that people see is one. */
const NAMES: Record<string, string> = {
  'urn:xmpp:otr:0': 'OTR',
  'jabber:x:encrypted': 'OpenPGP',
  'urn:xmpp:openpgp:0': 'OpenPGP',
  'eu.siacs.conversations.axolotl': 'OMEMO',
  'urn:xmpp:omemo:1': 'OMEMO',
  'urn:xmpp:omemo:2': 'OMEMO',
}
const OMEMO = Object.keys(NAMES).filter((ns) => NAMES[ns] === 'OMEMO')

/** What stands in a message that was encrypted; an OMEMO one without payload carries keys only, and no words. */
function methodInside(message: Element, body: string | null): string | null {
  if (OMEMO.some((ns) => child(child(message, 'encrypted', ns), 'payload', ns))) return 'OMEMO'
  if (child(message, 'openpgp', 'urn:xmpp:openpgp:0') || child(message, 'x', 'jabber:x:encrypted')) return 'OpenPGP'
  return body?.startsWith('?OTR') ? 'OTR' : null
}

/** Null: not encrypted, or without words. `method` is null where its name is not known. */
export function parseEncryption(message: Element, body: string | null): { method: string | null } | null {
  const inside = methodInside(message, body)
  if (inside) return { method: inside }
  const hint = child(message, 'encryption', NS_EME)
  const namespace = attr(hint, 'namespace') ?? ''
  const hasContent = body !== null || (!OMEMO.includes(namespace) && elements(message).some((el) => nsOf(el) === namespace))
  if (!hint || !hasContent) return null
  const known = Object.hasOwn(NAMES, namespace) ? NAMES[namespace]! : null
  // eslint-disable-next-line no-control-regex
  const told = (attr(hint, 'name') ?? '').replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim()
  return { method: known ?? ([...told].slice(0, MAX_NAME_CHARS).join('') || null) }
}

/** Stanza errors (RFC 6120 §8.3): read what came, build what we answer. */
import { attr, child, elements, nameOf, NS_CLIENT, NS_STANZAS, nsOf, textOf, xml, type Element } from './element'
import type { StanzaError } from './types'

const TYPES = ['auth', 'cancel', 'continue', 'modify', 'wait'] as const

/** RFC 6120 §8.3.3: the type that goes with a condition when none is given. */
const DEFAULT_TYPE: Record<string, StanzaError['type']> = {
  'bad-request': 'modify', 'jid-malformed': 'modify', 'not-acceptable': 'modify', 'policy-violation': 'modify', gone: 'cancel',
  redirect: 'modify', forbidden: 'auth', 'not-authorized': 'auth', 'registration-required': 'auth',
  'subscription-required': 'auth', 'recipient-unavailable': 'wait', 'remote-server-timeout': 'wait', 'resource-constraint': 'wait',
}

/** An error of our own making, e.g. `timeout`, `offline`. */
export function localError(condition: string, text: string | null = null): StanzaError {
  return { condition, type: 'cancel', text, application: [], uri: null, element: null }
}

/** Reads the `<error/>` of a stanza. A stanza without one, or without a condition, counts as `undefined-condition`. */
export function parseStanzaError(stanza: Element): StanzaError {
  const element = child(stanza, 'error', NS_CLIENT)
  let condition: Element | null = null
  let text: string | null = null
  const application: string[] = []
  for (const el of elements(element)) {
    if (nsOf(el) !== NS_STANZAS) application.push(`{${nsOf(el)}}${nameOf(el)}`)
    else if (nameOf(el) === 'text') text ??= textOf(el)
    else condition ??= el
  }
  const name = condition ? nameOf(condition) : 'undefined-condition'
  const type = TYPES.find((known) => known === attr(element, 'type')) ?? DEFAULT_TYPE[name] ?? 'cancel'
  const hasUri = condition && (name === 'gone' || name === 'redirect')
  return { condition: name, type, text, application, uri: hasUri ? textOf(condition).trim() || null : null, element }
}

/** The error answer to an IQ, without echo of what was asked (SAFETY.md P16). */
export function buildErrorReply(iq: Element, condition: string, type?: StanzaError['type'], text?: string, application?: Element): Element {
  return xml(
    'iq',
    { type: 'error', id: attr(iq, 'id'), to: attr(iq, 'from') },
    xml(
      'error',
      { type: type ?? DEFAULT_TYPE[condition] ?? 'cancel' },
      xml(condition, { xmlns: NS_STANZAS }),
      text === undefined ? null : xml('text', { xmlns: NS_STANZAS }, text),
      application ?? null,
    ),
  )
}

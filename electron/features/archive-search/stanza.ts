/** XEP-0431 "Protocol Elements", in the form of XEP-0313 §4.1.5. */
import type { FormAnswer } from '#shared/model/form'
import { child, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { findForm } from '#xmpp/xep/0004'

const FIELD = '{urn:xmpp:fulltext:0}fulltext'

export const buildFormGet = (ns: string): Element => xml('query', { xmlns: ns })
/** Does the archive look for words? */
export const offersWords = (reply: Element, ns: string): boolean => findForm(child(reply, 'query', ns), ns)?.fields.some(({ name }) => name === FIELD) ?? false
export const wordsFilter = (words: string): FormAnswer => ({ name: FIELD, values: [words] })

/** XEP-0308 §3 `<replace/>` and XEP-0424 §3 `<retract/>`. */
import { attr, child } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { NS_RETRACT } from '#xmpp/xep/0424'

export const NS_CORRECT = 'urn:xmpp:message-correct:0'
/** COMPAT: XEP-0424 before 0.4.0 (2023) fastened it (XEP-0422). */
const NS_FASTEN = 'urn:xmpp:fasten:0'
const NS_RETRACT_0 = 'urn:xmpp:message-retract:0'
const MAX_ID_CHARS = 1024

const usable = (id: string | null) => (id !== null && id !== '' && id.length <= MAX_ID_CHARS ? id : null)

/** Id of the message that this one replaces. */
export const parseReplace = (message: Element): string | null => usable(attr(child(message, 'replace', NS_CORRECT), 'id'))
/** Id of the message that its writer takes back; in rooms the one that the room gave it. */
export const parseRetract = (message: Element): string | null => {
  const fastened = child(message, 'apply-to', NS_FASTEN)
  const isOld = fastened !== null && child(fastened, 'retract', NS_RETRACT_0) !== null
  return usable(attr(isOld ? fastened : child(message, 'retract', NS_RETRACT), 'id'))
}

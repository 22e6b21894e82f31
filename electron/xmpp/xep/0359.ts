/** Unique stanza ids. XEP-0359 version 0.7.0. */
import { parseBareJid, type BareJid } from '#shared/jid'
import { attr, children, xml, type Element } from '../element'

export const NS_SID = 'urn:xmpp:sid:0'

export interface StanzaId {
  by: BareJid
  id: string
}

const MAX_ID_CHARS = 1024

const usable = (id: string | null) => (id !== null && id !== '' && id.length <= MAX_ID_CHARS ? id : null)

export function buildOriginId(id: string): Element {
  return xml('origin-id', { xmlns: NS_SID, id })
}

/** The sender's own id. Only good together with the sender: anybody may send any (SAFETY.md §2.1). */
export function parseOriginId(message: Element | null | undefined): string | null {
  const found = children(message, 'origin-id', NS_SID)
  return found.length === 1 ? usable(attr(found[0], 'id')) : null
}

/**
 * The ids that servers, rooms and archives gave. Whoever is named twice is left out: one of the two is forged and none
 * can be trusted (SAFETY.md §0.13). Whether `by` announces `urn:xmpp:sid:0` is the caller's to check.
 */
export function readStanzaIds(message: Element | null | undefined): { once: StanzaId[]; twice: ReadonlySet<BareJid> } {
  const found = children(message, 'stanza-id', NS_SID).map((el) => ({ by: parseBareJid(attr(el, 'by')), id: usable(attr(el, 'id')) }))
  const twice = new Set<BareJid>()
  const seen = new Set<BareJid | null>()
  for (const { by } of found) {
    if (by !== null && seen.has(by)) twice.add(by)
    seen.add(by)
  }
  return { once: found.filter((one): one is StanzaId => one.by !== null && one.id !== null && !twice.has(one.by)), twice }
}

export const parseStanzaIds = (message: Element | null | undefined): StanzaId[] => readStanzaIds(message).once

/** The id that `by` (own account, or the room) gave, if any. */
export function parseStanzaId(message: Element | null | undefined, by: BareJid): string | null {
  return parseStanzaIds(message).find((one) => one.by === by)?.id ?? null
}

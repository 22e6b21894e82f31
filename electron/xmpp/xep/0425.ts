/** XEP-0425 0.3.0 (`:1`) and the one before it (`:0`, with XEP-0422 and `message-retract:0`), XEP-0424 0.4.2 in rooms. */
import { parseJid, resourceOf } from '#shared/jid'
import { attr, child, childText, xml } from '../element'
import type { Element } from '../types'
import { NS_RETRACT } from './0424'

export const NS_MODERATE = 'urn:xmpp:message-moderate:1'
export const NS_MODERATE_0 = 'urn:xmpp:message-moderate:0'
const NS_RETRACT_0 = 'urn:xmpp:message-retract:0'
const NS_FASTEN = 'urn:xmpp:fasten:0'
const MAX_ID = 1024
const MAX_TEXT = 1000

export interface Recall {
  /** Id that the room gave to the message. */
  target: string
  /** Only text: a nick, or an address. */
  by: string
  reason: string
}

const usable = (id: string | null) => (id !== null && id !== '' && id.length <= MAX_ID ? id : null)

function nameOf(by: string | null): string {
  const jid = parseJid(by)
  return (jid ? (resourceOf(jid) ?? jid) : '').slice(0, MAX_TEXT)
}
const reasonIn = (el: Element, ...namespaces: string[]) =>
  (namespaces.map((ns) => childText(el, 'reason', ns)).find((text) => text !== null) ?? '').slice(0, MAX_TEXT)

/** The room tells of a recalled message. Null: this is none; whether the room says it is the caller's to check. */
export function parseRecall(message: Element): Recall | null {
  const retract = child(message, 'retract', NS_RETRACT)
  const moderated = child(retract, 'moderated', NS_MODERATE)
  const target = usable(attr(retract, 'id'))
  if (retract && moderated && target !== null) {
    return { target, by: nameOf(attr(moderated, 'by')), reason: reasonIn(retract, NS_RETRACT) || reasonIn(moderated, NS_MODERATE) }
  }
  const applied = child(message, 'apply-to', NS_FASTEN)
  const old = child(applied, 'moderated', NS_MODERATE_0)
  const oldTarget = usable(attr(applied, 'id'))
  if (!old || oldTarget === null || !child(old, 'retract', NS_RETRACT_0)) return null
  return { target: oldTarget, by: nameOf(attr(old, 'by')), reason: reasonIn(old, NS_MODERATE_0) }
}

/** §5: what stands in the place of a recalled message in history and archive. */
export function parseTombstone(message: Element): Omit<Recall, 'target'> | null {
  const retracted = child(message, 'retracted', NS_RETRACT)
  const moderated = child(retracted, 'moderated', NS_MODERATE)
  if (retracted && moderated) return { by: nameOf(attr(moderated, 'by')), reason: reasonIn(retracted, NS_RETRACT) }
  const old = child(message, 'moderated', NS_MODERATE_0)
  return old && child(old, 'retracted', NS_RETRACT_0) ? { by: nameOf(attr(old, 'by')), reason: reasonIn(old, NS_MODERATE_0) } : null
}

export const parseOwnRetract = (message: Element): string | null => usable(attr(child(message, 'retract', NS_RETRACT), 'id'))

const reasonEl = (reason: string) => (reason === '' ? null : xml('reason', {}, reason))

export const buildModerate = (version: 0 | 1, id: string, reason: string): Element =>
  version === 1
    ? xml('moderate', { xmlns: NS_MODERATE, id }, xml('retract', { xmlns: NS_RETRACT }), reasonEl(reason))
    : xml('apply-to', { xmlns: NS_FASTEN, id }, xml('moderate', { xmlns: NS_MODERATE_0 }, xml('retract', { xmlns: NS_RETRACT_0 }), reasonEl(reason)))

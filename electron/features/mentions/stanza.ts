/** XML of XEP-0513 0.1.0, and of XEP-0372 0.5.0 as far as it mentions people. Places are code points of the body on the wire. */
import { parseJid, type Jid } from '#shared/jid'
import { attr, child, children, NS_CLIENT, parseCount, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'

export const NS_MENTIONS = 'urn:xmpp:mentions:0'
export const NS_REFERENCE = 'urn:xmpp:reference:0'
export const GROUP_CHANNEL = `${NS_MENTIONS}#channel`
export const NS_HAT_MENTIONS = `${NS_MENTIONS}#hats`
/** Whoever understands one of them must understand all (§4.2.2). */
export const NS_ASSOCIATIONS = `${NS_MENTIONS}#associations`

/** More in one message are not even looked at. */
const MAX_READ = 100
const MAX_ID = 1000

export type MentionTarget =
  | { kind: 'occupant'; id: string }
  | { kind: 'address'; jid: Jid }
  /** `group`: what stands behind the # of its URI; `uri`: of which room, hat … */
  | { kind: 'group'; group: string; uri: string | null }

export interface ParsedMention {
  target: MentionTarget
  /** Null: of no part of the text. */
  range: { begin: number; end: number } | null
  /** Spoken of, not spoken to. */
  isSilent: boolean
  isForActive: boolean
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    void error // a % that encodes nothing: no address
    return null
  }
}
const addressIn = (uri: string | null): Jid | null => {
  const found = /^xmpp:(?!\/\/)([^?#]+)/i.exec(uri ?? '')
  const decoded = found && decode(found[1]!)
  return decoded ? parseJid(decoded) : null
}

function rangeOf(el: Element): ParsedMention['range'] {
  const begin = parseCount(attr(el, 'begin'))
  const end = parseCount(attr(el, 'end'))
  return begin !== null && end !== null && begin < end ? { begin, end } : null
}

function targetOf(el: Element): MentionTarget | null {
  const type = attr(el, 'mentions')
  if (type !== null) {
    return type.startsWith(`${NS_MENTIONS}#`) ? { kind: 'group', group: type.slice(NS_MENTIONS.length + 1, MAX_ID), uri: attr(el, 'uri') } : null
  }
  const id = attr(el, 'occupantid')
  if (id !== null) return id !== '' && id.length <= MAX_ID ? { kind: 'occupant', id } : null
  const jid = parseJid(attr(el, 'jid'))
  return jid && { kind: 'address', jid }
}

/** Of a text in another language than the one we show, the places mean nothing here (§4.4). */
function isOfOtherText(message: Element, lang: string | null): boolean {
  if (lang === null) return false
  const bodies = children(message, 'body', NS_CLIENT)
  const shown = attr(bodies[0], 'xml:lang') ?? attr(message, 'xml:lang')
  return shown === null ? bodies.slice(1).some((body) => attr(body, 'xml:lang') === lang) : shown !== lang
}

/** `count`: how many elements there are, whether they can be read or not. */
export function parseMentions(message: Element): { count: number; mentions: ParsedMention[] } {
  const own = children(message, 'mention', NS_MENTIONS)
  const references = children(message, 'reference', NS_REFERENCE).filter((el) => attr(el, 'type') === 'mention' && attr(el, 'anchor') === null)
  const count = own.length + references.length
  if (count > MAX_READ) return { count, mentions: [] }
  const read = own.flatMap((el): ParsedMention[] => {
    const target = targetOf(el)
    if (!target) return []
    const range = isOfOtherText(message, attr(el, 'hreflang')) ? null : rangeOf(el)
    return [{ target, range, isSilent: child(el, 'noping', NS_MENTIONS) !== null, isForActive: child(el, 'active', NS_MENTIONS) !== null }]
  })
  const referred = references.flatMap((el): ParsedMention[] => {
    const jid = addressIn(attr(el, 'uri'))
    return jid ? [{ target: { kind: 'address', jid }, range: rangeOf(el), isSilent: false, isForActive: false }] : []
  })
  return { count, mentions: [...read, ...referred] }
}

export const buildMention = (target: MentionTarget, range: { begin: number; end: number }): Element =>
  xml('mention', {
    xmlns: NS_MENTIONS,
    begin: String(range.begin),
    end: String(range.end),
    ...(target.kind === 'occupant' && { occupantid: target.id }),
    ...(target.kind === 'address' && { jid: target.jid }),
    ...(target.kind === 'group' && { mentions: `${NS_MENTIONS}#${target.group}` }),
  })

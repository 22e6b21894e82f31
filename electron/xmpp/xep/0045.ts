/**
 * XML of rooms: XEP-0045 version 1.35.5 §7 as an occupant sends and receives it, with what XEP-0421 and XEP-0317 put into his presence.
 * Readers are total. What moderators and admins send is in 0045-admin, what owners send in 0045-owner.
 */
import { bareOf, parseBareJid, parseJid, resourceOf, type BareJid, type FullJid, type Jid } from '#shared/jid'
import type { Affiliation, Occupant, Role } from '#shared/model/room'
import type { RoomHat } from '#shared/model/room-hats'
import type { EpochMs } from '#shared/time'
import { attr, child, children, childText, isElement, nameOf, NS_CLIENT, nsOf, parseCount, xml } from '../element'
import type { Element } from '../types'
import { formatDateTime } from './0082'
import { buildOriginId } from './0359'

export const NS_MUC = 'http://jabber.org/protocol/muc'
export const NS_MUC_USER = 'http://jabber.org/protocol/muc#user'
export const NS_OCCUPANT_ID = 'urn:xmpp:occupant-id:0'

export interface MucItem {
  role: Role | null
  affiliation: Affiliation | null
  jid: Jid | null
  nick: string | null
  actor: string
  reason: string
}

export interface MucUser {
  items: MucItem[]
  codes: ReadonlySet<number>
  destroy: { alternate: BareJid | null; reason: string; password: string | null } | null
}

export interface RoomPresence {
  room: BareJid
  nick: string
  isAvailable: boolean
  muc: MucUser
  availability: Occupant['availability']
  status: string
  occupantId: string | null
  hats: RoomHat[]
}

const ROLES: Role[] = ['moderator', 'participant', 'visitor', 'none']
const AFFILIATIONS: Affiliation[] = ['owner', 'admin', 'member', 'none', 'outcast']
const SHOWS: Record<string, Occupant['availability']> = { away: 'away', xa: 'xa', dnd: 'dnd', chat: 'chatty' }
/** Status texts, reasons and nicks come from strangers: nothing needs more. */
const MAX_TEXT = 2000
const cut = (text: string | null) => (text ?? '').slice(0, MAX_TEXT)

function parseItem(el: Element): MucItem {
  const actor = child(el, 'actor', NS_MUC_USER)
  const actorJid = parseJid(attr(actor, 'jid'))
  return {
    role: ROLES.find((role) => role === attr(el, 'role')) ?? null,
    affiliation: AFFILIATIONS.find((affiliation) => affiliation === attr(el, 'affiliation')) ?? null,
    jid: parseJid(attr(el, 'jid')),
    nick: attr(el, 'nick'),
    actor: cut(attr(actor, 'nick') ?? (actorJid && bareOf(actorJid))),
    reason: cut(childText(el, 'reason', NS_MUC_USER)),
  }
}

const NO_CODES: ReadonlySet<number> = new Set()
/** Of thousands of presences nearly none has any. */
function parseCodes(x: Element): ReadonlySet<number> {
  const found = children(x, 'status', NS_MUC_USER)
  return found.length === 0 ? NO_CODES : new Set(found.flatMap((el) => parseCount(attr(el, 'code')) ?? []))
}

/** A room's occupant, even when somebody put the room on the contact list. */
export const isOccupantPresence = (stanza: Element): boolean => child(stanza, 'x', NS_MUC_USER) !== null

/** The room's own `<x/>`: rooms append theirs, so of several (one may be an occupant's forgery) the last one counts. */
export function parseMucUser(stanza: Element): MucUser | null {
  const x = children(stanza, 'x', NS_MUC_USER).at(-1)
  if (!x) return null
  const destroy = child(x, 'destroy', NS_MUC_USER)
  return {
    items: children(x, 'item', NS_MUC_USER).map(parseItem),
    codes: parseCodes(x),
    destroy: destroy && {
      alternate: parseBareJid(attr(destroy, 'jid')),
      reason: cut(childText(destroy, 'reason', NS_MUC_USER)),
      password: childText(destroy, 'password', NS_MUC_USER)?.slice(0, MAX_TEXT) || null,
    },
  }
}

/** A status code, a real address or the end of the room, as only the room may say it. */
export const claimsRoomsWord = (message: Element): boolean =>
  children(message, 'x', NS_MUC_USER).some((x) => ['status', 'item', 'destroy'].some((name) => child(x, name, NS_MUC_USER) !== null))

/** Whose words these are, where the room's archive says so (XEP-0313 §6.2). Null also when somebody else may have had a hand in it. */
export function parseArchivedBy(message: Element): BareJid | null {
  const found = children(message, 'x', NS_MUC_USER)
  const jid = found.length === 1 ? parseJid(attr(child(found[0], 'item', NS_MUC_USER), 'jid')) : null
  return jid && bareOf(jid)
}

export function parseOccupantId(stanza: Element): string | null {
  const found = children(stanza, 'occupant-id', NS_OCCUPANT_ID)
  return found.length === 1 ? attr(found[0], 'id') : null
}

/** XEP-0317 0.3.1 §4.1; the older name is what Prosody 0.12 and ejabberd 23 send. */
export const HAT_FEATURES = ['urn:xmpp:hats:0', 'xmpp:prosody.im/protocol/hats:1']
const MAX_HATS = 20

/** Of several lists (one may be an occupant's forgery) none counts. Whether the room gives hats at all is the caller's to know. */
export function parseHats(stanza: Element): RoomHat[] {
  const lists = stanza.children.filter((node): node is Element => isElement(node) && nameOf(node) === 'hats' && HAT_FEATURES.includes(nsOf(node)))
  const [list] = lists
  if (!list || lists.length > 1) return []
  return children(list, 'hat', nsOf(list)).slice(0, MAX_HATS).flatMap((el) => {
    const uri = cut(attr(el, 'uri'))
    const hue = Number.parseFloat(attr(el, 'hue') ?? '')
    return uri === '' ? [] : { uri, title: cut(attr(el, 'title')) || uri, hue: hue >= 0 && hue <= 360 ? hue : null }
  })
}

/** Null for everything that says nothing about an occupant (errors, the room's own avatar presence). */
export function parseRoomPresence(from: Jid, type: string | null, stanza: Element): RoomPresence | null {
  const nick = resourceOf(from)
  if (nick === null || (type !== null && type !== 'unavailable')) return null
  return {
    room: bareOf(from),
    nick,
    isAvailable: type === null,
    muc: parseMucUser(stanza) ?? { items: [], codes: NO_CODES, destroy: null },
    availability: SHOWS[childText(stanza, 'show', NS_CLIENT)?.trim() ?? ''] ?? 'online',
    status: cut(childText(stanza, 'status', NS_CLIENT)),
    occupantId: parseOccupantId(stanza),
    hats: parseHats(stanza),
  }
}

/** §8.1: a subject is changed by a message with a subject and without body and thread. Null when it is no such message. */
export function parseSubject(message: Element): string | null {
  if (child(message, 'body', NS_CLIENT) || child(message, 'thread', NS_CLIENT)) return null
  const subject = childText(message, 'subject', NS_CLIENT)
  return subject === null ? null : subject.slice(0, 100_000)
}

export interface HistoryRequest {
  maxStanzas?: number | undefined
  sinceMs?: EpochMs | undefined
}

export const buildJoin = (to: FullJid, options: { password: string | null; history: HistoryRequest; children: Element[] }): Element =>
  xml(
    'presence',
    { to },
    options.children,
    xml(
      'x',
      { xmlns: NS_MUC },
      xml('history', {
        maxstanzas: options.history.maxStanzas,
        since: options.history.sinceMs === undefined ? undefined : formatDateTime(options.history.sinceMs),
      }),
      options.password === null ? null : xml('password', {}, options.password),
    ),
  )

/** Status or nick of somebody who is in. */
export const buildOccupantPresence = (to: FullJid, inside: Element[]): Element => xml('presence', { to }, inside)

export const buildLeave = (to: FullJid): Element => xml('presence', { to, type: 'unavailable' })

export const buildRoomMessage = (to: string, id: string, body: string): Element =>
  xml('message', { to, type: 'groupchat', id }, xml('body', {}, body), buildOriginId(id))

/** §7.5: the empty muc#user element tells carbons and archives that this is no one-to-one chat. */
export const buildPrivateMessage = (to: string, id: string, body: string): Element =>
  xml('message', { to, type: 'chat', id }, xml('body', {}, body), xml('x', { xmlns: NS_MUC_USER }), buildOriginId(id))

export const buildSubject = (to: BareJid, id: string, subject: string): Element =>
  xml('message', { to, type: 'groupchat', id }, xml('subject', {}, subject))

export const buildInvite = (room: BareJid, invited: BareJid, id: string): Element =>
  xml('message', { to: room, id }, xml('x', { xmlns: NS_MUC_USER }, xml('invite', { to: invited })))

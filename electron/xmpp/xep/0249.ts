/** Invitations on the wire: XEP-0045 §7.8.2 (mediated), XEP-0249 version 1.2 (direct). Readers are total. */
import { bareOf, isFullJid, parseBareJid, parseJid, type BareJid, type Jid } from '#shared/jid'
import { attr, child, children, childText, parseBoolean, xml, type Element } from '../element'
import { NS_MUC_USER } from './0045'

export const NS_CONFERENCE = 'jabber:x:conference'
/** Strangers write here: nobody needs more. */
const MAX_REASON = 1000
const MAX_WORD = 1000

export interface Invitation {
  room: BareJid
  via: 'mediated' | 'direct'
  /** As it stands there: a person, with or without device, or an occupant of the room. */
  inviter: Jid
  reason: string
  password: string | null
  isContinuation: boolean
  thread: string | null
}

const cut = (text: string | null, max: number) => (text ?? '').trim().slice(0, max)
/** A password that was cut would be a wrong one. */
const whole = (text: string | null) => (text && text.length <= MAX_WORD ? text : null)

/**
 * Null when it holds none. A mediated one must come from the room's own address; many servers put a direct one into the same
 * message for old clients, which then is the same invitation.
 */
export function parseInvitation(from: Jid, message: Element): Invitation | null {
  const x = children(message, 'x', NS_MUC_USER).find((one) => child(one, 'invite', NS_MUC_USER)) ?? null
  const invite = child(x, 'invite', NS_MUC_USER)
  if (invite) {
    const inviter = parseJid(attr(invite, 'from'))
    if (!inviter || isFullJid(from) || !from.includes('@')) return null
    const continued = child(invite, 'continue', NS_MUC_USER)
    return {
      room: from,
      via: 'mediated',
      inviter,
      reason: cut(childText(invite, 'reason', NS_MUC_USER), MAX_REASON),
      password: whole(childText(x, 'password', NS_MUC_USER)),
      isContinuation: continued !== null,
      thread: whole(attr(continued, 'thread')),
    }
  }
  const direct = child(message, 'x', NS_CONFERENCE)
  const room = parseBareJid(attr(direct, 'jid'))
  if (!direct || !room?.includes('@') || room === bareOf(from)) return null
  return {
    room,
    via: 'direct',
    inviter: from,
    reason: cut(attr(direct, 'reason'), MAX_REASON),
    password: whole(attr(direct, 'password')),
    isContinuation: parseBoolean(attr(direct, 'continue')) ?? false,
    thread: whole(attr(direct, 'thread')),
  }
}

/** Also one that is not to be believed. */
export const claimsInvitation = (message: Element): boolean =>
  children(message, 'x', NS_MUC_USER).some((x) => child(x, 'invite', NS_MUC_USER)) || child(message, 'x', NS_CONFERENCE) !== null

export interface Decline {
  from: Jid
  reason: string
}

/** §7.8.2: the room hands on that somebody will not come. */
export function parseDecline(message: Element): Decline | null {
  for (const x of children(message, 'x', NS_MUC_USER)) {
    const decline = child(x, 'decline', NS_MUC_USER)
    const from = parseJid(attr(decline, 'from'))
    if (decline && from) return { from, reason: cut(childText(decline, 'reason', NS_MUC_USER), MAX_REASON) }
  }
  return null
}

const reasonOf = (reason: string) => (reason === '' ? null : xml('reason', {}, reason))

/** The password is the room's to add. One person a message: Prosody passes only the first on (SERVERS.md). */
export const buildMediated = (room: BareJid, id: string, to: BareJid, more: { reason: string; thread: string | null }): Element =>
  xml(
    'message',
    { to: room, id },
    xml(
      'x',
      { xmlns: NS_MUC_USER },
      xml('invite', { to }, reasonOf(more.reason), more.thread === null ? null : xml('continue', { thread: more.thread })),
    ),
  )

export const buildDirect = (
  room: BareJid,
  id: string,
  to: BareJid,
  more: { reason: string; password: string | null; thread: string | null },
): Element =>
  xml(
    'message',
    { to, id },
    xml('x', {
      xmlns: NS_CONFERENCE,
      jid: room,
      reason: more.reason || null,
      password: more.password,
      ...(more.thread !== null && { continue: 'true', thread: more.thread }),
    }),
  )

export const buildDecline = (room: BareJid, id: string, inviter: Jid, reason: string): Element =>
  xml('message', { to: room, id }, xml('x', { xmlns: NS_MUC_USER }, xml('decline', { to: inviter }, reasonOf(reason))))

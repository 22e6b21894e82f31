/** Why we are not in: stanza errors (XEP-0045 §7.2) and removals (§8.2, 9.1, 10.9, codes 301–333) as a RoomProblem. */
import { bareOf, parseJid, type BareJid } from '#shared/jid'
import { roomNotice, type RoomOwnRank } from '#shared/model/room-notices'
import type { Notice } from '#shared/model/message'
import type { Affiliation, Role, RoomProblem } from '#shared/model/room'
import type { StanzaError } from '#xmpp/types'
import type { MucItem, RoomPresence } from '#xmpp/xep/0045'

export const problemOf = (code: RoomProblem['code'], more: Partial<RoomProblem> = {}): RoomProblem => ({
  code,
  text: null,
  actor: null,
  alternate: null,
  ...more,
})

/** `xmpp:room@service?join` → the room. */
export function roomOfUri(uri: string | null): BareJid | null {
  const found = /^xmpp:([^?]*)/i.exec(uri ?? '')
  if (!found?.[1]) return null
  try {
    const jid = parseJid(decodeURIComponent(found[1]))
    return jid && bareOf(jid)
  } catch (error) {
    if (error instanceof URIError) return null // broken percent encoding: no address
    throw error
  }
}

/**
 * @param context.hadPassword whether we gave one
 * @param context.isKnown whether the room answered service discovery: yes, no, or not (yet) asked
 */
export function joinProblem(error: StanzaError, context: { hadPassword: boolean; isKnown: boolean | null }): RoomProblem {
  const of = (code: RoomProblem['code']) => problemOf(code, { text: error.text })
  switch (error.condition) {
    case 'not-authorized':
      return of(context.hadPassword ? 'wrong-password' : 'password-required')
    case 'registration-required':
      return of('members-only')
    case 'forbidden':
      return of('banned')
    case 'conflict':
      return of('nick-conflict')
    case 'item-not-found': // a locked room says so, too (§7.2.11); it answers discovery all the same
      return of(context.isKnown === true ? 'locked' : 'not-found')
    case 'gone':
    case 'redirect':
      return problemOf('gone', { text: error.text, alternate: roomOfUri(error.uri) })
    case 'service-unavailable': // the room is full (§7.2.9), or there is no such service (Tigase)
      return of(context.isKnown === false ? 'service-gone' : 'full')
    case 'resource-constraint': // COMPAT(ejabberd): full
      return of('full')
    case 'remote-server-not-found':
    case 'remote-server-timeout':
      return of('service-gone')
    case 'not-acceptable': // §7.2.17: the nick that one has registered must be used
      return of('nick-refused')
    case 'not-allowed':
      return of('not-allowed')
    default:
      return of('error')
  }
}

/** Does this error mean that somebody else has the nick? COMPAT(tigase): 405 not-allowed instead of conflict. */
export const isNickTaken = (error: StanzaError): boolean => error.condition === 'conflict' || error.condition === 'not-allowed'

/** Worth trying again by itself, later. Locked: another device of ours may be making it just now, and has bookmarked it first (Dino). */
export const isPassing = (problem: RoomProblem): boolean => ['timeout', 'service-gone', 'shutdown', 'locked'].includes(problem.code)

const NO_ITEM: MucItem = { role: null, affiliation: null, jid: null, nick: null, actor: '', reason: '' }
/** Who did it and why, where the room tells. */
const told = (items: MucItem[]): MucItem => items.find((item) => item.actor !== '' || item.reason !== '') ?? NO_ITEM

/**
 * What an unavailable presence with these codes means. Null: went by himself.
 * COMPAT(tigase): a lost membership comes as 301, so only the affiliation says whether it is a ban.
 */
export function removalOf(presence: RoomPresence): 'kicked' | 'banned' | 'membership-lost' | 'members-only' | 'shutdown' | 'service-gone' | null {
  const { codes, items } = presence.muc
  const isOutcast = items.some((item) => item.affiliation === 'outcast')
  if (codes.has(301)) return isOutcast || items.every((item) => item.affiliation === null) ? 'banned' : 'membership-lost'
  if (codes.has(321)) return 'membership-lost'
  if (codes.has(322)) return 'members-only'
  if (codes.has(332)) return 'shutdown'
  if (codes.has(333)) return 'service-gone' // technical error; servers send it together with 307, which then is no kick
  return codes.has(307) ? 'kicked' : null
}

/** We are out. Null when we went ourselves. */
export function ownRemoval(presence: RoomPresence): { problem: RoomProblem; notice: Notice } | null {
  const { destroy, items } = presence.muc
  const { actor, reason } = told(items)
  if (destroy) {
    return {
      problem: problemOf('destroyed', {
        text: destroy.reason || null,
        alternate: destroy.alternate,
        ...(destroy.alternate && destroy.password !== null && { alternatePassword: destroy.password }),
      }),
      notice: roomNotice('room-destroyed', { reason: destroy.reason, alternate: destroy.alternate ?? '' }),
    }
  }
  const removal = removalOf(presence)
  if (removal === null) return null
  const words = reason || presence.status
  const problem = problemOf(removal, { text: words || null, actor: actor || null })
  switch (removal) {
    case 'shutdown':
      return { problem, notice: roomNotice('room-shutdown', { reason: words }) }
    case 'service-gone':
      return { problem, notice: roomNotice('room-lost', { reason: words }) }
    case 'members-only':
      return { problem, notice: roomNotice('room-members-only', {}) }
    default:
      return { problem, notice: roomNotice(`room-${removal}`, { actor, reason: words }) }
  }
}

/** Somebody else was put out; null when he went himself (or with everybody else). */
export function removalNotice(presence: RoomPresence): Notice | null {
  const removal = removalOf(presence)
  const { actor, reason } = told(presence.muc.items)
  if (removal !== 'kicked' && removal !== 'banned' && removal !== 'membership-lost') return null
  return roomNotice(`room-occupant-${removal}`, { nick: presence.nick, actor, reason })
}

interface Rank {
  role: Role
  affiliation: Affiliation
}

/** Our own rank is another one. Null: it is as it was, or we are out. */
export function ownRankNotice(before: Rank, now: Rank, items: MucItem[]): Notice | null {
  const { actor, reason } = told(items)
  const of = (rank: RoomOwnRank) => roomNotice('room-own-rank', { rank, actor, reason })
  if (now.affiliation !== before.affiliation) return now.affiliation === 'outcast' ? null : of(now.affiliation)
  if (now.role === before.role || now.role === 'none') return null
  if (now.role === 'visitor') return of('muted')
  if (now.role === 'moderator') return of('moderator')
  return of(before.role === 'moderator' ? 'unmoderator' : 'voiced')
}

/** Changes one by one; what is wrong ends it, what went before stays. */
import type { Element } from '@xmpp/xml'
import { isAffiliation, isRole, setAffiliations, setRoles, type Actor, type Wish } from './admin'
import type { Muc } from './muc'
import { rank, type Room } from './room'
import { address, isJid, type Refusal } from './xml'

const NO_RIGHT: Refusal = ['forbidden', "You don't have authorization to perform this request."]
const INVALID: Refusal = ['conflict', 'Processing this request would leave the room in an invalid state (eg: without owners).']

interface Outcome {
  refusal: Refusal
  /** Openfire does not give back what it could not even read. */
  isBare?: boolean
}

export function setAsOpenfire(muc: Muc, room: Room, stanza: Element, wishes: Wish[], actor: Actor): void {
  for (const wish of wishes) {
    const outcome = wish.affiliation !== null ? affiliate(muc, room, wish, actor) : changeRole(muc, room, wish, actor)
    if (!outcome) continue
    const { refusal, isBare } = outcome
    return muc.refuse(stanza, actor.jid, refusal, isBare ? { payload: '', lang: 'en' } : {})
  }
  muc.result(stanza, actor.jid)
}

function affiliate(muc: Muc, room: Room, { affiliation, jid, nick, reason }: Wish, actor: Actor): Outcome | null {
  if (!isAffiliation(affiliation)) return { refusal: ['bad-request'], isBare: true }
  if (jid !== null && !isJid(jid)) {
    return { refusal: ['internal-server-error', 'An unexpected exception occurred while processing your request.'] }
  }
  const bare = jid !== null ? address(jid).bare : room.byNick(nick ?? '')?.bare
  if (bare === undefined) return null
  const isOwner = actor.affiliation === 'owner'
  const wasOwner = room.affiliation(bare) === 'owner'
  const isHigh = affiliation === 'owner' || affiliation === 'admin'
  if (rank(actor.affiliation) < rank('admin') || (isHigh && !isOwner)) return { refusal: NO_RIGHT }
  if (affiliation === 'outcast' && !muc.server.isOld) {
    if (bare === actor.bare) return { refusal: ['conflict', 'Error banning the user/group. You cannot ban yourself.'], isBare: true }
    if (wasOwner && !isOwner) {
      return { refusal: ['not-allowed', 'Error banning the user/group. As an admin, you cannot ban an owner.'], isBare: true }
    }
  }
  if (wasOwner && affiliation !== 'owner' && room.withAffiliation('owner').length === 1) return { refusal: INVALID }
  if (wasOwner && !isOwner) return { refusal: NO_RIGHT }
  setAffiliations(muc, room, actor.bare, actor, [{ bare, affiliation, reason }])
  return null
}

function changeRole(muc: Muc, room: Room, { role, nick, jid, reason }: Wish, actor: Actor): Outcome | null {
  if (!isRole(role)) return { refusal: ['bad-request'], isBare: true }
  if (!actor.isModerator) return { refusal: NO_RIGHT }
  if (role === 'moderator' && rank(actor.affiliation) < rank('admin')) return { refusal: NO_RIGHT }
  const byJid = muc.server.isOld || jid === null ? undefined : room.ofBare(address(jid).bare)[0]
  const one = nick === null ? byJid : room.byNick(nick)
  if (!one) return null
  const isHigh = rank(room.affiliation(one.bare)) >= rank('admin')
  if (isHigh && role !== 'moderator' && muc.server.isOld) {
    return { refusal: ['not-allowed', 'An owner or administrator cannot be banned from the room.'] }
  }
  if (isHigh && role !== 'moderator' && actor.affiliation !== 'owner') {
    return { refusal: ['not-allowed', 'You are not allowed to perform this action.'] }
  }
  setRoles(muc, room, actor.bare, actor, [{ one, role, reason }])
  return null
}

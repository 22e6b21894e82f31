/**
 * Who may do what to whom: XEP-0045 1.35.5 §5.1.1, 5.2.1 and the refusals of §8–10. Pure; the page shows and disables with it, slash
 * commands and plans ask it before anything is sent. What it lets pass, a room may still refuse; what it refuses, no room should do.
 */
import { domainOf, type BareJid } from '#shared/jid'
import type { Affiliation, Role, Room } from '#shared/model/room'
import type { RoomAdminProblem, RoomWarning } from '#shared/model/room-admin'

/** We, in this room. Null: not in it, so nothing is known of our rank. */
export type RoomActor = { role: Role; affiliation: Affiliation; jid: BareJid | null } | null

export interface RoomTarget {
  /** Null: not in the room. */
  nick: string | null
  /** Null: the room hides it. A domain alone stands for all its people. */
  jid: BareJid | null
  /** `none`: not in the room. */
  role: Role
  /** Null: the lists cannot be seen. */
  affiliation: Affiliation | null
  isSelf: boolean
}

export type RoomChange = { kind: 'role'; to: Role } | { kind: 'affiliation'; to: Affiliation }

export interface RoomFacts {
  /** Null: the owner list cannot be seen. */
  ownerCount: number | null
  isMembersOnly: boolean
  isModerated: boolean
}

export interface RoomVerdict {
  /** Null: go ahead. */
  refusal: RoomAdminProblem | null
  /** It is so already. */
  isUnchanged: boolean
  warnings: RoomWarning[]
}

const RANK: Record<Affiliation, number> = { outcast: 0, none: 1, member: 2, admin: 3, owner: 4 }
const ROLE_RANK: Record<Role, number> = { none: 0, visitor: 1, participant: 2, moderator: 3 }

export const rankOf = (affiliation: Affiliation): number => RANK[affiliation]
const isLeader = (affiliation: Affiliation) => RANK[affiliation] >= RANK.admin
const isDomain = (jid: BareJid | null) => jid !== null && !jid.includes('@')

const no = (refusal: RoomAdminProblem): RoomVerdict => ({ refusal, isUnchanged: false, warnings: [] })

export function judge(actor: RoomActor, target: RoomTarget, change: RoomChange, facts: RoomFacts): RoomVerdict {
  const verdict = change.kind === 'role' ? judgeRole(actor, target, change.to, facts) : judgeAffiliation(actor, target, change.to, facts)
  if (!actor && verdict.refusal === null) verdict.warnings.push('not-joined')
  return verdict
}

function judgeRole(actor: RoomActor, target: RoomTarget, to: Role, facts: RoomFacts): RoomVerdict {
  if (!actor) return no('not-joined')
  if (target.nick === null || target.role === 'none') return no('not-here')
  if (actor.role !== 'moderator') return no('rank-needed')
  if (target.isSelf && to === 'none') return no('self') // §8.2: may be refused; who wants out leaves
  const theirs = target.affiliation ?? 'none'
  const needsAdmin = to === 'moderator' || target.role === 'moderator'
  if (needsAdmin && !isLeader(actor.affiliation)) {
    // A moderator without rank may give his own role up, and kick his likes (§8.2 compares affiliations only).
    const isAllowed = target.role === 'moderator' && (target.isSelf || (to === 'none' && RANK[theirs] <= RANK[actor.affiliation]))
    if (!isAllowed) return no(isLeader(theirs) ? 'higher-rank' : 'rank-needed')
  }
  if (!target.isSelf && RANK[theirs] > RANK[actor.affiliation]) return no('higher-rank')
  if (target.role === to) return { refusal: null, isUnchanged: true, warnings: [] }
  const warnings: RoomWarning[] = []
  const isLowered = ROLE_RANK[to] < ROLE_RANK[target.role]
  if (isLowered && isLeader(theirs)) {
    // §8.4, 9.7: nobody may; Prosody, ejabberd and Tigase let a higher rank do it, Openfire does not.
    if (!target.isSelf && RANK[theirs] === RANK[actor.affiliation]) return no('higher-rank')
    warnings.push('server-may-refuse')
  }
  if (target.isSelf && isLowered && !isLeader(actor.affiliation)) warnings.push('self-demotion')
  const returns = to === 'visitor' ? !facts.isModerated || RANK[theirs] >= RANK.member : to !== 'none' && (to === 'moderator' || isLeader(theirs))
  if (returns) warnings.push('until-rejoin')
  if (to === 'visitor' && !facts.isModerated) warnings.push('may-still-speak') // §5.1: "visitors MAY have voice in unmoderated rooms"
  return { refusal: null, isUnchanged: false, warnings }
}

function judgeAffiliation(actor: RoomActor, target: RoomTarget, to: Affiliation, facts: RoomFacts): RoomVerdict {
  if (target.jid === null && target.nick === null) return no('no-address')
  if (isDomain(target.jid) && isLeader(to)) return no('bad-address')
  const from = target.affiliation
  const touches = Math.max(RANK[to], from === null ? 0 : RANK[from])
  if (actor) {
    const giveUp = target.isSelf && to !== 'outcast' && from !== null && RANK[to] < RANK[from]
    if (target.isSelf && to === 'outcast') return no('self')
    if (!isLeader(actor.affiliation) && !giveUp) return no('rank-needed')
    if (actor.affiliation !== 'owner' && !giveUp) {
      if (from !== null && isLeader(from) && from !== to) return no('higher-rank')
      if (touches >= RANK.admin && from !== to) return no('rank-needed')
    }
  }
  if (from === to) return { refusal: null, isUnchanged: true, warnings: [] }
  const warnings: RoomWarning[] = []
  if (from === 'owner' && facts.ownerCount !== null && facts.ownerCount <= 1) return no('last-owner')
  if (from === null) warnings.push('current-unknown')
  // COMPAT(tigase): lets the last owner go and leaves a room that nobody can set up any more.
  if ((from === 'owner' || (from === null && target.isSelf)) && facts.ownerCount === null) warnings.push('owners-unknown')
  if (target.isSelf && from !== null && RANK[to] < RANK[from]) warnings.push('self-demotion')
  if (to === 'outcast' && from !== null && RANK[from] >= RANK.member) warnings.push('loses-rank')
  if (to === 'none' && from !== 'outcast' && facts.isMembersOnly && target.role !== 'none') warnings.push('puts-out')
  if (isDomain(target.jid)) {
    warnings.push('whole-domain')
    if (to === 'outcast' && actor?.jid && domainOf(actor.jid) === target.jid) warnings.push('own-domain')
  }
  if (to === 'owner' && actor?.affiliation === 'owner') warnings.push('makes-equal')
  return { refusal: null, isUnchanged: false, warnings }
}

/** What a menu on a person offers, in the words of users; what gives before what takes, and last what puts somebody out. */
export const ROOM_ACTIONS = {
  unmute: { kind: 'role', to: 'participant' },
  'make-moderator': { kind: 'role', to: 'moderator' },
  mute: { kind: 'role', to: 'visitor' },
  'take-moderator': { kind: 'role', to: 'participant' },
  unban: { kind: 'affiliation', to: 'none' },
  'make-member': { kind: 'affiliation', to: 'member' },
  'make-admin': { kind: 'affiliation', to: 'admin' },
  'make-owner': { kind: 'affiliation', to: 'owner' },
  'take-member': { kind: 'affiliation', to: 'none' },
  'take-admin': { kind: 'affiliation', to: 'member' },
  'take-owner': { kind: 'affiliation', to: 'admin' },
  kick: { kind: 'role', to: 'none' },
  ban: { kind: 'affiliation', to: 'outcast' },
} as const satisfies Record<string, RoomChange>
export type RoomAction = keyof typeof ROOM_ACTIONS
export const putsOut = (action: RoomAction): boolean => action === 'kick' || action === 'ban'

/** Does this action make sense for what he is now (whether we may or not)? */
function fits(action: RoomAction, { role, affiliation, nick }: RoomTarget): boolean {
  const isHere = nick !== null && role !== 'none'
  switch (action) {
    case 'kick':
      return isHere
    case 'mute':
      return isHere && role !== 'visitor'
    case 'unmute':
      return isHere && role === 'visitor'
    case 'make-moderator':
      return isHere && role !== 'moderator'
    case 'take-moderator':
      return isHere && role === 'moderator'
    case 'ban':
      return affiliation !== 'outcast'
    case 'unban':
      return affiliation === 'outcast'
    case 'make-member':
      return affiliation === 'none' || affiliation === null
    case 'take-member':
      return affiliation === 'member'
    case 'make-admin':
      return affiliation !== 'admin' && affiliation !== 'owner' && affiliation !== 'outcast'
    case 'take-admin':
      return affiliation === 'admin'
    case 'make-owner':
      return affiliation !== 'owner' && affiliation !== 'outcast'
    case 'take-owner':
      return affiliation === 'owner'
  }
}

export interface RoomOffer extends RoomVerdict {
  action: RoomAction
  change: RoomChange
}

/** All actions that fit, with their verdict: those with a refusal are shown disabled, with its sentence. */
export function offersFor(actor: RoomActor, target: RoomTarget, facts: RoomFacts): RoomOffer[] {
  return (Object.keys(ROOM_ACTIONS) as RoomAction[])
    .filter((action) => fits(action, target))
    .map((action) => ({ action, change: ROOM_ACTIONS[action], ...judge(actor, target, ROOM_ACTIONS[action], facts) }))
}

/** What the page has in hand. Null while we are not in. */
export const actorOf = (room: Pick<Room, 'state' | 'ownRole' | 'ownAffiliation'>, own: BareJid | null): RoomActor =>
  room.state === 'joined' ? { role: room.ownRole, affiliation: room.ownAffiliation, jid: own } : null

export const factsOf = (room: Pick<Room, 'config'>, ownerCount: number | null = null): RoomFacts => ({
  ownerCount,
  isMembersOnly: room.config?.isMembersOnly ?? false,
  isModerated: room.config?.isModerated ?? false,
})

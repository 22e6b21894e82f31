/** What a refusal means, from what the room says and what we know of both sides. Pure. */
import type { RoomAdminProblem, RoomWarning } from '#shared/model/room-admin'
import { rankOf, type RoomActor, type RoomChange, type RoomTarget } from '#shared/model/room-rights'
import { fail, type CallError, type ErrorCode, type Result } from '#shared/result'
import type { StanzaError } from '#xmpp/types'

export interface Asked {
  actor: RoomActor
  target: RoomTarget
  change: RoomChange
  warnings: RoomWarning[]
}

export function problemOf(error: StanzaError, asked: Asked | null): RoomAdminProblem {
  switch (error.condition) {
    case 'timeout':
    case 'remote-server-timeout':
      return 'timeout'
    case 'offline':
      return 'offline'
    case 'feature-not-implemented':
    case 'service-unavailable':
      return 'not-supported'
    case 'item-not-found':
      return asked?.change.kind === 'role' ? 'not-here' : asked && !asked.actor ? 'not-joined' : 'not-here'
    case 'jid-malformed':
      return 'bad-address'
    case 'bad-request':
      if (asked && !asked.actor) return 'not-joined' // COMPAT(openfire): "You are not an occupant of this room."
      return asked?.target.jid === null ? 'no-address' : 'server' // COMPAT(tigase): affiliations by nick
    case 'conflict':
      if (!asked) return 'conflict'
      if (asked.target.isSelf && asked.change.to === 'outcast') return 'self'
      return asked.target.affiliation === 'owner' || asked.target.isSelf || asked.change.to === 'outcast' ? 'last-owner' : 'conflict'
    case 'not-allowed':
    case 'forbidden':
    case 'not-authorized':
    case 'registration-required':
      return rankProblem(asked)
    default:
      return 'server'
  }
}

function rankProblem(asked: Asked | null): RoomAdminProblem {
  if (!asked) return 'rank-needed'
  const { actor, target, change, warnings } = asked
  if (!actor) return 'not-joined'
  // COMPAT(ejabberd): the last owner is not-allowed there.
  if (target.isSelf && change.kind === 'affiliation' && actor.affiliation === 'owner') return change.to === 'outcast' ? 'self' : 'last-owner'
  if (target.isSelf && change.to === 'none') return 'self'
  if (warnings.includes('server-may-refuse')) return 'higher-rank'
  if (!target.isSelf && target.affiliation !== null && rankOf(target.affiliation) >= Math.max(rankOf(actor.affiliation), rankOf('admin'))) return 'higher-rank'
  return 'rank-needed'
}

const CODES: Record<RoomAdminProblem, ErrorCode> = {
  'not-joined': 'refused', 'not-here': 'not-found', 'rank-needed': 'forbidden', 'higher-rank': 'forbidden', 'last-owner': 'conflict', self: 'conflict',
  'no-address': 'refused', 'bad-address': 'bad-input', 'not-supported': 'not-supported', 'no-effect': 'refused', conflict: 'conflict',
  timeout: 'timeout', offline: 'offline', overtaken: 'conflict', 'too-many': 'bad-input', server: 'refused',
}

export const refusedFor = (problem: RoomAdminProblem, error: StanzaError | null = null): { ok: false; error: CallError } =>
  fail(CODES[problem], `room administration: ${problem}`, {
    problem,
    ...(error && { condition: error.condition, ...(error.text !== null && { text: error.text }) }),
  })

export const problemIn = (result: Result<unknown>): RoomAdminProblem | null =>
  result.ok ? null : ((result.error.problem as RoomAdminProblem | undefined) ?? 'server')

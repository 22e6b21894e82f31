/** Ending a mute or a ban whose time has come, and only if it is still ours to end. */
import type { RoomAdminApi } from '#features/room-admin/public'
import type { RoomAuditApi } from '#features/room-audit/public'
import type { RoomPerson, RoomsApi } from '#features/rooms/public'
import type { BareJid } from '#shared/jid'
import type { RoomTimer, RoomTimerEnd } from '#shared/model/room-timers'
import type { Result } from '#shared/result'
import type { EpochMs } from '#shared/time'
import type { StoredTimer } from './stanza'

/** Our own change is noted by other devices of ours as somebody's, a little later and by another clock. */
const OWN_CHANGE_MS = 30_000

export type Lifted = { end: RoomTimerEnd } | { waitingFor: NonNullable<RoomTimer['waitingFor']> }

export interface LiftingDeps {
  rooms: RoomsApi
  admin: RoomAdminApi
  audit: RoomAuditApi
  /** Nobody shall speak there now. */
  isVoiceHeld(room: BareJid): boolean
}

/** A nick counts only when the timer knows nothing better: it may be another's by now. */
export function isAbout({ jid, occupantId, nick }: StoredTimer, person: RoomPerson): boolean {
  if (jid !== null && person.jid !== null) return person.jid === jid
  if (occupantId !== null && person.occupantId !== null) return person.occupantId === occupantId
  return jid === null && occupantId === null && person.nick === nick
}

const waiting = (result: Result<unknown>, isJoined: boolean): Lifted => {
  const problem = result.ok ? null : result.error.problem
  if (problem === 'offline' || problem === 'timeout') return { waitingFor: 'offline' }
  return { waitingFor: problem === 'not-joined' || !isJoined ? 'room' : 'refused' }
}

export async function lift({ rooms, admin, audit, isVoiceHeld }: LiftingDeps, timer: StoredTimer): Promise<Lifted> {
  const { room, kind, jid, nick } = timer
  const isJoined = rooms.get(room)?.state === 'joined'
  const isOvertaken = (kinds: ('role' | 'affiliation' | 'ban')[]) =>
    audit.isChangedByOthers(room, { jid, nick }, kinds, (timer.setAtMs + OWN_CHANGE_MS) as EpochMs)
  if (kind === 'mute') {
    if (!isJoined) return { waitingFor: 'room' }
    const person = rooms.people(room).find((one) => isAbout(timer, one))
    if (!person) return { end: 'lifted' } // roles do not outlive a visit: there is nothing left of it
    if (person.role !== 'visitor' || isOvertaken(['role'])) return { end: 'void' }
    if (isVoiceHeld(room)) return { end: 'lifted' }
    const result = await admin.setRole({ room, nick: person.nick, role: 'participant', reason: '' })
    if (result.ok) return { end: 'lifted' }
    return result.error.problem === 'not-here' ? { end: 'lifted' } : waiting(result, isJoined)
  }
  if (isOvertaken(['affiliation', 'ban'])) return { end: 'void' }
  const banned = await admin.list(room, 'outcast')
  if (!banned.ok) return waiting(banned, isJoined)
  if (!banned.value.some((one) => one.jid === jid)) return { end: 'void' }
  const result = await admin.setAffiliation({ room, jid, nick: null, affiliation: timer.before, reason: '', knownAffiliation: 'outcast' })
  return result.ok ? { end: 'lifted' } : waiting(result, isJoined)
}

/** What was changed in a room, by whom, as far as we were there or did it ourselves. */
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'

/** Each has a sentence; `from` and `to` are named beside it, '' where there are none. */
export const ROOM_AUDIT_KINDS = [
  /** Affiliation: from → to. */
  'affiliation',
  /** Role: from → to. */
  'role',
  /** Put out (307), banned (301), put out because membership was taken (321) or needed now (322). */
  'kick',
  'ban',
  'membership-lost',
  'members-only',
  /** The service goes down (332), an error of the service (333). */
  'shutdown',
  'lost',
  /** The room was destroyed; `to` is the room to go to instead. */
  'destroyed',
  /** Another nick (303): from → to. */
  'nick',
  /** Settings; `to` is general, logging-on, logging-off, non-anonymous or semi-anonymous. */
  'config',
  /** Subject: from → to. */
  'subject',
  /** A message was recalled by a moderator (XEP-0425); `from` its writer. */
  'recall',
  /** Timed mute or ban: `to` is mute or ban; set, lifted, ended because somebody else had changed it, or taken back. */
  'timer-set',
  'timer-lifted',
  'timer-void',
  'timer-cancelled',
  /** We asked for it and the room refused: `to` what we asked for, `problem` why. */
  'refused',
] as const
export type RoomAuditKind = (typeof ROOM_AUDIT_KINDS)[number]

export interface RoomAuditEntry {
  id: number
  room: BareJid
  atMs: EpochMs
  kind: RoomAuditKind
  /** Who did it: a nick or address as the room told it. '' = not told. Only text: nobody can be sure of it. */
  actor: string
  /** We asked for it ourselves, on this device. */
  isOwn: boolean
  /** To whom: nick, and address where it was shown. */
  nick: string
  jid: BareJid | null
  from: string
  to: string
  reason: string
  /** RoomAdminProblem, of `refused`. */
  problem: string | null
}

/** A room (XEP-0045) as its members see it. */
import type { BareJid } from '#shared/jid'
import type { RoomHat } from '#shared/model/room-hats'
import type { EpochMs } from '#shared/time'

export type Affiliation = 'owner' | 'admin' | 'member' | 'none' | 'outcast'
export type Role = 'moderator' | 'participant' | 'visitor' | 'none'

/** Somebody in the room now. */
export interface Occupant {
  nick: string
  role: Role
  affiliation: Affiliation
  /** Bare JID where the room shows it. */
  jid: BareJid | null
  availability: 'chatty' | 'online' | 'away' | 'xa' | 'dnd'
  status: string
  isSelf: boolean
  /** Titles (XEP-0317); absent when he has none or the room announces none. */
  hats?: RoomHat[]
}

export type RoomState = 'left' | 'joining' | 'joined' | 'failed'

/** Why we are not in, each with a sentence: RFC 6120 conditions and events that put us out. */
export interface RoomProblem {
  code:
    | 'nick-conflict'
    | 'password-required'
    | 'wrong-password'
    | 'members-only'
    | 'banned'
    | 'full'
    | 'locked'
    | 'not-found'
    | 'gone'
    | 'not-allowed'
    | 'nick-refused'
    | 'kicked'
    | 'membership-lost'
    | 'destroyed'
    | 'shutdown'
    | 'service-gone'
    | 'timeout'
    | 'error'
  /** The server's or actor's words. */
  text: string | null
  actor: string | null
  /** Where the room went, when destroyed or moved. */
  alternate: BareJid | null
  /** What it takes to get in there, when that was told. */
  alternatePassword?: string
}

export interface Room {
  jid: BareJid
  /** Bookmark name, else the room's own, else the local part. */
  name: string
  state: RoomState
  problem: RoomProblem | null
  /** Own nick, as the room gave it. */
  nick: string
  ownRole: Role
  ownAffiliation: Affiliation
  subject: string
  subjectBy: string
  subjectAtMs: EpochMs | null
  occupantCount: number
  isBookmarked: boolean
  autoJoin: boolean
  /** Disco facts, null until known. */
  config: { isMembersOnly: boolean; isModerated: boolean; isNonAnonymous: boolean; isPasswordProtected: boolean; isPersistent: boolean; isHidden: boolean } | null
  /** Seconds that pass between two messages of one person (XEP-0500), and until when we have to wait. Absent: no such limit. */
  slowMode?: { seconds: number; untilMs: EpochMs | null }
}

/** A room as a directory lists it. */
export interface RoomListing {
  jid: BareJid
  name: string
  description: string | null
  occupantCount: number | null
  isPasswordProtected: boolean | null
  isMembersOnly: boolean | null
}

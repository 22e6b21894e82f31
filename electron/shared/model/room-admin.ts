/** Administering the people of a room (XEP-0045 §8–10): what is asked for, what comes of it, and why not. */
import type { BareJid } from '#shared/jid'
import type { Affiliation, Role } from '#shared/model/room'
import type { EpochMs } from '#shared/time'

/** `participant` is the list of those with voice (§8.5), `moderator` §9.8; both only name who is there. */
export type RoomListName = 'owner' | 'admin' | 'member' | 'outcast' | 'moderator' | 'participant' | 'visitor'
export const AFFILIATION_LISTS = ['owner', 'admin', 'member', 'outcast'] as const
export const ROLE_LISTS = ['moderator', 'participant', 'visitor'] as const

/** One line of a list as the server gives it; what it leaves out is null. */
export interface RoomListEntry {
  /** Bare address, or a whole domain (ban lists). Null: a role list where we may not see addresses. */
  jid: BareJid | null
  nick: string | null
  affiliation: Affiliation | null
  role: Role | null
  reason: string
}

/**
 * Why something is not done, or was not; each has a sentence. In `CallError.problem`, in the items of plans and in the audit.
 * `not-joined` we are not in the room (some servers then refuse) · `not-here` the person has left, or never was there ·
 * `rank-needed` only moderators, admins or owners may, and we are not (or the room says so) · `higher-rank` the other stands
 * as high as we or higher · `last-owner` a room must keep one · `self` nobody bans or kicks himself · `no-address` the room
 * hides it, and it is needed · `bad-address` this is no address of a person or domain · `not-supported` the room cannot do it ·
 * `no-effect` the room said yes, and yet nothing changed · `conflict` the room finds it contradictory · `timeout` no answer ·
 * `offline` · `overtaken` somebody else has changed it meanwhile · `too-many` more than can be done at once ·
 * `server` anything else the server says, in its own words.
 */
export const ROOM_ADMIN_PROBLEMS = [
  'not-joined', 'not-here', 'rank-needed', 'higher-rank', 'last-owner', 'self', 'no-address', 'bad-address', 'not-supported',
  'no-effect', 'conflict', 'timeout', 'offline', 'overtaken', 'too-many', 'server',
] as const
export type RoomAdminProblem = (typeof ROOM_ADMIN_PROBLEMS)[number]

/** What came of a change. `seen`: the room has told everybody. `taken`: said yes; nothing is to be seen (the person is not there). */
export interface RoomChangeResult {
  effect: 'seen' | 'taken' | 'unchanged'
  /** The address it was done to, when it was given by nick. */
  jid: BareJid | null
  nick: string | null
}

/** A wish for a plan: an affiliation for an address, or a role for somebody who is there. */
export interface RoomWish {
  jid: BareJid | null
  nick: string | null
  affiliation: Affiliation | null
  role: Role | null
  reason: string
}

export type RoomPlanItemState =
  /** Not yet tried. */
  | 'open'
  /** Left out: nothing to change, refused beforehand, or taken out by the user. */
  | 'unchanged'
  | 'refused'
  | 'skipped'
  | 'done'
  | 'failed'

export interface RoomPlanItem {
  /** Place in the plan; names the item in `roomAdmin.apply`. */
  index: number
  room: BareJid
  jid: BareJid | null
  nick: string | null
  kind: 'affiliation' | 'role'
  /** Null: the room does not let us see it. */
  from: Affiliation | Role | null
  to: Affiliation | Role
  reason: string
  warnings: RoomWarning[]
  state: RoomPlanItemState
  /** Of `refused` and `failed`. */
  problem: RoomAdminProblem | null
  /** The server's own words. */
  text: string | null
}

/** What one should know before doing it; each has a sentence. */
export const ROOM_WARNINGS = [
  /** We lower our own rank and cannot raise it again ourselves. */
  'self-demotion',
  /** Is there another owner? The list cannot be seen. */
  'owners-unknown',
  /** We cannot see what he is now: the list cannot be seen. */
  'current-unknown',
  /** The room is for members only: he is put out. */
  'puts-out',
  /** He is put out, and loses his rank for good. */
  'loses-rank',
  /** Everybody of this domain. */
  'whole-domain',
  /** Our own domain. */
  'own-domain',
  /** Lasts only until he comes in anew (role of an unmoderated room, or by rank). */
  'until-rejoin',
  /** In a room that is not moderated some servers (ejabberd) let those without voice speak all the same: make it moderated first. */
  'may-still-speak',
  /** Some servers refuse this although the text allows it. */
  'server-may-refuse',
  /** He may do with us whatever we may, also take our own rank away. */
  'makes-equal',
  /** We are not in this room: our rank there is unknown. */
  'not-joined',
] as const
export type RoomWarning = (typeof ROOM_WARNINGS)[number]

export interface RoomPlanCounts {
  total: number
  /** Will be sent, or has been. */
  change: number
  unchanged: number
  refused: number
  skipped: number
  done: number
  failed: number
}

export interface RoomPlan {
  planId: string
  rooms: BareJid[]
  counts: RoomPlanCounts
  items: RoomPlanItem[]
  /** Lists that could not be fetched: their people are `current-unknown`. */
  unseen: { room: BareJid; list: RoomListName; problem: RoomAdminProblem }[]
}

/** `waiting`: the connection is away; it goes on by itself. */
export type RoomPlanState = 'ready' | 'running' | 'waiting' | 'done' | 'cancelled'

/** Somebody who was in the room, and whose address we were shown. */
export interface FormerOccupant {
  jid: BareJid
  nick: string
  /** XEP-0421. */
  occupantId: string | null
  affiliation: Affiliation
  firstSeenMs: EpochMs
  /** When he left, or when we last saw him. */
  lastSeenMs: EpochMs
  isHere: boolean
}

/** What we become when a room is handed over. */
export type HandOverRank = 'owner' | 'admin' | 'member' | 'none'
export interface HandOver {
  /** As the room lists them afterwards. */
  owners: BareJid[]
  /** The other is owner now, whatever became of our own rank. */
  stepDown: 'done' | 'not-wanted' | RoomAdminProblem
}

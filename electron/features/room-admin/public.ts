/** Changing what people may do, for the features that do it later or many times (timers, voice requests). */
import { publicApi } from '#core/feature'
import type { BareJid } from '#shared/jid'
import type { Affiliation, Role } from '#shared/model/room'
import type { RoomChangeResult, RoomListEntry, RoomListName } from '#shared/model/room-admin'
import type { RoomChange } from '#shared/model/room-rights'
import type { Result } from '#shared/result'

export interface RoleRequest {
  room: BareJid
  nick: string
  role: Role
  reason: string
}
/** By address, or by the nick of somebody who is there (his address is used where we see it). */
export interface AffiliationRequest {
  room: BareJid
  jid: BareJid | null
  nick: string | null
  affiliation: Affiliation
  reason: string
  /** What he was when the caller looked; spares the lists. If he is there and something else by now, nothing is done (`overtaken`). */
  knownAffiliation?: Affiliation | null
  /** §9.3: the nick that only he may use then. */
  reservedNick?: string | null
}

/** The room has taken it (or it was so already). */
export interface ChangeDone {
  room: BareJid
  jid: BareJid | null
  nick: string | null
  change: RoomChange
}

/** Errors carry a RoomAdminProblem in `problem`. Everything asked for here stands in the room's log. */
export interface RoomAdminApi {
  setRole(request: RoleRequest): Promise<Result<RoomChangeResult>>
  setAffiliation(request: AffiliationRequest): Promise<Result<RoomChangeResult>>
  list(room: BareJid, list: RoomListName): Promise<Result<RoomListEntry[]>>
  /** Whoever of ours asked for it, at whatever place. */
  onDone(listener: (done: ChangeDone) => void): void
  /** A change of this person's role is on its way, asked for by us. */
  isAsking(room: BareJid, nick: string): boolean
}

export const roomAdminApi = publicApi<RoomAdminApi>('room-admin')

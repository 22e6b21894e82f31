/** Noting what is done in rooms, for the features that do it. */
import { publicApi } from '#core/feature'
import type { BareJid } from '#shared/jid'
import type { RoomAdminProblem } from '#shared/model/room-admin'
import type { RoomAuditEntry, RoomAuditKind } from '#shared/model/room-audit'
import type { EpochMs } from '#shared/time'
import type { Change } from './changes'

export type { Change }

export type AuditRecord = Pick<RoomAuditEntry, 'room' | 'kind'> & Partial<Omit<RoomAuditEntry, 'id' | 'atMs' | 'room' | 'kind'>>

export interface OwnRequest {
  room: BareJid
  kind: 'affiliation' | 'role'
  nick: string | null
  jid: BareJid | null
  from: string
  to: string
  reason: string
}

/** The room's notice of it and our request become one entry, whichever comes first. */
export interface ExpectedChange {
  succeeded(): void
  refused(problem: RoomAdminProblem): void
}

export interface RoomAuditApi {
  record(entry: AuditRecord): void
  /** Right before a request is sent. */
  expect(request: OwnRequest): ExpectedChange
  /** The room has told of a change that we had not asked for; also of somebody who is not there (where it tells that). */
  onOthers(listener: (room: BareJid, change: Change) => void): void
  /** Has somebody else changed this since? Under our nick: another device of ours. */
  isChangedByOthers(room: BareJid, who: { jid: BareJid | null; nick: string }, kinds: RoomAuditKind[], sinceMs: EpochMs): boolean
}

export const roomAuditApi = publicApi<RoomAuditApi>('room-audit')

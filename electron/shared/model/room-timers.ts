/** Timed mutes and bans. No server knows them: the moderator's own clients keep the time and lift them. */
import type { BareJid } from '#shared/jid'
import type { Affiliation } from '#shared/model/room'
import type { EpochMs } from '#shared/time'

export interface RoomTimer {
  id: string
  room: BareJid
  kind: 'mute' | 'ban'
  jid: BareJid | null
  nick: string
  /** XEP-0421, for who has no visible address. */
  occupantId: string | null
  setAtMs: EpochMs
  untilMs: EpochMs
  reason: string
  /** What he was before a ban, and will be again. */
  before: Affiliation
  /** False: only this device knows (the server has no private store, or could not be reached yet): it lifts when this device is online. */
  isShared: boolean
  /** Due, and not yet lifted: why. Null: not due, or just being lifted. */
  waitingFor: 'offline' | 'room' | 'refused' | null
}

/** How it ended. `void`: somebody else had changed it, nothing was touched. `cancelled`: taken back by hand. */
export type RoomTimerEnd = 'lifted' | 'void' | 'cancelled'

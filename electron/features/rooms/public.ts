/** Who speaks in a room, for the features that must know him again. */
import { publicApi } from '#core/feature'
import type { Incoming } from '#core/inbound'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'

export interface Speaker {
  /** XEP-0421; only where the room announces it, since elsewhere anybody may make one up. */
  occupantId: string | null
  /** One stay of one occupant while we were in, whatever his nick. Null for what the room replays. */
  visit: string | null
}

/** Where a room's archive is: it brings what was missed, so that the room need not replay it (XEP-0313 §6). */
export interface RoomArchive {
  /** Right before joining: notes what is known. True: what was missed will come from the archive. */
  prepare(room: BareJid, features: ReadonlySet<string> | null): boolean
  /**
   * We are in. Null: there is none. Resolves when all is here; false: it does not answer as it should.
   * `knownUntilMs`: time of the newest message we had before.
   */
  catchUp(room: BareJid, features: ReadonlySet<string>, knownUntilMs: EpochMs | null): Promise<boolean> | null
  /** We are out, or go in anew: from here on messages may be missed. */
  drop(room: BareJid): void
}

export interface RoomsApi {
  useArchive(archive: RoomArchive): void
  /** What the room says it can; null until it has said so, or when it is none of ours. */
  featuresOf(room: BareJid): ReadonlySet<string> | null
  /** Null when the message is from no room of ours. */
  speakerOf(message: Incoming): Speaker | null
}

export const roomsApi = publicApi<RoomsApi>('rooms')

/** Who speaks in a room, for the features that must know him again. */
import { publicApi } from '#core/feature'
import type { Incoming } from '#core/inbound'
import type { BareJid } from '#shared/jid'
import type { ConversationId } from '#shared/ids'
import type { Occupant, Room } from '#shared/model/room'
import type { Element } from '#xmpp/types'
import type { SendErrand } from './errands'

export interface Speaker {
  /** XEP-0421; only where the room announces it, since elsewhere anybody may make one up. */
  occupantId: string | null
  /** One stay of one occupant while we were in, whatever his nick. Null for what the room replays. */
  visit: string | null
}

/** `self`: own nick, role or affiliation. `settings`: the room said so (104, 170–173). `invited`: by us, as the room was made. */
export type RoomChange =
  | { kind: 'joined' | 'left' | 'self' | 'settings' }
  | { kind: 'occupant' | 'occupant-gone'; nick: string }
  | { kind: 'invited'; jid: BareJid }

export interface RoomsApi {
  /** As the windows see it; null when it is not on the list. */
  get(room: BareJid): Room | null
  /** Who is there now; empty unless we are in. */
  occupants(room: BareJid): Occupant[]
  occupant(room: BareJid, nick: string): Occupant | null
  /** The one we go in with. */
  passwordOf(room: BareJid): string | null
  /** What it announced by service discovery; null until it has. */
  featuresOf(room: BareJid): ReadonlySet<string> | null
  /** As room.join does it. */
  join(room: BareJid, nick: string | undefined, password: string | undefined): ConversationId
  /** Puts the room on the list with a line that somebody asks us in. */
  noteInvitation(room: BareJid, by: string, reason: string): void
  /** A message that is answered only when it is refused: see errands.ts. */
  send: SendErrand
  /** After the room's state has taken it in. */
  onChange(listener: (room: BareJid, change: RoomChange) => void): void
  /** Presence from the room's own address: it speaks of the room, not of an occupant. */
  onRoomPresence(listener: (room: BareJid, presence: Element) => void): void
  /** Null when the message is from no room of ours. */
  speakerOf(message: Incoming): Speaker | null
}

export const roomsApi = publicApi<RoomsApi>('rooms')

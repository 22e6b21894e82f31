/** Who is and who speaks in a room, for the features that administer it or must know somebody again. */
import { publicApi } from '#core/feature'
import type { Incoming } from '#core/inbound'
import type { ConversationId } from '#shared/ids'
import type { BareJid, FullJid } from '#shared/jid'
import type { Affiliation, Occupant, Role, Room } from '#shared/model/room'
import type { Result } from '#shared/result'
import type { EpochMs } from '#shared/time'
import type { Element } from '#xmpp/types'
import type { SendErrand } from './errands'
import type { MucItem, MucUser } from '#xmpp/xep/0045'

export { parseMucUser } from '#xmpp/xep/0045'
export type { MucItem, MucUser }

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

/** Somebody in the room now. */
export interface RoomPerson extends Occupant {
  /** XEP-0421, only where the room announces it. */
  occupantId: string | null
}

/** A presence that the room has sent while we are (or were until it) in; errors excepted. */
export interface RoomPresenceEvent {
  room: BareJid
  /** His address in the room. */
  from: FullJid
  nick: string
  isAvailable: boolean
  /** About ourselves. */
  isSelf: boolean
  stanza: Element
  /** We are still coming in: this only says who is there, nothing has changed. */
  isEntering: boolean
  codes: ReadonlySet<number>
  items: MucItem[]
  destroy: MucUser['destroy']
  /** XEP-0421, only where the room announces it. */
  occupantId: string | null
  /** What we knew of him before. Null: he was not there. */
  before: { role: Role; affiliation: Affiliation; jid: BareJid | null } | null
}

/** `self`: own nick, role or affiliation. `settings`: the room said so (104, 170–173). `facts`: asked anew after that. `invited`: by us, as the room was made. */
export type RoomChange =
  | { kind: 'joined' | 'left' | 'self' | 'settings' | 'facts' }
  | { kind: 'occupant' | 'occupant-gone'; nick: string }
  | { kind: 'invited'; jid: BareJid }

export interface RoomsApi {
  useArchive(archive: RoomArchive): void
  /** As the windows see it; null when it is not on the list. */
  get(room: BareJid): Room | null
  /** What the room says it can; null until it has said so, or when it is none of ours. */
  featuresOf(room: BareJid): ReadonlySet<string> | null
  /** Past messages are being replayed: a subject now is no change. */
  isReplaying(room: BareJid): boolean
  people(room: BareJid): RoomPerson[]
  person(room: BareJid, nick: string): RoomPerson | null
  /** After the room's own state has followed it. Synchronous, in the order of the stream. */
  onOccupantPresence(listener: (event: RoomPresenceEvent) => void): void
  /** The one we go in with. */
  passwordOf(room: BareJid): string | null
  /** §7.12: the nick the room keeps for us; null when there is none, or it keeps none for anybody. */
  reservedNick(room: BareJid): Promise<Result<string | null>>
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

/** Titles of people in a room (XEP-0317). */
import type { BareJid } from '#shared/jid'

export interface RoomHat {
  /** What it is; the title is only its name. */
  uri: string
  title: string
  /** Degrees on the colour circle; null: the look of the program. */
  hue: number | null
}

export interface RoomHats {
  /** Those that can be given; null: the room keeps no such list, any title can be given. */
  available: RoomHat[] | null
  assigned: { jid: BareJid; hat: RoomHat }[]
  can: { create: boolean; destroy: boolean; assign: boolean; unassign: boolean }
}

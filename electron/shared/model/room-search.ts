/** Rooms of many services, found by words (XEP-0433). */
import type { BareJid } from '#shared/jid'

export interface FoundRoom {
  jid: BareJid
  /** Local part of the address when there is no name. */
  name: string
  description: string
  /** Language tag; '' when not told. */
  language: string
  /** May be old. */
  occupantCount: number | null
  /** Anybody may enter without a password and without being a member. */
  isOpen: boolean | null
  /** Everybody sees who is who; null: not told. */
  isNonAnonymous: boolean | null
}

export interface RoomSearchPage {
  rooms: FoundRoom[]
  /** Give it back for the next page; null: there is none. */
  next: string | null
  /** Of all found, when the service says so. */
  total: number | null
}

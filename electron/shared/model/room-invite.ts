/** Being asked into rooms, and asking others in (XEP-0045 §7.8, XEP-0249). */
import type { BareJid } from '#shared/jid'
import type { CallError } from '#shared/result'
import type { EpochMs } from '#shared/time'

/** `mediated`: through the room, which can let the invited in; `direct`: from one person to the other. */
export type InviteVia = 'mediated' | 'direct'

export interface ReceivedInvite {
  id: number
  room: BareJid
  via: InviteVia
  /** Who invites. `jid` is null when the room gave only his nick there. */
  by: { jid: BareJid | null; nick: string | null }
  /**
   * Is it certainly he? A direct invitation is his; a mediated one is the word of the room, good for people of its own
   * server and of ours.
   */
  isVerified: boolean
  /** Not from somebody on the contact list, or not certainly so: to be shown apart. */
  isFromStranger: boolean
  reason: string
  hasPassword: boolean
  /** The room goes on with a one-to-one chat. */
  isContinuation: boolean
  atMs: EpochMs
}

/** `joined`: he was seen in the room. */
export type SentInviteState = 'sent' | 'joined' | 'declined' | 'failed'

export interface SentInvite {
  id: number
  room: BareJid
  to: BareJid
  via: InviteVia
  state: SentInviteState
  reason: string
  /** His words when he declined, the server's when it failed. */
  answer: string
  atMs: EpochMs
}

export interface RoomInvites {
  /** Newest first. */
  received: ReceivedInvite[]
  sent: SentInvite[]
}

/** What became of asking one person. */
export type InviteOutcome = { to: BareJid; ok: true; via: InviteVia } | { to: BareJid; ok: false; error: CallError }

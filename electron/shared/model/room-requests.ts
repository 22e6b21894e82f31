/** What people ask of those who run a room. */
import type { FieldIssue, TidyForm } from '#shared/model/data-form'
import type { BareJid } from '#shared/jid'
import type { Role } from '#shared/model/room'
import type { CallError } from '#shared/result'
import type { EpochMs } from '#shared/time'

/** Somebody in a moderated room would like to speak (XEP-0045 §7.13, 8.6). */
export interface VoiceRequest {
  id: string
  room: BareJid
  nick: string
  /** Null when the room did not say. */
  jid: BareJid | null
  /** What he asks for; `participant` unless the room says otherwise. */
  role: Role
  atMs: EpochMs
}

/** Somebody would like to be a member (XEP-0045 §9.9). */
export interface RegistrationRequest {
  id: string
  room: BareJid
  /** The nick he wants to have for himself; null when there is none in the form. */
  nick: string | null
  jid: BareJid | null
  /** All that he has entered, with the room's labels. */
  answers: { name: string; label: string | null; values: string[] }[]
  atMs: EpochMs
}

/** How we stand with a room's register (XEP-0045 §7.10). */
export type RoomRegistration =
  | { kind: 'registered'; nick: string | null }
  /** Not yet: this is what the room wants to know. `webPage`: where to do it instead. */
  | { kind: 'open'; form: TidyForm; instructions: string; webPage: string | null }
  /** Registering is not for us: `members-only` until somebody has made us a member (Prosody), `banned` or otherwise refused. */
  | { kind: 'closed'; why: 'members-only' | 'banned' | 'not-allowed'; error: CallError }
  /** The room has none. */
  | { kind: 'none' }

export type RoomRegistrationOutcome =
  | { kind: 'registered'; nick: string | null }
  /** The room has taken it but does not call us registered: somebody may still have to say yes, or it never tells (Tigase). */
  | { kind: 'pending' }
  | { kind: 'invalid'; issues: { name: string; issue: FieldIssue }[] }
  /** `nick-not-used`: only the nick one has in the room now can be registered (Tigase). */
  | { kind: 'refused'; reason: 'nick-taken' | 'nick-not-used' | 'bad-value' | 'not-allowed' | 'error'; error: CallError }

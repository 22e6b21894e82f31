/**
 * Lines of the program in the conversation of a room. The core stores code and args, the renderer makes a sentence of
 * them; every code below needs one in every language. All args are text; '' means "not told".
 */
import type { Notice } from '#shared/model/message'
import type { Affiliation } from '#shared/model/room'

/**
 * What we have become: an affiliation, or (the affiliation unchanged) a role: `muted` a visitor, `voiced` no visitor any more,
 * `moderator`, `unmoderator` no longer one.
 */
export type RoomOwnRank = 'owner' | 'admin' | 'member' | 'none' | 'muted' | 'voiced' | 'moderator' | 'unmoderator'

export interface RoomNoticeArgs {
  /** We came into a room that did not exist before. */
  'room-created': Record<never, string>
  /** What the room wants known by who comes in for the first time (XEP-0045 §7.2.3, 7.2.12: 100, 170). */
  'room-entered': { fact: 'addresses-shown' | 'recorded' }
  /** Our affiliation was changed while we were away (101). `affiliation` '' where the room leaves it out. */
  'room-rank-while-away': { affiliation: Affiliation | ''; actor: string; reason: string }
  /** The subject (announcement) was changed; empty `subject`: taken away. `by` is a nick. */
  'room-subject': { by: string; subject: string }
  /** Another nick. `isSelf` is '1' when it is ours. */
  'room-nick-changed': { from: string; to: string; isSelf: string }
  /** Our own rank was changed by somebody else, or by the room's settings. */
  'room-own-rank': { rank: RoomOwnRank; actor: string; reason: string }
  /** We are out of the room: */
  'room-kicked': { actor: string; reason: string }
  'room-banned': { actor: string; reason: string }
  'room-membership-lost': { actor: string; reason: string }
  /** … because it became members-only and we are no member. */
  'room-members-only': Record<never, string>
  'room-shutdown': { reason: string }
  /** … the room's server lost us. */
  'room-lost': { reason: string }
  /** `alternate` is the address of the room to go to instead. */
  'room-destroyed': { reason: string; alternate: string }
  /** Somebody else was put out. */
  'room-occupant-kicked': { nick: string; actor: string; reason: string }
  'room-occupant-banned': { nick: string; actor: string; reason: string }
  'room-occupant-membership-lost': { nick: string; actor: string; reason: string }
  /** Settings were changed (XEP-0045 §10.2.1: 102–104, 170–173). */
  'room-config-changed': { change: 'general' | 'logging-on' | 'logging-off' | 'non-anonymous' | 'semi-anonymous' | 'absent-shown' | 'absent-hidden' }
  /** The room itself says something, its words are the body. */
  'room-message': Record<never, string>
  /** Somebody asks us in; `by` is an address. */
  'room-invited': { by: string; reason: string }
}

export type RoomNoticeCode = keyof RoomNoticeArgs

export const roomNotice = <C extends RoomNoticeCode>(code: C, args: RoomNoticeArgs[C]): Notice => ({ code, args: args as Record<string, string> })

/**
 * What `room.create` could not do as asked; in `notes`, where the last three are followed by `:` and an address.
 * `public-refused` hidden instead of listed · `members-only-refused` anybody may enter · `temporary` the room goes when
 * empty · `defaults-used` the server took no settings at all · `member-failed` not made a member · `invite-failed`.
 */
export type RoomCreateNote =
  | 'public-refused'
  | 'members-only-refused'
  | 'temporary'
  | 'defaults-used'
  | `member-failed:${string}`
  | `invite-failed:${string}`

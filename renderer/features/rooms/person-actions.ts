/** What can be done to somebody in a room, as a menu shows it. Pure. */
import type { BareJid } from '#shared/jid'
import type { Occupant, Room } from '#shared/model/room'
import { actorOf, factsOf, offersFor, type RoomOffer, type RoomTarget } from '#shared/model/room-rights'

export interface Person {
  /** As the menu calls him. */
  name: string
  /** Null: he is not in the room (any more). */
  nick: string | null
  jid: BareJid | null
}

export function targetOf(person: Person, here: Occupant | undefined): RoomTarget {
  const { jid, nick } = person
  if (here) return { nick: here.nick, jid: here.jid ?? jid, role: here.role, affiliation: here.affiliation, isSelf: here.isSelf }
  return { nick: jid ? null : nick, jid, role: 'none', affiliation: null, isSelf: false }
}

/** Of somebody who is neither here nor known by address there is nothing to do. */
export function personOffers(room: Room, person: Person, here: Occupant | undefined): RoomOffer[] {
  const target = targetOf(person, here)
  if (!here && target.jid === null) return []
  const offers = offersFor(actorOf(room, null), target, factsOf(room)).filter(({ isUnchanged }) => !isUnchanged)
  // Whoever has no rank at all is not told a dozen times that he has none.
  return offers.some(({ refusal }) => refusal === null) ? offers : []
}

/** For good, then in ms. */
export const TIMES = [0, 600_000, 3_600_000, 86_400_000, 7 * 86_400_000] as const

/** What can be done to somebody in a room, as a menu shows it. Pure. */
import type { BareJid } from '#shared/jid'
import type { Occupant, Room } from '#shared/model/room'
import { actorOf, factsOf, offersFor, putsOut, type RoomOffer, type RoomTarget } from '#shared/model/room-rights'

/** Known by a message or as an occupant; a Person (people.ts) is one, too. */
export interface Somebody {
  /** As the menu calls him. */
  name: string
  /** Null: he is not in the room (any more). */
  nick: string | null
  jid: BareJid | null
}

export function targetOf(person: Somebody, here: Occupant | undefined): RoomTarget {
  const { jid, nick } = person
  if (here) return { nick: here.nick, jid: here.jid ?? jid, role: here.role, affiliation: here.affiliation, isSelf: here.isSelf }
  return { nick: jid ? null : nick, jid, role: 'none', affiliation: null, isSelf: false }
}

/** Of somebody who is neither here nor known by address there is nothing to do. */
export function personOffers(room: Room, person: Somebody, here: Occupant | undefined): RoomOffer[] {
  const target = targetOf(person, here)
  if (!here && target.jid === null) return []
  const offers = offersFor(actorOf(room, null), target, factsOf(room)).filter(({ isUnchanged }) => !isUnchanged)
  // Whoever has no rank at all is not told a dozen times that he has none.
  return offers.some(({ refusal }) => refusal === null) ? offers : []
}

/** A menu draws a line where it changes. */
export const groupOf = ({ action, change }: RoomOffer): string => (putsOut(action) ? 'out' : change.kind)

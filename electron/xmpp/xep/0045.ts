/** What tells a room's stanzas from others. XEP-0045 version 1.35.5; all that is done in rooms is in features/rooms. */
import { child, type Element } from '../element'

export const NS_MUC_USER = 'http://jabber.org/protocol/muc#user'

/** A room's occupant, even when somebody put the room on the contact list. */
export const isOccupantPresence = (stanza: Element): boolean => child(stanza, 'x', NS_MUC_USER) !== null

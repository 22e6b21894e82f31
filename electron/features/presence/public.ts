import { publicApi } from '#core/feature'
import type { OwnAvailability, OwnStatus } from '#shared/model/contact'
import type { BareJid, FullJid, Jid } from '#shared/jid'
import type { Element } from '#xmpp/types'

export { buildPriority, parsePresence } from './stanza'

export interface PresenceApi {
  current(): {
    availability: OwnAvailability
    signature: string
    /** `show`, `status` and the extras (caps …) for a directed presence, e.g. to a room. */
    stanzaChildren(): Element[]
  }
  /**
   * After the user changed his status and the server was told. Directed presences are not renewed by that: send them
   * again. `isGone`: on the way to invisible without XEP-0186 the server also said goodbye to all who got a directed
   * presence (RFC 6121 §4.6.3), so rooms have to be entered again. Returns the removal.
   */
  onChange(listener: (change: { status: OwnStatus; isGone: boolean }) => void): () => void
  /** Says again how we are, to all: an extra (what we can, a picture) has changed. */
  renew(): void
  /** With what this contact is online. */
  resourcesOf(jid: BareJid): FullJid[]
}

export interface ContactPresencesApi {
  /** A presence of a contact or of another own device, before it is taken in; errors excepted. */
  onContact(listener: (from: Jid, stanza: Element, isAvailable: boolean) => void): void
}

export const presence = publicApi<PresenceApi & ContactPresencesApi>('presence')

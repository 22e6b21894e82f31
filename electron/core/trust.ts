/** The sender checks that several features share (SAFETY §2.1): events of nodes reach us as messages, and anybody can write one. */
import type { Incoming } from '#core/inbound'
import { isFullJid, type BareJid, type Jid } from '#shared/jid'
import { attr } from '#xmpp/element'

const isEvent = (message: Incoming) => message.source === 'live' && message.type !== 'error' && attr(message.stanza, 'from') !== null

/** R-OWN-EVENT: only our own account speaks of its nodes. COMPAT(openfire): sends those of a contact to everybody. */
export const isOwnEvent = (message: Incoming, own: BareJid): boolean => isEvent(message) && message.from === own

/**
 * R-CONTACT-EVENT: what people show of themselves comes from their bare address, which is the word of their server (RFC 6120 §8.1.2.1),
 * and is taken of those whom we know.
 */
export const isPersonsEvent = (message: Incoming, isKnown: (jid: BareJid) => boolean): message is Incoming & { from: BareJid } =>
  isEvent(message) && message.type !== 'groupchat' && isBare(message.from) && isKnown(message.from)

const isBare = (jid: Jid): jid is BareJid => !isFullJid(jid)

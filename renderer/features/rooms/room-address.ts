/** Reads what a person types or pastes as the address of a room. Pure. */
import { bareOf, localOf, parseJid, type BareJid } from '#shared/jid'
import { parseXmppUri } from '../../lib/text/xmpp-uri'

/** `room@service`, also as `xmpp:room@service?join` or with a nick behind it; null when it is no room's address. */
export function readRoomAddress(text: string): BareJid | null {
  const plain = text.trim()
  const isLink = /^xmpp:/i.test(plain)
  const jid = isLink ? null : parseJid(plain.replace(/\?join\b.*$/is, ''))
  const bare = isLink ? (parseXmppUri(plain)?.address ?? null) : jid && bareOf(jid)
  return bare && localOf(bare) !== null ? bare : null
}

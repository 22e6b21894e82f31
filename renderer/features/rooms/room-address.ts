/** Reads what a person types or pastes as the address of a room. Pure. */
import { bareOf, localOf, parseJid, type BareJid } from '#shared/jid'

/** `room@service`, also as `xmpp:room@service?join` or with a nick behind it; null when it is no room's address. */
export function readRoomAddress(text: string): BareJid | null {
  const plain = text.trim().replace(/^xmpp:/i, '').replace(/[?#].*$/s, '')
  const jid = parseJid(decoded(plain))
  const bare = jid && bareOf(jid)
  return bare && localOf(bare) !== null ? bare : null
}

function decoded(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return text
    throw error
  }
}

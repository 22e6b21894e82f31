/** The address of a room as others can paste or click it (XEP-0147 `join`, RFC 5122). Pure. */
import type { BareJid } from '#shared/jid'

const encoded = (part: string) => encodeURIComponent(part).replace(/%40/g, '@')

export function roomLink(room: BareJid): string {
  const at = room.indexOf('@')
  return `xmpp:${encoded(room.slice(0, at))}@${encoded(room.slice(at + 1))}?join`
}

/** What discovery answers say of rooms. Pure. */
import { parseBareJid, type BareJid } from '#shared/jid'
import { valueOf } from '#shared/model/form'
import type { RoomListing } from '#shared/model/room'
import { parseCount } from '#xmpp/element'
import type { DiscoInfo, DiscoItem } from '#xmpp/xep/0030'

const NS_MUC = 'http://jabber.org/protocol/muc'
const ROOM_INFO = 'http://jabber.org/protocol/muc#roominfo'

/** XEP-0045 §6.2: a service for text conferences. Gateways to other networks are `irc` and the like. */
export const isRoomService = (info: DiscoInfo): boolean =>
  info.features.includes(NS_MUC) && info.identities.some(({ category, type }) => category === 'conference' && type === 'text')

/** COMPAT(ejabberd): `Tea (3)` is the name and the number of people, `Tea (private, 3)` a hidden room that we are in. */
export function splitCount(name: string): { name: string; count: number | null } {
  const found = /^(.*?)\s*\((?:n\/a|(?:private, )?(\d{1,7}))\)$/.exec(name)
  return found ? { name: found[1] ?? '', count: parseCount(found[2] ?? null) } : { name, count: null }
}

const localPart = (jid: BareJid) => jid.slice(0, Math.max(0, jid.indexOf('@'))) || jid

export function listingOfItem(item: DiscoItem): RoomListing | null {
  const jid = parseBareJid(item.jid)
  if (!jid?.includes('@')) return null
  const { name, count } = splitCount(item.name?.trim() ?? '')
  return { jid, name: name || localPart(jid), description: null, occupantCount: count, isPasswordProtected: null, isMembersOnly: null }
}

export function listingOfInfo(jid: BareJid, info: DiscoInfo): RoomListing {
  const form = info.forms.find((one) => one.formType === ROOM_INFO) ?? null
  const has = (yes: string, no: string) => (info.features.includes(yes) ? true : info.features.includes(no) ? false : null)
  const identity = info.identities.find((one) => one.category === 'conference')
  return {
    jid,
    name: identity?.name || valueOf(form, 'muc#roomconfig_roomname') || localPart(jid),
    description: valueOf(form, 'muc#roominfo_description') || null,
    occupantCount: parseCount(valueOf(form, 'muc#roominfo_occupants')),
    isPasswordProtected: has('muc_passwordprotected', 'muc_unsecured'),
    isMembersOnly: has('muc_membersonly', 'muc_open'),
  }
}

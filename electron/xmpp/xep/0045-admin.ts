/** XML of administration: XEP-0045 §8–10, `muc#admin`. Readers are total. */
import { bareOf, parseJid, type BareJid } from '#shared/jid'
import type { Affiliation, Role } from '#shared/model/room'
import type { RoomListEntry, RoomListName } from '#shared/model/room-admin'
import { attr, child, childText, elements, isNamed, xml } from '../element'
import type { Element } from '../types'

export const NS_ADMIN = 'http://jabber.org/protocol/muc#admin'

const ROLES: Role[] = ['moderator', 'participant', 'visitor', 'none']
const AFFILIATIONS: Affiliation[] = ['owner', 'admin', 'member', 'none', 'outcast']
const MAX_TEXT = 1000

export const isAffiliationList = (list: RoomListName): list is 'owner' | 'admin' | 'member' | 'outcast' =>
  list === 'owner' || list === 'admin' || list === 'member' || list === 'outcast'

/** §8.5, 9.2, 9.5, 9.8, 10.5, 10.8 */
export const buildListRequest = (list: RoomListName): Element =>
  xml('query', { xmlns: NS_ADMIN }, xml('item', isAffiliationList(list) ? { affiliation: list } : { role: list }))

export interface ItemChange {
  nick?: string | null
  jid?: BareJid | null
  role?: Role
  affiliation?: Affiliation
  reason: string
}

/**
 * One item: Prosody does only the first of several and says yes to all. COMPAT(tigase): an affiliation goes with `jid`, a role with
 * `nick`, never both; a nick beside an address is only given to reserve it (§9.3).
 */
export const buildChange = ({ nick, jid, role, affiliation, reason }: ItemChange): Element =>
  xml(
    'query',
    { xmlns: NS_ADMIN },
    xml('item', { nick: nick ?? undefined, jid: jid ?? undefined, role, affiliation }, reason === '' ? null : xml('reason', {}, reason)),
  )

function parseEntry(el: Element, list: RoomListName): RoomListEntry | null {
  const jid = parseJid(attr(el, 'jid'))
  const nick = attr(el, 'nick')?.slice(0, MAX_TEXT) ?? null
  if (!jid && !nick) return null
  const affiliation = AFFILIATIONS.find((one) => one === attr(el, 'affiliation')) ?? (isAffiliationList(list) ? list : null)
  const role = ROLES.find((one) => one === attr(el, 'role')) ?? (isAffiliationList(list) ? null : list)
  if (isAffiliationList(list) ? affiliation !== list : role !== list) return null // asked for something else
  return { jid: jid && bareOf(jid), nick, affiliation, role, reason: (childText(el, 'reason', NS_ADMIN) ?? '').slice(0, MAX_TEXT) }
}

/** The items of an answer, some at a time: a list of 10,000 must not stop everything else. Null: no list. */
export function* readList(answer: Element, list: RoomListName, chunk: number): Generator<RoomListEntry[]> {
  const query = child(answer, 'query', NS_ADMIN)
  let entries: RoomListEntry[] = []
  for (const el of elements(query)) {
    if (!isNamed(el, 'item', NS_ADMIN)) continue
    const entry = parseEntry(el, list)
    if (entry) entries.push(entry)
    if (entries.length < chunk) continue
    yield entries
    entries = []
  }
  if (entries.length > 0) yield entries
}

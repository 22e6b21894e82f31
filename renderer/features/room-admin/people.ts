/** The people of a room in one list: those on its lists and those who are there now, each once. Pure. */
import type { BareJid } from '#shared/jid'
import type { Affiliation, Occupant, Role } from '#shared/model/room'
import { AFFILIATION_LISTS, ROLE_LISTS, type RoomListEntry, type RoomListName } from '#shared/model/room-admin'
import type { RoomTarget } from '#shared/model/room-rights'
import { plain } from '../../lib/text/matches'

export type RankList = (typeof AFFILIATION_LISTS)[number]
/** Which people are shown. `here`: in the room now. */
export type Shown = 'all' | RoomListName | 'here'

export interface Person {
  key: string
  /** Address or, where the room hides it, the nick. */
  name: string
  jid: BareJid | null
  /** Null: not in the room now. */
  nick: string | null
  /** How he is there; null: not there, or the room does not say. */
  availability: Occupant['availability'] | null
  role: Role
  /** Null: the lists cannot be seen. */
  affiliation: Affiliation | null
  reason: string
  isSelf: boolean
  /** XEP-0317. */
  titles: readonly string[]
}

/** What is known of a list: null while it was not (or cannot be) seen. */
export type Lists = Partial<Record<RoomListName, readonly RoomListEntry[] | null>>

export const RANK_LISTS: readonly RankList[] = AFFILIATION_LISTS
const ORDER: Record<Affiliation, number> = { owner: 0, admin: 1, member: 2, none: 3, outcast: 4 }

/** Everybody once; who is there is known best by his presence. @param own our bare address */
export function peopleOf(lists: Lists, occupants: ReadonlyMap<string, Occupant>, own: BareJid | null): Person[] {
  const people: Person[] = []
  const byJid = new Map<BareJid, Person>()
  for (const one of occupants.values()) {
    // The same person with two nicks (several devices) stays two: each can be kicked.
    const person: Person = {
      key: `nick ${one.nick}`, name: one.nick, jid: one.jid, nick: one.nick, availability: one.availability, role: one.role,
      affiliation: one.affiliation, reason: '', isSelf: one.isSelf,
      titles: (one.hats ?? []).map((hat) => hat.title),
    }
    people.push(person)
    if (one.jid) byJid.set(one.jid, person)
  }
  for (const list of RANK_LISTS) {
    for (const entry of lists[list] ?? []) {
      if (!entry.jid) continue
      const known = byJid.get(entry.jid)
      if (known) {
        known.reason ||= entry.reason
        continue
      }
      const person: Person = {
        key: `jid ${entry.jid}`, name: entry.nick ?? entry.jid, jid: entry.jid, nick: null, availability: null, role: 'none', affiliation: list,
        reason: entry.reason, isSelf: entry.jid === own, titles: [],
      }
      people.push(person)
      byJid.set(entry.jid, person)
    }
  }
  // Rooms may keep who has no voice to themselves (muc#roomconfig_presencebroadcast): then only the lists of roles name them.
  for (const list of ROLE_LISTS) {
    for (const { nick, jid, affiliation, reason } of lists[list] ?? []) {
      if (nick === null || occupants.has(nick)) continue
      people.push({ key: `nick ${nick}`, name: nick, jid, nick, availability: null, role: list, affiliation, reason, isSelf: jid !== null && jid === own, titles: [] })
    }
  }
  return people
}

export const targetOf = ({ nick, jid, role, affiliation, isSelf }: Person): RoomTarget => ({ nick, jid, role, affiliation, isSelf })

export const isShown = (person: Person, shown: Shown): boolean =>
  shown === 'all'
    ? person.affiliation !== 'outcast'
    : shown === 'here'
      ? person.nick !== null
      : (ROLE_LISTS as readonly string[]).includes(shown)
        ? person.nick !== null && person.role === shown
        : person.affiliation === shown

export function countsOf(people: readonly Person[]): Record<Shown, number> {
  const counts: Record<Shown, number> = { all: 0, owner: 0, admin: 0, member: 0, outcast: 0, here: 0, moderator: 0, participant: 0, visitor: 0 }
  for (const person of people) for (const shown of Object.keys(counts) as Shown[]) if (isShown(person, shown)) counts[shown]++
  return counts
}

export function choosePeople(people: readonly Person[], shown: Shown, filter: string, tag: string): Person[] {
  const words = plain(filter).split(/\s+/).filter(Boolean)
  const collator = new Intl.Collator(tag, { numeric: true, sensitivity: 'base' })
  return people
    .filter((one) => isShown(one, shown))
    .filter((one) => {
      if (words.length === 0) return true
      const text = plain(`${one.name}\n${one.jid ?? ''}\n${one.reason}\n${one.titles.join('\n')}`)
      return words.every((word) => text.includes(word))
    })
    .sort(
      (a, b) =>
        ORDER[a.affiliation ?? 'none'] - ORDER[b.affiliation ?? 'none'] ||
        Number(a.nick === null) - Number(b.nick === null) ||
        collator.compare(a.name, b.name),
    )
}

export interface ReadAddresses {
  jids: BareJid[]
  /** What is no address of a person or domain. */
  bad: string[]
}
/** Addresses as people paste them: one a line, or parted by commas, semicolons or spaces. */
export function readAddresses(text: string, parse: (text: string) => string | null): ReadAddresses {
  const jids = new Set<BareJid>()
  const bad: string[] = []
  for (const word of text.split(/[\s,;，；、]+/).filter(Boolean)) {
    const jid = parse(word.replace(/^xmpp:/i, '').replace(/\?.*$/, ''))
    if (jid && !jid.includes('/') && jid.slice(jid.indexOf('@') + 1).length > 0 && (jid.includes('@') || jid.includes('.'))) jids.add(jid as BareJid)
    else bad.push(word)
  }
  return { jids: [...jids], bad }
}

/** The contact list as the rows of a tree: groups with counts, contacts in them. Pure, so that 10,000 contacts can be measured. */
import type { AccountId } from '#shared/ids'
import type { Availability, Contact, ContactPresence } from '#shared/model/contact'
import { matches } from '../../lib/text/matches'

export type TreeRow =
  | { kind: 'group'; name: string; online: number; total: number; isOpen: boolean }
  | { kind: 'contact'; group: string; contact: Contact; presence: ContactPresence | null }

export interface TreeOptions {
  /** In the order of their names, see `sortContacts`. */
  contacts: readonly Contact[]
  presenceOf: (jid: string) => ContactPresence | null
  nameOf: (contact: Contact) => string
  /** Further names and addresses under which he is found. */
  alsoOf?: (jid: string) => readonly string[]
  isFolded: (group: string) => boolean
  showOffline: boolean
  filter: string
  compare: (a: string, b: string) => number
}

/** The name of the group for contacts without one; it has its words in the view. */
export const UNGROUPED = ''

const RANK: Record<Availability, number> = { chatty: 0, online: 0, dnd: 1, away: 1, xa: 2, offline: 3 }
const RANKS = 4

export function sortContacts(contacts: Iterable<Contact>, nameOf: (contact: Contact) => string, compare: TreeOptions['compare']): Contact[] {
  return [...contacts].map((contact) => ({ contact, name: nameOf(contact) }))
    .sort((a, b) => compare(a.name, b.name) || (a.contact.jid < b.contact.jid ? -1 : 1))
    .map(({ contact }) => contact)
}

export function treeRows(options: TreeOptions): TreeRow[] {
  const { contacts, presenceOf, nameOf, alsoOf = () => [], isFolded, showOffline, filter, compare } = options
  const isFiltered = filter.trim() !== ''
  // Who is there comes first; within a rank the order of the names stays.
  const groups = new Map<string, { ranks: TreeRow[][]; online: number; total: number }>()
  for (const contact of contacts) {
    const presence = presenceOf(contact.jid)
    const availability = presence?.availability ?? 'offline'
    const isOnline = availability !== 'offline'
    const isShown = isFiltered ? matches(filter, nameOf(contact), contact.jid, ...alsoOf(contact.jid)) : isOnline || showOffline
    for (const name of contact.groups.length > 0 ? contact.groups : [UNGROUPED]) {
      let group = groups.get(name)
      if (!group) groups.set(name, (group = { ranks: Array.from({ length: RANKS }, () => []), online: 0, total: 0 }))
      group.total++
      if (isOnline) group.online++
      if (isShown) group.ranks[RANK[availability]]!.push({ kind: 'contact', group: name, contact, presence })
    }
  }
  const names = [...groups.keys()].sort((a, b) => (a === UNGROUPED ? -1 : b === UNGROUPED ? 1 : compare(a, b)))
  return names.flatMap((name): TreeRow[] => {
    const { ranks, online, total } = groups.get(name)!
    const rows = ranks.flat()
    if (isFiltered && rows.length === 0) return []
    const isOpen = isFiltered || !isFolded(name)
    return [{ kind: 'group', name, online, total, isOpen }, ...(isOpen ? rows : [])]
  })
}

export const rowKey = (row: TreeRow): string => (row.kind === 'group' ? `g ${row.name}` : `c ${row.group}\n${row.contact.jid}`)

/** With several accounts each has its own tree below a line of its own. */
export type ListRow =
  | (TreeRow & { accountId: AccountId })
  | { kind: 'account'; accountId: AccountId; online: number; total: number; isOpen: boolean }

export interface AccountTree {
  accountId: AccountId
  contacts: readonly Contact[]
  online: number
  isFolded: boolean
  rows: readonly TreeRow[]
}

/** What matches the filter is shown even where an account is folded; an account without a match is left out. */
export function listRows(trees: readonly AccountTree[], filter: string): ListRow[] {
  const isFiltered = filter.trim() !== ''
  return trees.flatMap(({ accountId, contacts, online, isFolded, rows }): ListRow[] => {
    const own = rows.map((row) => ({ ...row, accountId }))
    if (trees.length === 1) return own
    if (isFiltered && own.length === 0) return []
    const isOpen = isFiltered || !isFolded
    return [{ kind: 'account', accountId, online, total: contacts.length, isOpen }, ...(isOpen ? own : [])]
  })
}

export const listKey = (row: ListRow): string => (row.kind === 'account' ? `a ${row.accountId}` : `${row.accountId} ${rowKey(row)}`)

/** All group names in use, for the fields that offer them. */
export const groupNames = (contacts: Iterable<Contact>): string[] => [...new Set([...contacts].flatMap((contact) => contact.groups))]

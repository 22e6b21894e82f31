/** RFC 6121 §2.1, as it came: what the contact list itself leaves out is seen here. Total. */
import { parseBareJid, parseJid, type Jid } from '#shared/jid'
import type { Contact } from '#shared/model/contact'
import type { RosterDifference, RosterEntry, RosterLine } from '#shared/model/server-roster'
import { NS_ROSTER } from '#features/roster/public'
import { attr, child, children, parseBoolean, textOf, xml, type Element } from '#xmpp/element'

const MAX_CHARS = 1000
/** RFC 7622 §3.1, and what shows that it is longer than any address. */
const MAX_ADDRESS = 3072
const MAX_GROUPS = 100
/** Of what is written at once (contract.ts). */
const MAX_WRITTEN = 50
const cut = (text: string | null) => (text ?? '').slice(0, MAX_CHARS)

export interface ServerItem {
  jid: string
  line: RosterLine
  el: Element
}

/** As it came, to the last character. */
const namesOf = (el: Element) => ({ name: attr(el, 'name') ?? '', groups: children(el, 'group', NS_ROSTER).map(textOf) })

/** Name and groups of one contact in the answer. Null: he is not there. */
export function wholeOf(iq: Element, jid: Jid): { name: string; groups: string[] } | null {
  const item = children(child(iq, 'query', NS_ROSTER), 'item', NS_ROSTER).find((el) => parseJid(attr(el, 'jid')) === jid)
  return item ? namesOf(item) : null
}

function parseItem(el: Element): ServerItem {
  const whole = namesOf(el)
  const groups = whole.groups.slice(0, MAX_GROUPS).map(cut)
  const line: RosterLine = {
    name: cut(whole.name), isNameCut: whole.name.length > MAX_CHARS,
    areGroupsCut: whole.groups.length > MAX_WRITTEN || whole.groups.some((group) => group.length > MAX_CHARS || group.includes('\n')), subscription: cut(attr(el, 'subscription') ?? 'none'), isAsking: attr(el, 'ask') === 'subscribe',
    isApproved: parseBoolean(attr(el, 'approved')) ?? false, groups,
  }
  return { jid: (attr(el, 'jid') ?? '').slice(0, MAX_ADDRESS), line, el }
}

/** Null: no contact list. */
export function parseServerRoster(iq: Element): { version: string | null; items: ServerItem[] } | null {
  const query = child(iq, 'query', NS_ROSTER)
  return query && { version: attr(query, 'ver'), items: children(query, 'item', NS_ROSTER).map(parseItem) }
}

const lineOf = ({ name, subscription, isPending, groups }: Contact): RosterLine => ({ name, isNameCut: false, subscription, isAsking: isPending, isApproved: false, groups, areGroupsCut: false })
/** As the contact list has them: trimmed, each once, in no order. */
const groupsOf = (groups: readonly string[]) => JSON.stringify([...new Set(groups.map((group) => group.trim()).filter(Boolean))].sort())

function differencesOf(server: RosterLine, stored: RosterLine): RosterDifference[] {
  const all: [RosterDifference, boolean][] = [
    ['name', server.name !== stored.name], ['groups', groupsOf(server.groups) !== groupsOf(stored.groups)],
    ['subscription', server.subscription !== stored.subscription], ['asking', server.isAsking !== stored.isAsking],
  ]
  return all.flatMap(([what, isSo]) => (isSo ? what : []))
}

/** In the server's order, then what only Magpie has. */
export function compare(items: readonly ServerItem[], contacts: readonly Contact[]): RosterEntry[] {
  const stored = new Map(contacts.map((contact) => [contact.jid as string, lineOf(contact)]))
  const seen = new Set<string>()
  const entries = items.map(({ jid, line }, index): RosterEntry => {
    const known = parseBareJid(jid)
    const here = (known !== null && stored.get(known)) || null
    const key = known ?? jid
    const isTwice = seen.has(key)
    seen.add(key)
    const differences: RosterDifference[] = known === null ? ['unreadable'] : here ? differencesOf(line, here) : ['only-server']
    return { jid, index, server: line, stored: here, differences: isTwice ? [...differences, 'twice'] : differences }
  })
  const rest = [...stored].filter(([jid]) => !seen.has(jid)).map(([jid, line]): RosterEntry => ({ jid, index: null, server: null, stored: line, differences: ['only-stored'] }))
  return [...entries, ...rest]
}

export const buildPut = (jid: Jid, name: string, groups: readonly string[]): Element =>
  xml('query', { xmlns: NS_ROSTER }, xml('item', { jid, name: name || null }, groups.map((group) => xml('group', {}, group))))

export const buildRemove = (jid: Jid): Element => xml('query', { xmlns: NS_ROSTER }, xml('item', { jid, subscription: 'remove' }))

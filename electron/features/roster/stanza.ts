/** `jabber:iq:roster` (RFC 6121 §2.1) and the presence types of subscriptions (§3). */
import { parseBareJid, type BareJid } from '#shared/jid'
import type { Contact } from '#shared/model/contact'
import { attr, child, children, childText, NS_CLIENT, textOf, xml, type Element } from '#xmpp/element'

export const NS_ROSTER = 'jabber:iq:roster'
export const NS_ROSTER_VERSIONS = 'urn:xmpp:features:rosterver'

const SUBSCRIPTIONS = ['none', 'to', 'from', 'both'] as const
const MAX_NAME = 1000
const MAX_GROUPS = 50

export interface Roster {
  /** Null when the server does not number versions. */
  ver: string | null
  contacts: Contact[]
}

/** Trimmed, without empty ones and doubles: Prosody keeps `<group/>`, ejabberd keeps the same group twice. */
export function cleanGroups(groups: readonly string[]): string[] {
  return [...new Set(groups.map((group) => group.trim().slice(0, MAX_NAME)).filter((group) => group !== ''))].slice(0, MAX_GROUPS)
}

function parseItem(el: Element): { contact: Contact; isRemoved: boolean } | null {
  const jid = parseBareJid(attr(el, 'jid'))
  const subscription = attr(el, 'subscription') ?? 'none'
  const known = SUBSCRIPTIONS.find((one) => one === subscription)
  if (jid === null || (!known && subscription !== 'remove')) return null
  const contact: Contact = {
    jid,
    name: (attr(el, 'name') ?? '').slice(0, MAX_NAME),
    groups: cleanGroups(children(el, 'group', NS_ROSTER).map(textOf)),
    subscription: known ?? 'none',
    isPending: attr(el, 'ask') === 'subscribe',
  }
  return { contact, isRemoved: !known }
}

/**
 * The answer's iq → the whole list; `unchanged` when it holds none because our version is current (§2.6.2); null when it
 * is no roster. Items that are none (rooms with a resource, broken addresses) are skipped: they must not hide the others.
 */
export function parseRoster(iq: Element): Roster | 'unchanged' | null {
  if (iq.children.length === 0) return 'unchanged'
  const query = child(iq, 'query', NS_ROSTER)
  if (!query) return null
  const contacts = new Map<BareJid, Contact>()
  for (const el of children(query, 'item', NS_ROSTER)) {
    const item = parseItem(el)
    if (item && !item.isRemoved) contacts.set(item.contact.jid, item.contact)
  }
  return { ver: attr(query, 'ver'), contacts: [...contacts.values()] }
}

/** A push (§2.1.6) holds exactly one item. */
export function parsePush(query: Element): { ver: string | null; contact: Contact; isRemoved: boolean } | null {
  const items = children(query, 'item', NS_ROSTER)
  const item = items.length === 1 ? parseItem(items[0]!) : null
  return item && { ver: attr(query, 'ver'), ...item }
}

/** `ver`: the version at hand, '' for none; null when the server does not number versions. */
export function buildRosterGet(ver: string | null): Element {
  return xml('query', { xmlns: NS_ROSTER, ver })
}

export function buildRosterSet(contact: Pick<Contact, 'jid' | 'name' | 'groups'>): Element {
  const groups = contact.groups.map((group) => xml('group', {}, group))
  return xml('query', { xmlns: NS_ROSTER }, xml('item', { jid: contact.jid, name: contact.name || null }, groups))
}

export function buildRosterRemove(jid: BareJid): Element {
  return xml('query', { xmlns: NS_ROSTER }, xml('item', { jid, subscription: 'remove' }))
}

export type SubscriptionType = 'subscribe' | 'subscribed' | 'unsubscribe' | 'unsubscribed'
const TYPES: readonly string[] = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'] satisfies SubscriptionType[]
export const isSubscriptionType = (type: string | null): type is SubscriptionType => type !== null && TYPES.includes(type)

export function buildSubscription(type: SubscriptionType, to: BareJid, message = ''): Element {
  return xml('presence', { type, to }, message === '' ? null : xml('status', {}, message))
}

/** What the asking one writes. */
export const parseRequestMessage = (presence: Element): string => (childText(presence, 'status', NS_CLIENT) ?? '').trim().slice(0, MAX_NAME)

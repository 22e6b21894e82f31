/** Contact lists as the server has them, and what of them this run may change: only what it made. RFC 6121 §2, §3. */
import { bareOf, parseBareJid, parseJid, type BareJid } from '#shared/jid'
import { attr, child, children, xml, type Element } from '#xmpp/element'
import type { Bench, Probe } from './bench'

export const NS_ROSTER = 'jabber:iq:roster'

/** Null: no answer, or no list. Whoever asks is sent the changes from then on (§2.1.6). */
export async function rosterOf({ request }: Probe): Promise<Element[] | null> {
  const reply = await request({ type: 'get', payload: xml('query', { xmlns: NS_ROSTER }) })
  const query = reply.ok ? child(reply.value, 'query', NS_ROSTER) : null
  return query && children(query, 'item', NS_ROSTER)
}

export const itemOf = (items: readonly Element[] | null, jid: BareJid): Element | null =>
  items?.find((item) => parseBareJid(attr(item, 'jid')) === jid) ?? null

export const subscriptionOf = (item: Element | null): string => attr(item, 'subscription') ?? 'none'

export const setItem = ({ request }: Probe, jid: BareJid, name: string, groups: readonly string[]) =>
  request({ type: 'set', payload: xml('query', { xmlns: NS_ROSTER }, xml('item', { jid, name }, groups.map((group) => xml('group', {}, group)))) })

/** Also ends the subscriptions of both (§2.5.2). True: it is not on the list any more. */
export async function removeItem(probe: Probe, jid: BareJid): Promise<boolean> {
  if (itemOf(await rosterOf(probe), jid)) await probe.request({ type: 'set', payload: xml('query', { xmlns: NS_ROSTER }, xml('item', { jid, subscription: 'remove' })) })
  const items = await rosterOf(probe)
  return items !== null && itemOf(items, jid) === null
}

/** Do the two see each other's presence now? */
export async function pairAreContacts({ one, two }: Bench): Promise<boolean> {
  return two !== null && subscriptionOf(itemOf(await rosterOf(one), two.own)) === 'both'
}

/** Does neither stand on the other's list, in whatever way? Else nothing of them is touched. Also makes both hear of changes. */
export async function areStrangers({ one, two }: Bench): Promise<boolean> {
  if (!two) return false
  const [ours, theirs] = [await rosterOf(one), await rosterOf(two)]
  return ours !== null && theirs !== null && !itemOf(ours, two.own) && !itemOf(theirs, one.own)
}

/** To be told before they are made contacts. */
export function willPart(bench: Bench): void {
  const { one, two, undo } = bench
  undo(`${two!.own} and ${one.own} as contacts of each other`, () => part({ one, two }))
}

export async function part({ one, two }: Pick<Bench, 'one' | 'two'>): Promise<boolean> {
  const gone = [await removeItem(one, two!.own), await removeItem(two!, one.own)]
  return gone.every(Boolean)
}

/** A presence of this type from this account; `full`: from this session of it. */
export const presenceOf = (type: string | null, from: BareJid, full?: string) => (el: Element): boolean => {
  const sender = parseJid(attr(el, 'from'))
  return el.name === 'presence' && attr(el, 'type') === type && sender !== null && bareOf(sender) === from && (full === undefined || sender === full)
}

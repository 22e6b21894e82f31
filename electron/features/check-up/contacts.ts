/** The first account's contact list as the server has it: read once before anything is changed. */
import type { BareJid } from '#shared/jid'
import { attr, child, children, xml, type Element } from '#xmpp/element'
import type { Bench } from './bench'

export const NS_ROSTER = 'jabber:iq:roster'

/** Null: no answer, or no list. */
export const rosterItems = (bench: Bench): Promise<Element[] | null> =>
  bench.once('roster', async () => {
    const reply = await bench.one.request({ type: 'get', payload: xml('query', { xmlns: NS_ROSTER }) })
    const query = reply.ok ? child(reply.value, 'query', NS_ROSTER) : null
    return query && children(query, 'item', NS_ROSTER)
  })

export const itemOf = (items: readonly Element[] | null, jid: BareJid): Element | null => items?.find((item) => attr(item, 'jid') === jid) ?? null

/** Does the first account's list hold the second with a subscription? Once a run. */
export async function pairAreContacts(bench: Bench): Promise<boolean> {
  const item = bench.two && itemOf(await rosterItems(bench), bench.two.own)
  return ['both', 'to', 'from'].includes(attr(item, 'subscription') ?? 'none')
}

/** Services that are told by more than one of their features. */
import type { Jid } from '#shared/jid'
import { child, xml } from '#xmpp/element'
import { NS_DISCO_ITEMS, parseDiscoItems, type DiscoIdentity, type DiscoInfo, type DiscoItem } from '#xmpp/xep/0030'
import type { Bench } from './bench'

const MAX_SERVICES = 20
const isService = ({ jid, node }: DiscoItem) => node === null && !jid.includes('@') && !jid.includes('/')

/** Asks for the items of the server. */
export const askItems = ({ one }: Bench, node?: string) =>
  one.request({ type: 'get', to: one.domain, payload: xml('query', { xmlns: NS_DISCO_ITEMS, node }) })

/** The services among the items, at most 20. Null: no such answer. */
export const servicesOf = (bench: Bench): Promise<DiscoItem[] | null> =>
  bench.once('services', async () => {
    const reply = await askItems(bench)
    const items = reply.ok ? parseDiscoItems(child(reply.value, 'query', NS_DISCO_ITEMS)) : null
    return items && items.filter(isService).slice(0, MAX_SERVICES)
  })

export const hasIdentity = ({ identities }: DiscoInfo, category: string, type: string): boolean =>
  identities.some((one: DiscoIdentity) => one.category === category && one.type === type)

/** The first of the server's services that fits. */
export async function serviceThat(bench: Bench, fits: (info: DiscoInfo) => boolean): Promise<Jid | null> {
  for (const { jid } of (await servicesOf(bench)) ?? []) {
    const info = await bench.info(jid)
    if (info && fits(info)) return jid
  }
  return null
}

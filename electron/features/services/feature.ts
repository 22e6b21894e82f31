/**
 * Looks at any address by service discovery, for the tester's workbench: XEP-0030 version 2.5.0 §3–4 as it came, nothing kept, with what stood on
 * the wire. What Magpie itself needs to know is asked by features/disco.
 */
import { askWithRaw } from '#core/ask'
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import type { Jid } from '#shared/jid'
import type { Asked } from '#shared/model/services'
import { featuresOf } from '#shared/model/xep-names'
import { ok } from '#shared/result'
import { child, xml, type Element } from '#xmpp/element'
import { NS_DISCO_INFO, NS_DISCO_ITEMS, parseDiscoInfo, parseDiscoItems } from '#xmpp/xep/0030'
import { contract } from './contract'

export const services = defineFeature({
  name: 'services',
  xeps: [],
  contract,
  start: (session: Session<typeof contract>) => {
    const ask = <T>(ns: string, to: Jid, node: string | null, parse: (el: Element | null) => T | null): Promise<Asked<T>> =>
      askWithRaw(session.connection, { type: 'get', to, payload: xml('query', { xmlns: ns, node: node ?? undefined }) }, (reply) => parse(child(reply, 'query', ns)))
    return {
      calls: {
        'services.look': async ({ jid, node }) => {
          const [info, items] = await Promise.all([
            ask(NS_DISCO_INFO, jid, node, (query) => {
              const found = parseDiscoInfo(query)
              return found && { identities: found.identities, forms: found.forms, features: featuresOf(found.features, session.xeps) }
            }),
            ask(NS_DISCO_ITEMS, jid, node, parseDiscoItems),
          ])
          return ok({ info, items })
        },
      },
      snapshot: () => null,
    }
  },
})

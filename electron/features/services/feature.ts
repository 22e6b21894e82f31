/**
 * Looks at any address by service discovery, for the tester's workbench: XEP-0030 version 2.5.0 §3–4 as it came, nothing kept, with what stood on
 * the wire. What Magpie itself needs to know is asked by features/disco.
 */
import type { Session } from '#core/context'
import { failureOf } from '#core/failure'
import { defineFeature } from '#core/feature'
import type { Jid } from '#shared/jid'
import type { Asked } from '#shared/model/services'
import { specOf } from '#shared/model/xep-names'
import { fail, ok } from '#shared/result'
import { child, xml, type Element } from '#xmpp/element'
import { NS_DISCO_INFO, NS_DISCO_ITEMS, parseDiscoInfo, parseDiscoItems } from '#xmpp/xep/0030'
import { linesOf } from '#xmpp/xml-lines'
import { contract } from './contract'

const TIMEOUT_MS = 20_000

export const services = defineFeature({
  name: 'services',
  xeps: [],
  contract,
  start: (session: Session<typeof contract>) => {
    const ask = async <T>(ns: string, to: Jid, node: string | null, parse: (el: Element | null) => T | null): Promise<Asked<T>> => {
      const reply = await session.connection.request({ type: 'get', to, payload: xml('query', { xmlns: ns, node: node ?? undefined }), timeoutMs: TIMEOUT_MS })
      if (!reply.ok) return { value: null, error: failureOf(reply.error).error, raw: reply.error.element ? linesOf(reply.error.element) : [] }
      const value = parse(child(reply.value, 'query', ns))
      const raw = linesOf(reply.value)
      return value === null ? { value: null, error: fail('remote-server', 'the answer is no service discovery').error, raw } : { value, error: null, raw }
    }
    const isUsed = (namespace: string) => {
      const spec = specOf(namespace)
      return spec !== null && session.xeps.includes(spec.id)
    }
    return {
      calls: {
        'services.look': async ({ jid, node }) => {
          const [info, items] = await Promise.all([
            ask(NS_DISCO_INFO, jid, node, (query) => {
              const found = parseDiscoInfo(query)
              return found && { identities: found.identities, forms: found.forms, features: found.features.map((namespace) => ({ namespace, isUsed: isUsed(namespace) })) }
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

/**
 * Nodes of the own account or of any service, for the tester's workbench: XEP-0060 version 1.30.0 and XEP-0163 version 1.2.2, asked and changed
 * by hand. Left out: making and configuring nodes, changing who may what, subscribing, collections.
 */
import { ask, askWithRaw, tell } from '#core/ask'
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { KeptPage } from '#core/kept-page'
import type { Jid } from '#shared/jid'
import { fail, ok } from '#shared/result'
import { child, xml, type Element } from '#xmpp/element'
import { linesOf } from '#xmpp/xml-lines'
import { NS_DISCO_ITEMS, parseDiscoItems } from '#xmpp/xep/0030'
import { indentedText, readPayload } from '#xmpp/xml-text'
import { contract } from './contract'
import {
  buildAffiliationsGet, buildConfigGet, buildItems, buildPublish, buildPurge, buildRemove, buildRetract, buildSubscriptionsGet, itemOf, parseAffiliations, parseConfig, parseItems,
  parseSubscriptions, payloadOf,
} from './stanza'

/** Thousands of items at once, where a service does not page. */
const TIMEOUT_MS = 60_000

export const pubsubViewer = defineFeature({
  name: 'pubsub-viewer',
  xeps: [{ id: '0060', version: '1.30.0', support: 'partial', note: 'reads nodes; publishes, retracts, purges and deletes; no subscriptions' }],
  contract,
  start: (session: Session<typeof contract>) => {
    const { connection, own } = session
    const kept = new KeptPage()
    const at = (jid: Jid | null) => (jid === null || jid === own ? undefined : jid)
    const change = (jid: Jid | null, payload: Element) => tell(connection, { type: 'set', to: at(jid), payload })
    return {
      calls: {
        'pubsubViewer.nodes': async ({ jid }) => {
          const to = jid ?? own
          const iq = { type: 'get' as const, to, payload: xml('query', { xmlns: NS_DISCO_ITEMS }), timeoutMs: TIMEOUT_MS }
          const asked = await ask(connection, iq, (reply) => parseDiscoItems(child(reply, 'query', NS_DISCO_ITEMS)))
          return asked.ok ? ok({ nodes: asked.value.value.flatMap(({ jid: where, node, name }) => (node === null ? [] : { jid: where, node, name })) }) : asked
        },
        'pubsubViewer.items': async ({ jid, node, after }) => {
          const asked = await ask(connection, { type: 'get', to: at(jid), payload: buildItems(node, after), timeoutMs: TIMEOUT_MS }, (reply) => parseItems(reply, node))
          if (!asked.ok) return asked
          const { els, set } = asked.value.value
          const isMore = set?.last != null && (set.count === null || set.firstIndex === null ? els.length > 0 : set.firstIndex + els.length < set.count)
          return ok({ page: kept.keep(els), items: els.map(itemOf), last: isMore ? set.last : null, count: set?.count ?? null })
        },
        'pubsubViewer.item': ({ page, index }) => {
          const item = kept.get(page, index)
          if (!item) return fail('not-found', 'kept no more')
          const payload = payloadOf(item)
          return ok({ lines: linesOf(item), text: payload && indentedText(payload) })
        },
        'pubsubViewer.about': async ({ jid, node }) => {
          const look = <T>(payload: Element, parse: (reply: Element) => T | null) => askWithRaw(connection, { type: 'get', to: at(jid), payload }, parse)
          const [config, affiliations, subscriptions] = await Promise.all([
            look(buildConfigGet(node), parseConfig), look(buildAffiliationsGet(node), parseAffiliations), look(buildSubscriptionsGet(node), parseSubscriptions),
          ])
          return ok({ config, affiliations, subscriptions })
        },
        'pubsubViewer.publish': ({ jid, node, id, xml: text, access }) => {
          const { el, complaint } = readPayload(text)
          return el ? change(jid, buildPublish(node, id, el, access)) : fail('bad-input', complaint.detail ?? complaint.problem, { problem: complaint.problem })
        },
        'pubsubViewer.retract': ({ jid, node, id }) => change(jid, buildRetract(node, id)),
        'pubsubViewer.purge': ({ jid, node }) => change(jid, buildPurge(node)),
        'pubsubViewer.remove': ({ jid, node }) => change(jid, buildRemove(node)),
      },
      snapshot: () => null,
    }
  },
})

import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { XmlLine } from '#shared/model/console'
import { PUBSUB_ACCESS, type PubsubNode, type PubsubNodeFacts, type PubsubPage } from '#shared/model/pubsub-view'
import { accountId, jid, ofPage } from '#shared/schema'

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(3000))
/** `jid` null: the own account. */
const service = v.nullable(jid)
const ofNode = v.object({ accountId, jid: service, node: id })

export const contract = defineContract({
  calls: {
    'pubsubViewer.nodes': call(v.object({ accountId, jid: service })).returns<{ nodes: PubsubNode[] }>(),
    /** One page where the service pages, else all. */
    'pubsubViewer.items': call(v.object({ ...ofNode.entries, after: v.nullable(id) })).returns<PubsubPage>(),
    /** `text`: what the item carries, to be edited; null when it carries nothing, or too much. */
    'pubsubViewer.item': call(ofPage).returns<{ lines: XmlLine[]; text: string | null }>(),
    'pubsubViewer.about': call(ofNode).returns<PubsubNodeFacts>(),
    /** `access`: who may read the node, for publish-options; null: as it is. `bad-input` with an XmlProblem when `xml` is no payload. */
    'pubsubViewer.publish': call(v.object({ ...ofNode.entries, id: v.nullable(id), xml: v.pipe(v.string(), v.maxLength(64 * 1024)), access: v.nullable(v.picklist(PUBSUB_ACCESS)) })).returns<null>(),
    'pubsubViewer.retract': call(v.object({ ...ofNode.entries, id })).returns<null>(),
    /** All its items. */
    'pubsubViewer.purge': call(ofNode).returns<null>(),
    'pubsubViewer.remove': call(ofNode).returns<null>(),
  },
})

/**
 * What an account shows of itself, each kind in a node of its own: personal eventing, XEP-0163 1.2.2 (in XEP-0060 frames).
 * One item per node. Who may read it is said with every publish; a node that says otherwise is told so first.
 */
import type { Jid } from '#shared/jid'
import { xml } from '../element'
import type { Connection, Element, IqReply, StanzaError } from '../types'
import { NODE_CONFIG, NS_OWNER, NS_PUBSUB, optionsForm, parseNodeItems, PUBLISH_OPTIONS } from './0223'

/** `open`: whoever knows the address; `presence`: who may see how we are. */
export type PepAccess = 'open' | 'presence'
export const NS_PEP_IDENTITY = { category: 'pubsub', type: 'pep' } as const

const pubsub = (...inside: (Element | null)[]) => xml('pubsub', { xmlns: NS_PUBSUB }, ...inside)

/** The items of somebody's node; `ids` null: the newest. */
export async function fetchPep(connection: Pick<Connection, 'request'>, of: Jid | undefined, node: string, id: string | null): Promise<Element[] | StanzaError> {
  const payload = pubsub(xml('items', { node, max_items: id === null ? '1' : null }, id === null ? null : xml('item', { id })))
  const reply = await connection.request({ type: 'get', to: of, payload })
  return reply.ok ? (parseNodeItems(reply.value, node) ?? []) : reply.error
}

export async function publishPep(connection: Pick<Connection, 'request'>, node: string, id: string, payload: Element, access: PepAccess): Promise<IqReply> {
  const fields = { 'pubsub#persist_items': 'true', 'pubsub#access_model': access }
  const publish = (withOptions: boolean) =>
    connection.request({
      type: 'set',
      payload: pubsub(
        xml('publish', { node }, xml('item', { id }, payload)),
        withOptions ? xml('publish-options', {}, optionsForm(PUBLISH_OPTIONS, fields)) : null,
      ),
    })
  const first = await publish(true)
  if (first.ok || (first.error.condition !== 'conflict' && !first.error.application.some((one) => one.endsWith('precondition-not-met')))) return first
  // The node is there with other conditions (XEP-0060 §7.1.5).
  const configure = xml('configure', { node }, optionsForm(NODE_CONFIG, fields))
  const changed = await connection.request({ type: 'set', payload: xml('pubsub', { xmlns: NS_OWNER }, configure) })
  return changed.ok ? publish(true) : changed
}

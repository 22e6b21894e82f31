/**
 * A node of our own account that keeps many items: XEP-0223 1.1 (in XEP-0060 frames), where nobody else may read it; or one that is open to
 * all, made in the same way. What must never happen: a node
 * made by a plain publish is readable by every contact and keeps one item only (seen on all five servers, SERVERS.md), so
 * nothing is published before the node is known to be configured, and to a server that says nothing of conditions nothing under them (§3).
 */
import { fieldOf, valueOf, type DataForm } from '#shared/model/form'
import { attr, child, children, parseBoolean, xml } from '#xmpp/element'
import type { Connection, Element, IqReply } from '#xmpp/types'
import { findForm } from '#xmpp/xep/0004'
import { NS_DISCO_INFO, parseDiscoInfo } from '#xmpp/xep/0030'

export const NS_PUBSUB = 'http://jabber.org/protocol/pubsub'
export const NS_OWNER = 'http://jabber.org/protocol/pubsub#owner'
const NS_EVENT = 'http://jabber.org/protocol/pubsub#event'
export const NODE_CONFIG = 'http://jabber.org/protocol/pubsub#node_config'
export const PUBLISH_OPTIONS = 'http://jabber.org/protocol/pubsub#publish-options'
/** Who may read: ourselves, or whoever knows the address. */
type Readers = 'whitelist' | 'open'
const optionsFor = (readers: Readers) => ({ 'pubsub#persist_items': 'true', 'pubsub#access_model': readers })
/** `max` is not known to ejabberd 23 and makes Openfire silent; all five recorded servers take 255. */
const MAX_ITEMS = 255
const configFor = (readers: Readers) => ({ ...optionsFor(readers), 'pubsub#max_items': String(MAX_ITEMS) })

/** What is done with the items of one node; good for one session: what it learns of the server is forgotten with it. */
export interface KeptNode {
  /** The `<item/>`s; or that there is no such node yet, that the server has no such nodes, or no answer. */
  fetch(): Promise<Element[] | 'missing' | 'unavailable' | 'silence'>
  publish(id: string, payload: Element): Promise<Outcome>
  retract(id: string): Promise<Outcome>
}
/** `unavailable`: the server has no such nodes; `failed`: refused or not answered, perhaps better next time. */
export type Outcome = 'done' | 'failed' | 'unavailable'

/** No answer, as opposed to a refusal. */
export const isSilence = (reply: IqReply): boolean => !reply.ok && (reply.error.condition === 'timeout' || reply.error.condition === 'offline')

/** Items in the answer to a fetch; null when it is none. */
export function parseNodeItems(reply: Element, node: string): Element[] | null {
  const items = child(child(reply, 'pubsub', NS_PUBSUB), 'items', NS_PUBSUB)
  return items && attr(items, 'node') === node ? children(items, 'item', NS_PUBSUB) : null
}

/** The event of a changed node; null for every other message. The sender is the caller's to check. */
export function parseNodeEvent(message: Element, node: string): { published: Element[]; retracted: string[] } | null {
  const items = child(child(message, 'event', NS_EVENT), 'items', NS_EVENT)
  if (!items || attr(items, 'node') !== node) return null
  return {
    published: children(items, 'item', NS_EVENT),
    retracted: children(items, 'retract', NS_EVENT).flatMap((el) => attr(el, 'id') ?? []),
  }
}

export const optionsForm = (formType: string, fields: Record<string, string>) =>
  xml(
    'x',
    { xmlns: 'jabber:x:data', type: 'submit' },
    xml('field', { var: 'FORM_TYPE', type: 'hidden' }, xml('value', {}, formType)),
    Object.entries(fields).map(([name, value]) => xml('field', { var: name }, xml('value', {}, value))),
  )

/** Does this configuration show the items to those only, and keep all of them? */
function isGoodConfig(config: DataForm, readers: Readers): boolean {
  const maxItems = valueOf(config, 'pubsub#max_items')
  const keepsMany = maxItems === 'max' || Number(maxItems ?? 0) > 1
  const isKept = parseBoolean(valueOf(config, 'pubsub#persist_items')) !== false
  return valueOf(config, 'pubsub#access_model') === readers && isKept && keepsMany
}

/** Sets what of our wishes the form has. */
function buildConfigSet(node: string, config: DataForm, readers: Readers): Element {
  const fields = Object.fromEntries(Object.entries(configFor(readers)).filter(([name]) => fieldOf(config, name) !== null))
  return xml('pubsub', { xmlns: NS_OWNER }, xml('configure', { node }, optionsForm(NODE_CONFIG, fields)))
}

export const createPrivateNode = (connection: Pick<Connection, 'request'>, node: string): KeptNode => createKeptNode(connection, node, 'whitelist')

export function createKeptNode(connection: Pick<Connection, 'request'>, node: string, readers: Readers): KeptNode {
  const get = (payload: Element) => connection.request({ type: 'get', payload })
  const set = (payload: Element) => connection.request({ type: 'set', payload })
  const pubsub = (...inside: (Element | null)[]) => xml('pubsub', { xmlns: NS_PUBSUB }, ...inside)
  /** `options`: the node cannot be looked at, so each publish names its conditions. */
  let state: 'unknown' | 'missing' | 'present' | 'ready' | 'options' | 'unavailable' = 'unknown'

  const fetch: KeptNode['fetch'] = async () => {
    const reply = await get(pubsub(xml('items', { node })))
    if (isSilence(reply)) return 'silence'
    const items = reply.ok ? parseNodeItems(reply.value, node) : null
    if (items) {
      state = 'present'
      return items
    }
    return (state = !reply.ok && reply.error.condition === 'item-not-found' ? 'missing' : 'unavailable')
  }

  /** Makes or repairs the node. False: not now (no answer). */
  const prepare = async (): Promise<boolean> => {
    if (state === 'unknown' && (await fetch()) === 'silence') return false
    if (state === 'missing') {
      const created = await set(pubsub(xml('create', { node }), xml('configure', {}, optionsForm(NODE_CONFIG, configFor(readers)))))
      if (isSilence(created)) return false
      if (created.ok) state = 'ready'
      else state = created.error.condition === 'conflict' ? 'present' : 'unavailable'
    }
    if (state === 'present') {
      const reply = await get(xml('pubsub', { xmlns: NS_OWNER }, xml('configure', { node })))
      if (isSilence(reply)) return false
      const config = reply.ok ? findForm(child(child(reply.value, 'pubsub', NS_OWNER), 'configure', NS_OWNER)) : null
      if (!config) state = 'options'
      else if (isGoodConfig(config, readers)) state = 'ready'
      else state = (await set(buildConfigSet(node, config, readers))).ok ? 'ready' : 'options'
      if (state === 'options' && readers === 'whitelist') return heedsConditions()
    }
    return true
  }

  /** A server that knows no conditions publishes all the same, for every contact to read (CVE-2018-6591). False: no answer. */
  const heedsConditions = async (): Promise<boolean> => {
    const reply = await get(xml('query', { xmlns: NS_DISCO_INFO }))
    if (isSilence(reply)) {
      state = 'present'
      return false
    }
    const info = reply.ok ? parseDiscoInfo(child(reply.value, 'query', NS_DISCO_INFO)) : null
    if (!info?.features.includes(PUBLISH_OPTIONS)) state = 'unavailable'
    return true
  }

  return {
    fetch,
    publish: async (id, payload) => {
      if (!(await prepare())) return 'failed'
      if (state === 'unavailable') return 'unavailable'
      const options = state === 'ready' ? null : xml('publish-options', {}, optionsForm(PUBLISH_OPTIONS, optionsFor(readers)))
      const reply = await set(pubsub(xml('publish', { node }, xml('item', { id }, payload)), options))
      return reply.ok ? 'done' : 'failed'
    },
    retract: async (id) => {
      if (!(await prepare())) return 'failed'
      if (state === 'unavailable') return 'unavailable'
      const reply = await set(pubsub(xml('retract', { node, notify: 'true' }, xml('item', { id }))))
      return reply.ok || reply.error.condition === 'item-not-found' ? 'done' : 'failed'
    },
  }
}

/** Nodes of the first account that a check makes for itself (XEP-0060 1.30.0, XEP-0163 1.2.2); they are removed at the end of the run. */
import type { DataForm } from '#shared/model/form'
import type { Jid } from '#shared/jid'
import { attr, child, textOf, xml, type Element } from '#xmpp/element'
import { findForm } from '#xmpp/xep/0004'
import { buildDiscoInfo, NS_DISCO_INFO, type DiscoInfo } from '#xmpp/xep/0030'
import { buildCaps, NS_CAPS, verificationString } from '#xmpp/xep/0115'
import { NODE_CONFIG, NS_OWNER, NS_PUBSUB, optionsForm, parseNodeEvent, parseNodeItems, PUBLISH_OPTIONS } from '#xmpp/xep/0223'
import type { IqReply, StanzaError } from '#xmpp/types'
import type { Bench, Owner, Probe } from './bench'

/** Payloads of ours; nobody else knows it. */
const NS_ITEM = 'urn:x-magpie:check-up:0'
export const PERSISTENT = { 'pubsub#persist_items': 'true' }
export const PRIVATE = { ...PERSISTENT, 'pubsub#access_model': 'whitelist' }
export const PUBLIC = { ...PERSISTENT, 'pubsub#access_model': 'open' }
const ASKED_MS = 3000
/** Where the server did not ask the first time. */
const ASKED_AGAIN_MS = 300

export interface Node {
  readonly name: string
  publish(id: string, text: string, options?: Record<string, string>, timeoutMs?: number): Promise<IqReply>
  create(config: Record<string, string>): Promise<IqReply>
  /** Texts by id, in the order of the answer. */
  items(by?: Probe): Promise<Map<string, string> | StanzaError>
  config(): Promise<DataForm | StanzaError>
  configure(fields: Record<string, string>): Promise<IqReply>
  retract(id: string): Promise<IqReply>
  remove(): Promise<IqReply>
}

export const isRefusal = (answer: object): answer is StanzaError => 'condition' in answer

/** Nothing is made yet, but it is told `undo`. The same one for the same part. `at`: a service; default the account itself. */
export const nodeOf = (bench: Bench, part: string, at?: Jid): Promise<Node> => bench.once(`node ${part}`, () => Promise.resolve(newNode(bench, part, at)))

function newNode(bench: Bench, part: string, at?: Jid): Node {
  const node = nodeAt(bench.one, `${bench.run}-${part}`, at)
  bench.undo(`node ${node.name} of ${at ?? bench.one.own}`, () => removeNode(node))
  return node
}

/** Is it gone? */
export async function removeNode(node: Node): Promise<boolean> {
  await node.remove()
  const left = await node.items()
  // Items in the answer: still there. No answer: nobody knows.
  return isRefusal(left) ? left.condition !== 'timeout' && left.condition !== 'offline' : left.size === 0 && (await isNoNode(node))
}

/** A node of the account of `one`, or of the service `at`, by its whole name. */
export function nodeAt(one: Probe, name: string, at?: Jid): Node {
  const ask = (type: 'get' | 'set', ns: string, inside: (Element | null)[], by = one, timeoutMs?: number) =>
    by.request({ type, to: at ?? (by === one ? undefined : one.own), payload: xml('pubsub', { xmlns: ns }, ...inside), ...(timeoutMs && { timeoutMs }) })
  const items: Node['items'] = async (by = one) => {
    const reply = await ask('get', NS_PUBSUB, [xml('items', { node: name })], by)
    if (!reply.ok) return reply.error
    const all = parseNodeItems(reply.value, name) ?? []
    return new Map(all.map((item) => [attr(item, 'id') ?? '', textOf(child(item, 'check', NS_ITEM))]))
  }
  const remove = () => ask('set', NS_OWNER, [xml('delete', { node: name })])
  return {
    name, items, remove,
    publish: (id, text, options, timeoutMs) => ask('set', NS_PUBSUB, [
      xml('publish', { node: name }, xml('item', { id }, xml('check', { xmlns: NS_ITEM }, text))),
      options ? xml('publish-options', {}, optionsForm(PUBLISH_OPTIONS, options)) : null,
    ], one, timeoutMs),
    create: (config) => ask('set', NS_PUBSUB, [xml('create', { node: name }), xml('configure', {}, optionsForm(NODE_CONFIG, config))]),
    config: async () => {
      const reply = await ask('get', NS_OWNER, [xml('configure', { node: name })])
      const form = reply.ok ? findForm(child(child(reply.value, 'pubsub', NS_OWNER), 'configure', NS_OWNER)) : null
      return form ?? (reply.ok ? { condition: 'undefined-condition', type: 'cancel', text: null, application: [], uri: null, element: null } : reply.error)
    },
    configure: (fields) => ask('set', NS_OWNER, [xml('configure', { node: name }, optionsForm(NODE_CONFIG, fields))]),
    retract: (id) => ask('set', NS_PUBSUB, [xml('retract', { node: name, notify: 'true' }, xml('item', { id }))]),
  }
}

/** Some answer to a fetch from a node that is not there as if it were empty. */
const isNoNode = async (node: Node): Promise<boolean> => isRefusal(await node.config())

/** What this message says of the node. The account it comes from, or one of the pair's, has been checked by the caller. */
export const eventOf = (stanza: Element, node: Node) => (stanza.name === 'message' ? parseNodeEvent(stanza, node.name) : null)

/** Is it an event of the first account's node with this item? */
export const brings = (bench: Bench, node: Node, id: string) => (stanza: Element): boolean =>
  attr(stanza, 'from') === bench.one.own && (eventOf(stanza, node)?.published ?? []).some((item) => attr(item, 'id') === id)

const wishFor = (node: Node): DiscoInfo => ({
  node: null, identities: [{ category: 'client', type: 'pc', lang: null, name: null }], features: [NS_CAPS, NS_DISCO_INFO, `${node.name}+notify`], forms: [],
})
/** Of a session that wants the events of this node. */
const presenceFor = (node: Node): Element =>
  xml('presence', {}, xml('priority', {}, '-1'), buildCaps('https://magpie.invalid/check-up', verificationString(wishFor(node))!))

/** A session that wants the events of this node, and whose capabilities the server has asked for (or had 3 s to); `isKnown`: by another one of this node. Null: it does not come online. */
export async function openListener(bench: Bench, owner: Owner, node: Node, isKnown = false): Promise<Probe | null> {
  const probe = await bench.open(owner)
  if (!probe) return null
  let say: (isAsked: boolean) => void = () => undefined
  const asked = new Promise<boolean>((resolve) => void (say = resolve))
  const first = bench.once('asked for capabilities', () => asked)
  const waitMs = isKnown ? 0 : first === asked || (await first) ? ASKED_MS : ASKED_AGAIN_MS
  const timer = setTimeout(() => say(false), waitMs)
  bench.signal.addEventListener('abort', () => say(false), { once: true })
  probe.connection.onIq('get', 'query', NS_DISCO_INFO, 'everyone', ({ payload }) => {
    clearTimeout(timer)
    say(true)
    return { result: buildDiscoInfo({ ...wishFor(node), node: attr(payload, 'node') }) }
  })
  probe.send(presenceFor(node))
  await asked
  await probe.request({ type: 'get', to: probe.domain, payload: xml('ping', { xmlns: 'urn:xmpp:ping' }) }) // what was answered has been read now
  return probe
}

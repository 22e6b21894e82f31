/** Personal nodes (XEP-0163) as far as bookmarks and the like need them, with what 22 recorded of options; private storage (0049). */
import { randomUUID } from 'node:crypto'
import type { Element } from '@xmpp/xml'
import { attr, elements } from '#xmpp/element'
import type { Personality } from './personality'
import { answersOf, attrs, errorXml, find, inner, tag } from './xml'

const NS = 'http://jabber.org/protocol/pubsub'
const NS_OWNER = `${NS}#owner`
const MANY = 10_000

interface Node {
  items: Map<string, string>
  /** Options without their prefix. */
  options: Map<string, string>
}
const PRECONDITION = `<precondition-not-met xmlns="${NS}#errors"/>`

export type PepReply = { result: string } | { error: string } | null

export class Pep {
  readonly #nodes = new Map<string, Map<string, Node>>()
  readonly #private = new Map<string, string>()

  constructor(
    private readonly server: Personality,
    /** To all devices of the owner. */
    private readonly tell: (owner: string, xml: string) => void,
  ) {}

  #of(owner: string): Map<string, Node> {
    let nodes = this.#nodes.get(owner)
    if (!nodes) this.#nodes.set(owner, (nodes = new Map()))
    return nodes
  }
  #refuse(condition: string, more = ''): PepReply {
    return { error: errorXml([condition], null, more) }
  }
  /** What a node that was made without options keeps (COMPAT(openfire): a single item). */
  #fresh(options: Map<string, string>): Node {
    return { items: new Map(), options }
  }
  #limit(node: Node): number {
    const wanted = node.options.get('max_items')
    if (wanted !== undefined) return wanted === 'max' ? MANY : Number(wanted)
    return this.server.isTigase ? MANY : 1
  }

  /** Null: silence. */
  answer(owner: string, asker: string, type: string, payload: Element): PepReply {
    const [action, second] = elements(payload)
    const name = attr(action, 'node') ?? ''
    const nodes = this.#of(owner)
    const node = nodes.get(name)
    if (owner !== asker) return this.#toStranger(name, node, action)
    switch (action?.name) {
      case 'items': {
        if (!node) return this.#refuse('item-not-found')
        const wanted = elements(action).map((item) => attr(item, 'id'))
        return { result: itemsXml(name, node, wanted) }
      }
      case 'create': {
        if (node) return this.#refuse('conflict')
        nodes.set(name, this.#fresh(optionsOf(second ?? null)))
        return { result: pubsub(tag('create', { node: name })) }
      }
      case 'configure': {
        if (!node) return this.#refuse('item-not-found')
        if (type === 'get') return { result: tag('pubsub', { xmlns: NS_OWNER }, tag('configure', { node: name }, formXml(node))) }
        for (const [key, value] of optionsOf(action)) node.options.set(key, value)
        return { result: '' }
      }
      case 'delete':
        nodes.delete(name)
        return { result: '' }
      case 'retract': {
        const id = attr(elements(action)[0], 'id') ?? ''
        if (!node?.items.delete(id) && !this.server.isTigase) return this.#refuse('item-not-found')
        this.#event(owner, name, tag('retract', { id }))
        return { result: '' }
      }
      case 'publish':
        return this.#publish(owner, name, node, action, second ?? null)
      default:
        return this.#refuse('feature-not-implemented')
    }
  }

  #publish(owner: string, name: string, known: Node | undefined, publish: Element, optionsEl: Element | null): PepReply {
    const options = optionsOf(optionsEl)
    const hasOptions = optionsEl !== null
    if (!this.server.isTigase && options.get('max_items') === 'max') return null // COMPAT(openfire): never answered
    if (known && hasOptions) {
      // COMPAT(openfire): does not keep this option, and so finds it unfulfilled ever after.
      const isBroken = !this.server.isTigase && options.get('send_last_published_item') === 'never'
      const isOther = [...options].some(([key, value]) => key === 'access_model' && (known.options.get(key) ?? 'presence') !== value)
      // COMPAT(tigase): does not say why.
      if (isBroken || isOther) return this.#refuse('conflict', this.server.isTigase ? '' : PRECONDITION)
    }
    const node = known ?? this.#fresh(options)
    this.#of(owner).set(name, node)
    const item = elements(publish)[0]
    const id = attr(item, 'id') ?? randomUUID()
    const xml = item ? inner(item) : ''
    node.items.delete(id)
    node.items.set(id, xml)
    for (const old of [...node.items.keys()].slice(0, Math.max(0, node.items.size - this.#limit(node)))) node.items.delete(old)
    this.#event(owner, name, tag('item', { id }, xml))
    return { result: pubsub(tag('publish', { node: name }, tag('item', { id }))) }
  }

  #toStranger(name: string, node: Node | undefined, action: Element | undefined): PepReply {
    if (action?.name !== 'items') return this.#refuse('forbidden')
    if (!node) return this.#refuse('item-not-found')
    if (node.options.get('access_model') === 'open') return { result: itemsXml(name, node) }
    return this.#refuse('not-allowed', this.server.isTigase ? '' : `<closed-node xmlns="${NS}#errors"/>`)
  }

  #event(owner: string, node: string, content: string): void {
    const event = tag('event', { xmlns: `${NS}#event` }, tag('items', { node }, content))
    this.tell(owner, `<message${attrs({ from: owner, to: owner, type: 'headline', id: randomUUID() })}>${event}</message>`)
  }

  privately(owner: string, type: string, payload: Element): string {
    const asked = elements(payload)[0]
    const key = `${owner} ${asked?.name} ${attr(asked, 'xmlns')}`
    if (type === 'set') {
      this.#private.set(key, asked?.toString() ?? '')
      return ''
    }
    return tag('query', { xmlns: 'jabber:iq:private' }, this.#private.get(key) ?? asked?.toString() ?? '')
  }
}

const pubsub = (content: string) => tag('pubsub', { xmlns: NS }, content)
const itemsXml = (name: string, { items }: Node, wanted: (string | null)[] = []) =>
  pubsub(tag('items', { node: name }, [...items].filter(([id]) => wanted.length === 0 || wanted.includes(id)).map(([id, xml]) => tag('item', { id }, xml)).join('')))
const optionsOf = (el: Element | null) =>
  new Map([...answersOf(find(el, 'x'))].map(([name, values]) => [name.replace('pubsub#', ''), values[0] ?? ''] as const).filter(([name]) => name !== 'FORM_TYPE'))
const formXml = (node: Node) =>
  tag('x', { xmlns: 'jabber:x:data', type: 'form' },
    [['FORM_TYPE', `${NS}#node_config`], ...[...node.options].map(([name, value]) => [`pubsub#${name}`, value])]
      .map(([name, value]) => tag('field', { var: name, type: name === 'FORM_TYPE' ? 'hidden' : null }, `<value>${value}</value>`)).join(''))

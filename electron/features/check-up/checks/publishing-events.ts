/** Who is told of what an account publishes, and who not. */
import type { Finding } from '#shared/check-up/report'
import { attr, child, children, xml, type Element } from '#xmpp/element'
import { broken, pass, untested, type Bench, type Check, type Probe } from '../bench'
import { brings, eventOf, nodeOf, openListener, PERSISTENT, type Node } from '../node'
import { refusal } from './answers'

const after = ['publishing.publish']
const head = (name: string, spec: string, section: string) => ({ id: `publishing.${name}`, area: 'publishing' as const, spec, section })
const EVENT_MS = 1500
/** Capabilities may still be on their way within the server when the first is published. */
const TRIES = 3

/** Null: the event came. */
async function untilToldOf(bench: Bench, node: Node, listener: Probe): Promise<Finding | null> {
  for (let i = 1; i <= TRIES; i++) {
    const since = listener.mark()
    const reply = await node.publish(`told-${i}`, 'news')
    if (!reply.ok) return refusal(reply.error)
    if (await listener.wait(brings(bench, node, `told-${i}`), since, EVENT_MS)) return null
    bench.goOn()
  }
  return broken('silent')
}

const areContacts = async ({ one, two }: Bench): Promise<boolean> => {
  const reply = await one.request({ type: 'get', payload: xml('query', { xmlns: 'jabber:iq:roster' }) })
  const items = reply.ok ? children(child(reply.value, 'query', 'jabber:iq:roster'), 'item', 'jabber:iq:roster') : []
  return items.some((item) => attr(item, 'jid') === two?.own && attr(item, 'subscription') === 'both')
}

export const publishingEventChecks: Check[] = [
  {
    ...head('events', 'XEP-0163', '§4.3'), after,
    run: async (bench) => {
      const node = await nodeOf(bench, 'events')
      const listener = await openListener(bench, 1, node)
      return listener ? ((await untilToldOf(bench, node, listener)) ?? pass()) : untested('session')
    },
  },
  {
    ...head('filter', 'XEP-0060', '§9.2'), after: [...after, 'publishing.events'],
    run: async (bench) => {
      const { one } = bench
      const node = await nodeOf(bench, 'filter')
      const listener = await openListener(bench, 1, node)
      if (!listener) return untested('session')
      const since = one.mark()
      const problem = await untilToldOf(bench, node, listener)
      if (problem) return problem
      // The first session wants none of them; what went to it, went before what the other says to it now.
      if (!(await one.caughtUpWith(listener))) return untested('session')
      return one.came(since).some((stanza) => eventOf(stanza, node)) ? broken() : pass()
    },
  },
  {
    ...head('contacts', 'XEP-0163', '§4.1'), after: [...after, 'publishing.events'], needsPair: true,
    run: async (bench) => {
      if (!(await areContacts(bench))) return untested('contacts')
      const node = await nodeOf(bench, 'contacts')
      const listener = await openListener(bench, 2, node)
      if (!listener) return untested('session')
      const two = bench.two!
      const since = two.mark()
      const problem = await untilToldOf(bench, node, listener)
      if (problem) return problem
      if (!(await two.caughtUpWith(bench.one)) || !(await two.caughtUpWith(listener))) return untested('session')
      return two.came(since).some((stanza) => eventOf(stanza, node)) ? broken('unasked') : pass()
    },
  },
  {
    ...head('last', 'XEP-0163', '§4.3.4'), after: [...after, 'publishing.events'],
    run: async (bench) => {
      const node = await nodeOf(bench, 'last')
      const made = await node.create({ ...PERSISTENT, 'pubsub#send_last_published_item': 'on_sub_and_presence' })
      const reply = made.ok ? await node.publish('one', 'news') : made
      if (!reply.ok) return refusal(reply.error)
      // What a device wants is asked for once, which may come too late for the first one of its kind.
      const listener = (await openListener(bench, 1, node)) && (await openListener(bench, 1, node, true))
      if (!listener) return untested('session')
      return (await listener.wait(brings(bench, node, 'one'), 0)) ? pass() : broken('silent')
    },
  },
  {
    ...head('retract', 'XEP-0060', '§7.2'), after: [...after, 'publishing.events'],
    run: async (bench) => {
      const node = await nodeOf(bench, 'retract')
      const listener = await openListener(bench, 1, node)
      if (!listener) return untested('session')
      const problem = await untilToldOf(bench, node, listener)
      if (problem) return problem
      const since = listener.mark()
      const reply = await node.retract('told-1')
      if (!reply.ok) return refusal(reply.error)
      await listener.caughtUpWith(bench.one)
      const fits = (stanza: Element) => attr(stanza, 'from') === bench.one.own && (eventOf(stanza, node)?.retracted ?? []).includes('told-1')
      const isTold = await listener.wait(fits, since, EVENT_MS)
      const left = await node.items()
      if (left instanceof Map && left.has('told-1')) return broken('stays')
      return isTold ? pass() : broken('silent')
    },
  },
]

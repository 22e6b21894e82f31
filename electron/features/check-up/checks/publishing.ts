/** What an account can keep at the server and show to others: nodes of its own, all made for the run. */
import { valueOf } from '#shared/model/form'
import { parseBoolean } from '#xmpp/element'
import { NS_PEP_IDENTITY } from '#xmpp/xep/0163'
import { NS_PUBSUB } from '#xmpp/xep/0223'
import { broken, missing, pass, untested, type Bench, type Check, type Probe } from '../bench'
import { isRefusal, nodeOf, PERSISTENT, PRIVATE, PUBLIC } from '../node'
import { hasIdentity } from '../service'
import { isUnsupported, refusal } from './answers'

const after = ['publishing.offered']
const head = (name: string, spec: string, section: string) => ({ id: `publishing.${name}`, area: 'publishing' as const, spec, section })
/** Openfire never answers one of these. */
const SHORT_MS = 4000
/** As a picture of a face in base64. */
const LARGE_CHARS = 60_000
const isNotMet = (application: readonly string[]) => application.some((one) => one.endsWith('precondition-not-met'))

/** What the account says of itself, and what the server says. */
const features = async ({ one, info }: Bench): Promise<string[]> =>
  [...((await info(one.own))?.features ?? []), ...((await info(one.domain))?.features ?? [])]

export const publishingChecks: Check[] = [
  {
    ...head('offered', 'XEP-0163', '§6.1'),
    run: async ({ one, info }) => {
      const found = await info(one.own)
      return found && hasIdentity(found, NS_PEP_IDENTITY.category, NS_PEP_IDENTITY.type) ? pass() : missing()
    },
  },
  {
    ...head('publish', 'XEP-0060', '§7.1.4'), after,
    run: async (bench) => {
      const node = await nodeOf(bench, 'plain')
      const reply = await node.publish('one', 'first')
      if (!reply.ok) return refusal(reply.error)
      const items = await node.items()
      if (isRefusal(items)) return broken('refused', { condition: items.condition })
      return items.get('one') === 'first' ? pass() : broken('lost')
    },
  },
  {
    ...head('options', 'XEP-0060', '§7.1.5'), after,
    run: async (bench) => {
      if (!(await features(bench)).includes(`${NS_PUBSUB}#publish-options`)) return missing()
      const node = await nodeOf(bench, 'private')
      const reply = await node.publish('one', 'secret', PRIVATE)
      if (!reply.ok) return refusal(reply.error)
      const config = await node.config()
      if (isRefusal(config)) return untested('config', { condition: config.condition })
      const isKept = parseBoolean(valueOf(config, 'pubsub#persist_items')) !== false
      const access = valueOf(config, 'pubsub#access_model') ?? ''
      return isKept && access === 'whitelist' ? pass() : broken('ignored', { access })
    },
  },
  {
    ...head('private', 'XEP-0223', '§3'), after: [...after, 'publishing.options'], needsPair: true,
    run: async (bench) => {
      const items = await (await nodeOf(bench, 'private')).items(bench.two!)
      return isRefusal(items) || items.size === 0 ? pass() : broken()
    },
  },
  {
    ...head('conflict', 'XEP-0060', '§7.1.5'), after: [...after, 'publishing.options'],
    run: async (bench) => {
      const node = await nodeOf(bench, 'private')
      const reply = await node.publish('two', 'for all', PUBLIC, SHORT_MS)
      if (reply.ok) return broken('accepted')
      if (reply.error.condition === 'timeout') return broken('unanswered')
      return reply.error.condition === 'conflict' && isNotMet(reply.error.application) ? pass() : broken('other', { condition: reply.error.condition })
    },
  },
  {
    ...head('max-items', 'XEP-0402', '§3.3'), after: [...after, 'publishing.options'],
    run: async (bench) => {
      const node = await nodeOf(bench, 'max')
      const options = { ...PRIVATE, 'pubsub#max_items': 'max', 'pubsub#send_last_published_item': 'never' }
      const isTold = (await bench.info(bench.one.own))?.features.includes(`${NS_PUBSUB}#config-node-max`) ?? false
      for (const id of ['one', 'two']) {
        const reply = await node.publish(id, id, options, SHORT_MS)
        if (reply.ok) continue
        const { condition } = reply.error
        if (condition === 'timeout') return broken('unanswered')
        return isTold || id === 'two' ? broken('refused', { condition }) : missing()
      }
      const items = await node.items()
      if (isRefusal(items)) return broken('refused', { condition: items.condition })
      return items.size === 2 ? pass() : broken('replaced')
    },
  },
  {
    ...head('again', 'XEP-0060', '§7.1.5'), after: [...after, 'publishing.options'],
    run: async (bench) => {
      const node = await nodeOf(bench, 'again')
      const options = { ...PRIVATE, 'pubsub#send_last_published_item': 'never' }
      const first = await node.publish('one', 'first', options, SHORT_MS)
      if (!first.ok) return first.error.condition === 'timeout' ? broken('unanswered') : missing()
      const second = await node.publish('one', 'second', options, SHORT_MS)
      if (!second.ok) return second.error.condition === 'timeout' ? broken('unanswered') : broken('conflict', { condition: second.error.condition })
      return pass()
    },
  },
  {
    ...head('several', 'XEP-0060', '§8.1.3'), after,
    run: async (bench) => {
      const node = await nodeOf(bench, 'several')
      const made = await node.create({ ...PRIVATE, 'pubsub#max_items': '255' })
      if (!made.ok) return refusal(made.error)
      const ids = ['one', 'two', 'three']
      for (const id of ids) {
        const reply = await node.publish(id, id)
        if (!reply.ok) return refusal(reply.error)
      }
      // Another session of the same account: what it finds was kept by the server.
      const other = await bench.open(1)
      const items = other && (await node.items(other))
      if (!items) return untested('session')
      if (isRefusal(items)) return broken('refused', { condition: items.condition })
      const kept = ids.filter((id) => items.get(id) === id).length
      return kept === ids.length ? pass() : broken('replaced', { kept })
    },
  },
  {
    ...head('config', 'XEP-0060', '§8.2'), after,
    run: async (bench) => {
      const node = await nodeOf(bench, 'config')
      const reply = await node.publish('one', 'one')
      if (!reply.ok) return refusal(reply.error)
      const before = await node.config()
      if (isRefusal(before)) return refusal(before)
      const model = valueOf(before, 'pubsub#access_model') === 'open' ? 'whitelist' : 'open'
      const changed = await node.configure({ 'pubsub#access_model': model })
      if (!changed.ok) return refusal(changed.error)
      const now = await node.config()
      return !isRefusal(now) && valueOf(now, 'pubsub#access_model') === model ? pass() : broken('ignored')
    },
  },
  {
    ...head('open', 'XEP-0060', '§4.5'), after, needsPair: true,
    run: async (bench) => {
      const node = await nodeOf(bench, 'open')
      const made = await node.create({ ...PERSISTENT, 'pubsub#access_model': 'open' })
      const reply = made.ok ? await node.publish('one', 'for all') : made
      if (!reply.ok) return refusal(reply.error)
      const items = await node.items(bench.two as Probe)
      return !isRefusal(items) && items.get('one') === 'for all' ? pass() : broken(null)
    },
  },
  {
    ...head('large', 'XEP-0084', '§3.1'), after,
    run: async (bench) => {
      const node = await nodeOf(bench, 'large')
      const text = 'M'.repeat(LARGE_CHARS)
      const reply = await node.publish('picture', text)
      if (!reply.ok) return isUnsupported(reply.error) ? missing() : broken('refused', { condition: reply.error.condition })
      const items = await node.items()
      return !isRefusal(items) && items.get('picture') === text ? pass() : broken('lost')
    },
  },
  {
    ...head('delete', 'XEP-0060', '§8.4'), after,
    run: async (bench) => {
      const node = await nodeOf(bench, 'delete')
      const reply = await node.publish('one', 'one')
      if (!reply.ok) return refusal(reply.error)
      const removed = await node.remove()
      if (!removed.ok) return refusal(removed.error)
      const left = await node.items()
      return isRefusal(left) || left.size === 0 ? pass() : broken('stays')
    },
  },
  {
    ...head('bookmarks', 'XEP-0402', '§5.3'), after,
    run: async (bench) => ((await features(bench)).some((one) => one === 'urn:xmpp:bookmarks:1#compat') ? pass() : missing()),
  },
  {
    ...head('avatars', 'XEP-0398', '§2'), after,
    run: async (bench) => ((await features(bench)).includes('urn:xmpp:pep-vcard-conversion:0') ? pass() : missing()),
  },
  {
    ...head('push', 'XEP-0357', '§4.1'),
    run: async (bench) => ((await features(bench)).includes('urn:xmpp:push:0') ? pass() : missing()),
  },
]

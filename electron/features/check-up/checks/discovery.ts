/** What the server says it has, and whether it is so. */
import { attr, child, isNamed, xml } from '#xmpp/element'
import { NS_DISCO_INFO, NS_DISCO_ITEMS, parseDiscoInfo, parseDiscoItems } from '#xmpp/xep/0030'
import { NS_CAPS, parseCaps, verifyCaps } from '#xmpp/xep/0115'
import { buildFormGet, buildSearch, NS_SEARCH, parseResults, parseSearchForm } from '#xmpp/xep/0055'
import { broken, missing, pass, untested, type Check } from '../bench'
import { isRefusal, nodeOf, PERSISTENT } from '../node'
import { askItems, hasIdentity, servicesOf, serviceThat } from '../service'
import { isUnsupported, refusal } from './answers'

const NS_COMMANDS = 'http://jabber.org/protocol/commands'
const NS_CONTACTS = 'http://jabber.org/network/serverinfo'
const NS_NOTHING = 'urn:x-magpie:nothing:0'
const SHORT_MS = 4000
const head = (name: string, spec: string, section: string) => ({ id: `services.${name}`, area: 'services' as const, spec, section })

export const discoveryChecks: Check[] = [
  {
    ...head('info', 'XEP-0030', '§3.1'),
    run: async ({ one, info }) => {
      const found = await info(one.domain)
      if (!found) return missing()
      if (!found.identities.some(({ category }) => category === 'server')) return broken('identity')
      if (!found.features.includes(NS_DISCO_INFO)) return broken('itself')
      const twice = found.features.find((feature, i) => found.features.indexOf(feature) !== i)
      return twice === undefined ? pass({ count: found.features.length }) : broken('twice', { feature: twice.slice(0, 100) })
    },
  },
  {
    ...head('items', 'XEP-0030', '§4.1'),
    run: async (bench) => {
      const reply = await askItems(bench)
      if (!reply.ok) return refusal(reply.error)
      const items = (await servicesOf(bench)) ?? []
      const answers = await Promise.all(items.map(({ jid }) => bench.info(jid)))
      const silent = items.find((_, i) => answers[i] === null)
      return silent ? broken('dead', { service: silent.jid }) : pass({ count: items.length })
    },
  },
  {
    ...head('caps', 'XEP-0115', '§6.3'),
    run: async ({ one }) => {
      const el = one.secure.streamFeatures.find((feature) => isNamed(feature, 'c', NS_CAPS))
      if (!el) return missing()
      const caps = parseCaps(xml('features', {}, xml('c', { ...el.attrs, xmlns: NS_CAPS })))
      if (!caps) return broken('unknown')
      const node = `${caps.node}#${caps.ver}`
      const reply = await one.request({ type: 'get', to: one.domain, payload: xml('query', { xmlns: NS_DISCO_INFO, node }) })
      const found = reply.ok ? parseDiscoInfo(child(reply.value, 'query', NS_DISCO_INFO)) : null
      if (!found) return reply.ok ? broken() : refusal(reply.error)
      if (attr(el, 'hash') !== caps.hash) return broken('spelling')
      return verifyCaps(caps, found) ? pass() : broken('different')
    },
  },
  {
    ...head('unknown', 'RFC 6120', '§8.4'),
    run: async ({ one }) => {
      const reply = await one.request({ type: 'get', to: one.domain, payload: xml('query', { xmlns: NS_NOTHING }), timeoutMs: SHORT_MS })
      if (reply.ok) return broken('accepted')
      return reply.error.condition === 'timeout' ? broken('unanswered') : pass()
    },
  },
  {
    ...head('contact', 'XEP-0157', '§2'),
    run: async ({ one, info }) => {
      const form = (await info(one.domain))?.forms.find(({ formType }) => formType === NS_CONTACTS)
      const addresses = form?.fields.filter(({ name }) => name?.endsWith('-addresses')).flatMap(({ values }) => values.filter((value) => value.trim() !== '')) ?? []
      return addresses.length > 0 ? pass({ address: addresses[0]!.slice(0, 200) }) : missing()
    },
  },
  {
    ...head('commands', 'XEP-0050', '§2.2'),
    run: async (bench) => {
      const isTold = (await bench.info(bench.one.domain))?.features.includes(NS_COMMANDS) ?? false
      if (!isTold) return missing()
      const reply = await askItems(bench, NS_COMMANDS)
      if (!reply.ok) return isUnsupported(reply.error) ? broken('refused', { condition: reply.error.condition }) : refusal(reply.error)
      const items = parseDiscoItems(child(reply.value, 'query', NS_DISCO_ITEMS))
      return items ? pass({ count: items.length }) : broken()
    },
  },
  {
    ...head('search', 'XEP-0055', '§2.1'),
    run: async (bench) => {
      const { one, run } = bench
      // Openfire's rooms have the feature too, but what they look for is rooms.
      const isHere = (await bench.info(one.domain))?.features.includes(NS_SEARCH) ?? false
      const jid = (await serviceThat(bench, (info) => hasIdentity(info, 'directory', 'user') && info.features.includes(NS_SEARCH))) ?? (isHere ? one.domain : null)
      if (!jid) return missing()
      const asked = await one.request({ type: 'get', to: jid, payload: buildFormGet() })
      if (!asked.ok) return refusal(asked.error)
      const query = parseSearchForm(asked.value)
      const field = query?.form.fields.find(({ name, type }) => name !== null && type === 'text-single')
      if (!query || !field) return broken('empty')
      // Nobody is called so: only that there is an answer is of interest.
      const reply = await one.request({ type: 'set', to: jid, payload: buildSearch(query, [{ name: field.name!, values: [run] }]) })
      if (!reply.ok) return reply.error.condition === 'item-not-found' ? pass() : refusal(reply.error)
      return parseResults(reply.value) || reply.value.children.length === 0 ? pass() : broken()
    },
  },
  {
    ...head('pubsub', 'XEP-0060', '§5.1'),
    run: async (bench) => {
      const jid = await serviceThat(bench, (info) => hasIdentity(info, 'pubsub', 'service'))
      if (!jid) return missing()
      const node = await nodeOf(bench, 'service', jid)
      const made = await node.create({ ...PERSISTENT, 'pubsub#access_model': 'open' })
      if (!made.ok) return ['forbidden', 'not-allowed', 'not-authorized'].includes(made.error.condition) ? untested('forbidden') : refusal(made.error)
      const reply = await node.publish('one', 'news')
      if (!reply.ok) return refusal(reply.error)
      const items = await node.items()
      return !isRefusal(items) && items.get('one') === 'news' ? pass() : broken('lost')
    },
  },
]

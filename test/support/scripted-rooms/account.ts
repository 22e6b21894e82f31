/** What a server answers to its own people: discovery, roster, bookmarks, an archive of one's own. Enough for a client to feel at home. */
import type { Element } from '@xmpp/xml'
import { attr, elements, nsOf } from '#xmpp/element'
import { Pep } from './pep'
import type { People } from './people'
import type { Personality } from './personality'
import type { Session } from './stream'
import { ours, recorded } from './templates'
import { address, attrs, errorXml, findAll, inner, tag, textOf } from './xml'

const NS_INFO = 'http://jabber.org/protocol/disco#info'
const NS_ITEMS = 'http://jabber.org/protocol/disco#items'

export interface AccountSurroundings {
  server: Personality
  domain: string
  people: People
  isAccount(user: string): boolean
  /** Devices of a bare address that are available. */
  devices(bare: string): Session[]
}

export class Accounts {
  readonly #rosters = new Map<string, Map<string, string>>()
  readonly #vcards = new Map<string, string>()
  readonly #pep: Pep
  #pushes = 0

  constructor(private readonly around: AccountSurroundings) {
    this.#pep = new Pep(around.server, (owner, xml) => {
      for (const device of around.devices(owner)) device.send(xml.replace(`to="${owner}"`, `to="${device.jid}"`))
    })
  }

  /** An IQ to the server, to one's own account or to another's. */
  onIq(session: Session, stanza: Element): void {
    const { server, domain } = this.around
    const own = address(session.jid).bare
    const to = attr(stanza, 'to')
    const target = to === null ? own : address(to).bare
    const payload = elements(stanza)[0]
    const type = attr(stanza, 'type') ?? ''
    if (!payload || (type !== 'get' && type !== 'set')) return
    const head = (kind: string) => attrs({ type: kind, id: attr(stanza, 'id'), from: to ?? own, to: session.jid })
    const result = (content = '') => session.send(content === '' ? `<iq${head('result')}/>` : `<iq${head('result')}>${content}</iq>`)
    const refuse = (error: string) => session.send(`<iq${head('error')}>${inner(stanza)}${error}</iq>`)
    const story = (step: string) => result(ours(server, recorded(server, '02-disco', step), domain))
    const ns = nsOf(payload)
    const isServer = target === domain
    switch (ns) {
      case 'urn:xmpp:ping':
      case 'urn:ietf:params:xml:ns:xmpp-session':
        return result()
      case NS_INFO: {
        if (isServer) return story('server: disco info')
        if (target === own) return story('own account: disco info')
        if (to !== null && !to.includes('@')) return this.#service(server, target, result, refuse)
        const isKnown = this.around.isAccount(address(target).local)
        return isKnown && server.isOld ? story('account of a stranger: disco info') : refuse(errorXml(server.refusals.unknownAccount, server.lang))
      }
      case NS_ITEMS:
        return isServer ? story('server: disco items') : result(tag('query', { xmlns: NS_ITEMS }))
      case 'jabber:iq:version':
        return isServer ? story('server: software version') : refuse(errorXml(server.refusals.serverIq, server.lang))
      case 'jabber:iq:last':
        return isServer && !server.isTigase ? story('server: uptime') : refuse(errorXml(server.refusals.serverIq, server.lang))
      case 'urn:xmpp:extdisco:2':
        return server.isTigase ? story('server: external services') : refuse(errorXml(server.refusals.serverIq, server.lang))
      case 'jabber:iq:roster':
        return this.#roster(session, type, payload, result)
      case 'urn:xmpp:carbons:2':
        session.hasCarbons = payload.name === 'enable'
        return result()
      case 'jabber:iq:private':
        return result(this.#pep.privately(own, type, payload))
      case 'http://jabber.org/protocol/pubsub':
      case 'http://jabber.org/protocol/pubsub#owner': {
        const reply = this.#pep.answer(target, own, type, payload)
        if (!reply) return
        return 'error' in reply ? refuse(reply.error) : result(reply.result)
      }
      case 'urn:xmpp:mam:2':
        return target === own ? this.around.people.onArchive(session, payload, result, refuse) : refuse(errorXml(server.refusals.serverIq, server.lang))
      case 'vcard-temp':
        if (type === 'set') this.#vcards.set(own, payload.toString())
        return result(type === 'set' ? '' : (this.#vcards.get(target) ?? tag('vCard', { xmlns: ns })))
      default:
        return refuse(errorXml(server.refusals.serverIq, server.lang))
    }
  }

  /** Other services that the server lists: what they said of themselves. */
  #service(server: Personality, target: string, result: (xml: string) => void, refuse: (error: string) => void): void {
    const name = target.replace(this.around.domain, server.recordedDomain)
    try {
      result(ours(server, recorded(server, '02-disco', `service ${name}: disco info`), this.around.domain))
    } catch {
      refuse(errorXml(['item-not-found'], server.lang)) // no such service in the recording
    }
  }

  #roster(session: Session, type: string, query: Element, result: (xml?: string) => void): void {
    const own = address(session.jid).bare
    let roster = this.#rosters.get(own)
    if (!roster) this.#rosters.set(own, (roster = new Map()))
    if (type === 'get') return result(tag('query', { xmlns: 'jabber:iq:roster', ver: this.around.server.isTigase ? '' : null }, [...roster.values()].join('')))
    for (const item of findAll(query, 'item')) {
      const jid = attr(item, 'jid') ?? ''
      const subscription = attr(item, 'subscription') === 'remove' ? 'remove' : 'none'
      const groups = findAll(item, 'group').map((group) => tag('group', {}, textOf(group)))
      const xml = tag('item', { jid, name: attr(item, 'name'), subscription }, groups.join(''))
      if (subscription === 'remove') roster.delete(jid)
      else roster.set(jid, xml)
      for (const device of this.around.devices(own)) {
        const head = attrs({ type: 'set', id: `push-${++this.#pushes}`, to: device.jid })
        device.send(`<iq${head}>${tag('query', { xmlns: 'jabber:iq:roster' }, xml)}</iq>`)
      }
    }
    result()
  }
}

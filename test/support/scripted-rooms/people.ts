/** What people say to each other: passed on, copied to other devices (XEP-0280), kept in the archives of both (XEP-0313), each server in its own way. */
import { randomUUID } from 'node:crypto'
import type { Element } from '@xmpp/xml'
import { attr } from '#xmpp/element'
import { finXml, pageOf } from './archive'
import type { Personality } from './personality'
import type { Session } from './stream'
import { address, answersOf, attrs, errorXml, find, inner, NS_FORM, tag, textOf } from './xml'

const NS_CARBONS = 'urn:xmpp:carbons:2'
const NS_FORWARD = 'urn:xmpp:forward:0'

interface Kept {
  id: string
  peer: string
  atMs: number
  xml: string
}

export interface PeopleSurroundings {
  server: Personality
  /** Openfire: the plugin is switched on. Tigase: the accounts have set `always`. */
  hasArchive: boolean
  isAccount(user: string): boolean
  /** Devices of a bare address that are available. */
  devices(bare: string): Session[]
  send(full: string, xml: string): void
  sendBare(bare: string, xml: string): void
}

export class People {
  readonly #archives = new Map<string, Kept[]>()
  #kept = 0

  constructor(private readonly around: PeopleSurroundings) {}

  /** A message or presence of one to another. */
  pass(session: Session, stanza: Element, to: string): void {
    const { server, send, sendBare, isAccount } = this.around
    const target = address(to)
    const own = address(session.jid).bare
    const isMessage = stanza.name === 'message' && attr(stanza, 'type') !== 'error'
    const isPrivate = find(stanza, 'private', NS_CARBONS) !== null
    const values = { ...stanza.attrs, from: session.jid, to } as Record<string, string>
    const xml = (more = '') => tag(stanza.name, values, inner(stanza, (child) => child.name !== 'private') + more)
    if (isMessage) this.#keep(own, target.bare, xml())
    const id = isMessage && isAccount(target.local) ? this.#keep(target.bare, own, xml()) : null
    const marked = xml(server.isTigase && id !== null ? tag('stanza-id', { xmlns: 'urn:xmpp:sid:0', id, by: target.bare }) : '')
    if (stanza.name !== 'message' || target.resource !== null) send(to, marked)
    else sendBare(target.bare, marked)
    // COMPAT(openfire 5): copies what is marked private to the writer's other devices.
    if (isMessage && (!isPrivate || server.kind === 'openfire-5.0.5')) this.#copy('sent', own, session.jid, xml())
    if (isMessage && !isPrivate && target.resource !== null) this.#copy('received', target.bare, to, marked)
  }

  #copy(direction: 'sent' | 'received', bare: string, but: string, xml: string): void {
    for (const device of this.around.devices(bare)) {
      if (device.jid === but || !device.hasCarbons) continue
      const inside = xml.replace(/^<message/, '<message xmlns="jabber:client"')
      const copy = tag(direction, { xmlns: NS_CARBONS }, tag('forwarded', { xmlns: NS_FORWARD }, inside))
      device.send(tag('message', { type: 'chat', from: bare, to: device.jid }, copy))
    }
  }

  #keep(owner: string, peer: string, xml: string): string | null {
    if (!this.around.hasArchive || !xml.includes('<body>')) return null
    const id = this.around.server.isTigase ? randomUUID() : String(++this.#kept)
    this.#archives.set(owner, [...(this.#archives.get(owner) ?? []), { id, peer, atMs: Date.now(), xml }])
    return id
  }

  /** The account's own archive, its preferences and its metadata. */
  onArchive(session: Session, payload: Element, result: (xml: string) => void, refuse: (error: string) => void): void {
    const { server, hasArchive } = this.around
    const ns = attr(payload, 'xmlns')
    if (payload.name === 'prefs' && server.isTigase && attr(payload, 'default') === null) {
      // COMPAT(tigase): nothing is kept before somebody asks for it.
      return result(tag('prefs', { xmlns: ns, default: hasArchive ? 'always' : 'never' }, '<always/><never/>'))
    }
    if (payload.name !== 'query') return refuse(errorXml(server.refusals.serverIq, server.lang))
    const answers = answersOf(find(payload, 'x', NS_FORM))
    const peer = answers.get('with')?.[0]
    const [start, end] = ['start', 'end'].map((name) => Date.parse(answers.get(name)?.[0] ?? ''))
    const all = (this.#archives.get(address(session.jid).bare) ?? [])
      .filter((one) => (!peer || one.peer === address(peer).bare) && !(one.atMs < start!) && !(one.atMs > end!))
    const set = find(payload, 'set')
    const page = pageOf(all, set, server.isTigase)
    if (!page) {
      const id = textOf(find(set, 'after') ?? find(set, 'before'))
      const words = 'An unexpected exception occurred while processing a request to retrieve archived messages.'
      return refuse(errorXml(server.isTigase ? ['not-acceptable', `Invalid item id: ${id}`] : ['internal-server-error', words], server.lang))
    }
    const queryid = attr(payload, 'queryid')
    for (const { id, atMs, xml } of page.found) {
      const delay = tag('delay', { xmlns: 'urn:xmpp:delay', stamp: new Date(atMs).toISOString() })
      const forwarded = tag('forwarded', { xmlns: NS_FORWARD }, delay + xml.replace(/^<message/, '<message xmlns="jabber:client"'))
      session.send(`<message${attrs({ to: session.jid })}>${tag('result', { xmlns: ns, queryid, id }, forwarded)}</message>`)
    }
    result(finXml(ns, page, all.length, server.isTigase, server.isTigase ? null : queryid))
  }
}

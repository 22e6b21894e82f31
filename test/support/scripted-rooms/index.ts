/**
 * Openfire and Tigase for tests: a server of ours on TCP that says what those said when they were recorded
 * (test/fixtures/servers), alive enough that clients meet in rooms on it. That it says the same is proven by replaying the
 * recordings against it: test/server/scripted-rooms-proof.test.ts. Left out: subscriptions of presence,
 * uploads, search.
 */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, createSecureContext } from 'node:tls'
import type { Element } from '@xmpp/xml'
import { attr, nameOf } from '#xmpp/element'
import { makeCertificates } from '../certificates'
import type { ServerOptions, TestServer } from '../servers-types'
import { Accounts } from './account'
import { Muc } from './muc'
import { People } from './people'
import { personalities, type ScriptedKind } from './personality'
import { Link, type Host, type Session } from './stream'
import { address, attrs, errorXml, inner, tag } from './xml'

export { scriptedKinds, type ScriptedKind } from './personality'

export interface ScriptedOptions extends Pick<ServerOptions, 'accounts' | 'domain' | 'certificate'> {
  /** Openfire: is the archive plugin switched on? Its default, and ours: installed, off. Tigase: have the accounts set `always`? Its default: never. */
  archive?: boolean
}

export interface ScriptedRooms extends TestServer {
  readonly kind: ScriptedKind
  /** The rooms, to look into and to set up. */
  readonly muc: Muc
  /** Cuts all connections without a word, as a broken network does. */
  cutAll(): void
}

/** The same shape as startServer() gives; WebSocket is not offered. */
export async function startScriptedServer(kind: ScriptedKind, options: ScriptedOptions = {}): Promise<ScriptedRooms> {
  const server = personalities[kind]
  const { domain = 'localhost' } = options
  const mucDomain = `${server.mucPrefix}.${domain}`
  const certificates = await makeCertificates({ domain, kind: options.certificate })
  const context = createSecureContext({ cert: certificates.certPem, key: readFileSync(certificates.keyFile, 'utf8') })
  const passwords = new Map((options.accounts ?? []).map(({ user, password }) => [user, password]))
  const sessions = new Map<string, Session>()
  const links = new Set<Link>()
  const offline = new Map<string, string[]>()
  const lines: string[] = []

  const devices = (bare: string) => [...sessions.values()].filter((one) => address(one.jid).bare === bare && one.isAvailable)
  const send = (full: string, xml: string) => sessions.get(full)?.send(xml)
  const sendBare = (bare: string, xml: string) => {
    const there = devices(bare)
    for (const device of there) device.send(xml)
    // COMPAT(tigase): nothing is kept for who is away.
    if (there.length === 0 && !server.isTigase && passwords.has(address(bare).local)) offline.set(bare, [...(offline.get(bare) ?? []), xml])
  }
  const muc = new Muc({ server, domain, mucDomain, hasArchive: options.archive ?? false, send, sendBare })
  const isAccount = (user: string) => passwords.has(user)
  const people = new People({ server, hasArchive: options.archive ?? false, isAccount, devices, send, sendBare })
  const accounts = new Accounts({ server, domain, people, isAccount, devices })

  const onPresence = (session: Session, stanza: Element) => {
    const type = attr(stanza, 'type')
    if (type !== null && type !== 'unavailable') return
    session.isAvailable = type === null
    session.presence = inner(stanza)
    const { bare } = address(session.jid)
    for (const device of type === null ? devices(bare) : []) {
      device.send(tag('presence', { from: session.jid, to: server.isTigase ? bare : device.jid }, session.presence))
    }
    for (const xml of offline.get(bare) ?? []) {
      const delay = tag('delay', { xmlns: 'urn:xmpp:delay', from: domain, stamp: new Date().toISOString() })
      session.send(xml.replace(/<\/message>$/, `${delay}</message>`))
    }
    if (type === null) offline.delete(bare)
    else muc.drop(session.jid)
  }
  const receive = (session: Session, stanza: Element) => {
    const to = attr(stanza, 'to')
    const name = nameOf(stanza)
    lines.push(`${session.jid}: ${stanza.toString()}`)
    if (to !== null && address(to).domain === mucDomain) return muc.receive(stanza, session.jid)
    if (to !== null && address(to).domain !== domain) {
      const isService = name === 'iq' && !to.includes('@')
      if (isService) return accounts.onIq(session, stanza)
      if (!server.isTigase || attr(stanza, 'type') === 'error') return // Openfire looks for it elsewhere, for ever
      const head = attrs({ type: 'error', id: attr(stanza, 'id'), from: to, to: session.jid })
      const error = errorXml(['service-unavailable', 'There is no service found to process your request.'], 'en')
      return session.send(`<${name}${head}>${inner(stanza)}${error}</${name}>`)
    }
    if (name === 'presence' && to === null) return onPresence(session, stanza)
    const isMine = to === null || address(to).bare === address(session.jid).bare
    if (name === 'iq' && (isMine || address(to).resource === null)) return accounts.onIq(session, stanza)
    if (to !== null) people.pass(session, stanza, to)
  }

  const end = (session: Session) => {
    if (sessions.get(session.jid) === session) sessions.delete(session.jid)
    muc.drop(session.jid)
  }
  const host: Host = {
    server, domain, context, receive,
    password: (user) => passwords.get(user),
    bound: (session) => {
      const before = sessions.get(session.jid)
      before?.link?.end('conflict')
      if (before) muc.drop(before.jid)
      sessions.set(session.jid, session)
    },
    gone: end,
    // COMPAT(openfire 5): takes a dropped connection for a closed one.
    lost: (session) => (kind === 'openfire-5.0.5' ? end(session) : undefined),
    resumable: (smId) => [...sessions.values()].find((one) => one.smId === smId),
  }
  const accept = (isSecure: boolean) => (socket: Socket) => {
    socket.setNoDelay(true)
    const link = new Link(socket, host, isSecure)
    links.add(link)
    socket.once('close', () => links.delete(link))
  }
  const cutAll = () => {
    for (const link of links) link.cut()
  }

  let plain: Server
  let direct: Server
  const listen = async (ports: [number, number]) => {
    plain = createServer(accept(false))
    direct = createTlsServer({ cert: certificates.certPem, key: readFileSync(certificates.keyFile, 'utf8'), ALPNProtocols: ['xmpp-client'] }, accept(true))
    for (const [i, one] of [plain, direct].entries()) {
      one.listen(ports[i], '127.0.0.1')
      await once(one, 'listening')
    }
    return [plain, direct].map((one) => (one.address() as AddressInfo).port) as [number, number]
  }
  const close = async (isOrderly: boolean) => {
    for (const link of links) if (isOrderly) link.end('system-shutdown')
    const closed = [plain, direct].filter((one) => one.listening).map((one) => once(one.close(), 'close'))
    if (isOrderly) await new Promise((resolve) => setTimeout(resolve, 50)) // the farewell is on its way
    cutAll()
    await Promise.all(closed)
    sessions.clear()
  }
  const [port, directTlsPort] = await listen([0, 0])
  return {
    kind, domain, mucDomain, port, directTlsPort, muc, cutAll,
    host: '127.0.0.1', websocketUrl: '', secureWebsocketUrl: '', pid: process.pid,
    caPem: certificates.caPem, caFile: certificates.caFile, certPem: certificates.certPem,
    addAccount: async (user, password) => void passwords.set(user, password),
    stop: () => close(true),
    kill: () => close(false),
    restart: async () => {
      await close(true)
      for (const room of [...muc.rooms.values()]) {
        room.occupants = []
        if (!room.is('persistentroom')) muc.rooms.delete(room.jid)
      }
      await listen([port, directTlsPort])
    },
    log: () => lines.join('\n'),
  }
}

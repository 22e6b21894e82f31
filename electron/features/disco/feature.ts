/**
 * What we are and can, and what others are and can.
 * XEP-0030 version 2.5.0: answers to info and items, and asking. Left out: publishing items, nodes of our own.
 * XEP-0115 version 1.6.0: our capabilities in every presence; those of others by verified hash, kept over restarts.
 * Left out: the legacy format without `hash`; optimising our own broadcast by the server.
 */
import type { Session } from '#core/context'
import { failureOf } from '#core/failure'
import { defineFeature } from '#core/feature'
import { domainOf, isFullJid, localOf, type FullJid, type Jid } from '#shared/jid'
import { featuresOf } from '#shared/model/xep-names'
import { done, fail, ok, type Result } from '#shared/result'
import { attr, child, isNamed, xml } from '#xmpp/element'
import {
  buildDiscoInfo, NS_DISCO_INFO, NS_DISCO_ITEMS, parseDiscoInfo, parseDiscoItems, type DiscoInfo, type DiscoItem,
} from '#xmpp/xep/0030'
import { buildCaps, NS_CAPS, parseCaps, verificationString, verifyCaps } from '#xmpp/xep/0115'
import { createCapsBook } from './caps'
import { listCaps } from './caps-list'
import { contract } from './contract'
import type { DiscoApi } from './public'
import { clearCapabilities, getCapability, listCapabilities, migrations, putCapability } from './table'

/** Names the program, with `#ver` a version of what it can (XEP-0115 §4: a URI). */
const CAPS_NODE = 'urn:x-magpie:client'
/** Login waits for these; a server that does not answer must not keep us from being present. */
const LOGIN_TIMEOUT_MS = 10_000
const MAX_SERVICES = 50
/** Of hashes, in the tester's workbench. */
const MAX_LISTED = 10_000

export const disco = defineFeature({
  name: 'disco',
  xeps: [
    { id: '0030', version: '2.5.0', support: 'partial', note: 'no publishing of items, no nodes of our own' },
    { id: '0115', version: '1.6.0', support: 'partial', note: 'no legacy format, no broadcast optimisation' },
  ],
  discoFeatures: [NS_DISCO_INFO, NS_DISCO_ITEMS, NS_CAPS],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { connection, db } = session
    const server = domainOf(session.own)
    let serverInfo: DiscoInfo | null = null
    let accountInfo: DiscoInfo | null = null
    let greeting: Promise<void> = Promise.resolve()
    const kept = new Map<string, Promise<Result<unknown>>>()

    /** Settings change it. */
    const own = (): DiscoInfo => ({
      node: null,
      identities: [{ category: 'client', type: 'pc', lang: null, name: session.info.name }],
      features: [...new Set(session.discoFeatures)].sort(),
      forms: [],
    })
    const ownVer = () => verificationString(own()) ?? ''
    session.addPresenceExtras(() => [buildCaps(CAPS_NODE, ownVer())])

    connection.onIq('get', 'query', NS_DISCO_INFO, 'contacts', ({ payload }) => {
      const node = attr(payload, 'node')
      if (node !== null && node !== `${CAPS_NODE}#${ownVer()}`) return { error: 'item-not-found' }
      return { result: buildDiscoInfo({ ...own(), node }) }
    })
    connection.onIq('get', 'query', NS_DISCO_ITEMS, 'contacts', ({ payload }) =>
      attr(payload, 'node') === null ? { result: xml('query', { xmlns: NS_DISCO_ITEMS }) } : { error: 'item-not-found' },
    )

    const request = async <T>(ns: string, parse: (el: ReturnType<typeof child>) => T | null, jid: Jid, node?: string, timeoutMs?: number) => {
      const reply = await connection.request({ type: 'get', to: jid, payload: xml('query', { xmlns: ns, node }), timeoutMs })
      if (!reply.ok) return failureOf(reply.error)
      const value = parse(child(reply.value, 'query', ns))
      return value === null ? fail('remote-server', 'the answer is no service discovery') : ok(value)
    }
    const keep = <T>(ns: string, jid: Jid, node: string | undefined, work: () => Promise<Result<T>>): Promise<Result<T>> => {
      if (node !== undefined || localOf(jid) !== null || isFullJid(jid)) return work()
      const key = `${ns} ${jid}`
      const found = kept.get(key) as Promise<Result<T>> | undefined
      if (found) return found
      const asked = work().then((result) => {
        if (!result.ok) kept.delete(key)
        return result
      })
      kept.set(key, asked)
      return asked
    }
    const info: DiscoApi['info'] = (jid, node) =>
      keep(NS_DISCO_INFO, jid, node, () => request<DiscoInfo>(NS_DISCO_INFO, parseDiscoInfo, jid, node))
    const items: DiscoApi['items'] = (jid, node) =>
      keep(NS_DISCO_ITEMS, jid, node, () => request<DiscoItem[]>(NS_DISCO_ITEMS, parseDiscoItems, jid, node))

    const capsBook = createCapsBook(session as Session, async (jid, node) => {
      const answer = await request<DiscoInfo>(NS_DISCO_INFO, parseDiscoInfo, jid, node)
      return answer.ok ? answer.value : null
    })

    /** A server that tells its caps with the stream features (XEP-0115 §6.3) is asked once in its life. */
    const askServer = async () => {
      const { state } = connection
      const announced = state.phase === 'online' ? state.secure.streamFeatures.find((el) => isNamed(el, 'c', NS_CAPS)) : undefined
      const caps = parseCaps(announced?.parent)
      serverInfo = caps && getCapability(db, caps)
      if (!serverInfo) {
        const answer = await request<DiscoInfo>(NS_DISCO_INFO, parseDiscoInfo, server, undefined, LOGIN_TIMEOUT_MS)
        serverInfo = answer.ok ? answer.value : null
        if (caps && serverInfo && verifyCaps(caps, serverInfo)) putCapability(db, caps, serverInfo)
      }
      if (serverInfo) kept.set(`${NS_DISCO_INFO} ${server}`, Promise.resolve(ok(serverInfo)))
    }
    const askAccount = async () => {
      const answer = await request<DiscoInfo>(NS_DISCO_INFO, parseDiscoInfo, session.own, undefined, LOGIN_TIMEOUT_MS)
      accountInfo = answer.ok ? answer.value : null
    }

    // Asked first, awaited one phase later: the roster need not wait.
    session.onOnline('before-presence', () => {
      kept.clear()
      greeting = Promise.all([askServer(), askAccount()]).then(() => undefined)
    })
    session.onOnline('presence', () => greeting)
    session.onPresence(({ from, type, stanza }) => capsBook.onPresence(from, type, stanza))
    session.onEnded(() => {
      capsBook.clear()
      kept.clear()
    })

    const api: DiscoApi = {
      info,
      items,
      serverFeatures: () => serverInfo?.features ?? [],
      hasServerFeature: (ns) => serverInfo?.features.includes(ns) ?? false,
      hasAccountFeature: (ns) => accountInfo?.features.includes(ns) ?? false,
      capsOf: (jid: FullJid) => capsBook.of(jid),
      onCaps: capsBook.onKnown,
      reconsiderCaps: capsBook.reconsider,
      findServices: async (predicate) => {
        const listed = await items(server)
        const jids = new Set<Jid>([server, ...(listed.ok ? listed.value : []).map((item) => item.jid)])
        const answers = await Promise.all([...jids].slice(0, MAX_SERVICES).map(async (jid) => ({ jid, answer: await info(jid) })))
        return answers.flatMap(({ jid, answer }) => (answer.ok && predicate(answer.value) ? [{ jid, info: answer.value }] : []))
      },
    }
    return {
      calls: {
        'caps.list': () => ok({ entries: listCaps(listCapabilities(db, MAX_LISTED), capsBook.users()) }),
        'caps.entry': ({ hash, ver }) => {
          const known = getCapability(db, { hash, ver, node: '' })
          return known ? ok({ identities: known.identities, features: featuresOf(known.features, session.xeps), forms: known.forms }) : fail('not-found', 'not known')
        },
        'caps.clear': () => {
          session.transaction(() => clearCapabilities(db))
          capsBook.forget()
          return done
        },
      },
      snapshot: () => null as never,
      api,
    }
  },
})

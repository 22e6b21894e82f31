/**
 * Sessions between two clients and the ways for their bytes. XEP-0166 version 1.1.2 with one content that the initiator sends; XEP-0260
 * version 1.0.3 over XEP-0065 version 1.8.2 (own addresses, our server's relays, those of the other side), XEP-0261 version 1.0 over
 * XEP-0047 version 2.0.1 in requests, also in place of a SOCKS5 that found no way. Left out: contents added or removed in a session,
 * calls, redirects, UDP, addresses found at routers, bytestreams without a session.
 * Our addresses are told only to whoever may know that we are here, after our user has offered or taken something, and never while the
 * account goes by a proxy: then only in-band bytes go.
 */
import { randomUUID } from 'node:crypto'
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { disco as discoApi } from '#features/disco/public'
import { presence } from '#features/presence/public'
import { bareOf, isFullJid, type FullJid, type Jid } from '#shared/jid'
import { nsOf, xml, type Element } from '#xmpp/element'
import { contract } from './contract'
import { createInBand } from './in-band'
import { socksPort } from './proxies'
import type { JingleApi } from './public'
import { JingleSession } from './session'
import { buildJingle, buildReason, NS_IBB, NS_JINGLE, NS_JINGLE_ERRORS, NS_JINGLE_IBB, NS_S5B, parseJingle, type Content, type Jingle, type Reason } from './stanza'

/** Offered, waiting or running. */
const MAX_SESSIONS = 30
/** With one contact. */
const MAX_WITH_ONE = 8

export const jingle = defineFeature({
  name: 'jingle',
  xeps: [
    { id: '0047', version: '2.0.1', support: 'partial', note: 'in requests, within sessions' },
    { id: '0065', version: '1.8.2', support: 'partial', note: 'within sessions, TCP' },
    { id: '0166', version: '1.1.2', support: 'partial', note: 'one content per session, sent by the initiator' },
    { id: '0260', version: '1.0.3', support: 'partial', note: 'no addresses found at routers' },
    { id: '0261', version: '1.0', support: 'partial', note: 'one stream per session' },
  ],
  requires: ['disco', 'presence'],
  discoFeatures: [NS_JINGLE, NS_JINGLE_IBB, NS_IBB],
  // Dino (0.4.2) gives up where SOCKS5 is offered and none is reached.
  discoFeaturesBy: ({ proxy }) => (proxy === null ? [NS_S5B] : []),
  contract,
  start: (session: Session<typeof contract>) => {
    const { connection, log } = session
    const disco = session.use(discoApi)
    const inBand = createInBand(session as Session)
    const takers = new Map<string, Parameters<JingleApi['answer']>[1]>()
    const sessions = new Map<string, JingleSession>()
    const keyOf = (peer: Jid, sid: string) => `${peer} ${sid}`

    const make = (peer: FullJid, sid: string, content: Pick<Content, 'name' | 'creator' | 'senders'>, description: Element, more: { isInitiator: boolean; first: Element | null; hasSocks: boolean }) => {
      const streams = new Set<string>()
      const made = new JingleSession({
        own: connection.jid!, peer, sid, content, description,
        request: (payload) => connection.request({ type: 'set', to: peer, payload }),
        newId: () => randomUUID(),
        get socks() {
          return more.hasSocks ? socksPort(session as Session, disco, session.isContact(bareOf(peer))) : null
        },
        openIbb: (ibb) => inBand.open(peer, ibb),
        awaitIbb: (ibb) => {
          streams.add(ibb.sid)
          return inBand.await(peer, ibb)
        },
        log: (message) => log('info', message, { peer }),
        ended: () => {
          sessions.delete(keyOf(peer, sid))
          for (const one of streams) inBand.forget(peer, one)
        },
      }, more.isInitiator, more.first)
      sessions.set(keyOf(peer, sid), made)
      return made
    }

    const offered = (from: FullJid, { sid, content }: Jingle) => {
      const refuse = (reason: Reason) => queueMicrotask(() => void connection.request({ type: 'set', to: from, payload: buildJingle('session-terminate', sid, buildReason(reason)) }))
      if (!content?.description || content.senders !== 'initiator' || content.creator !== 'initiator') return refuse('unsupported-applications')
      const take = takers.get(nsOf(content.description))
      if (!take) return refuse('unsupported-applications')
      const withOne = [...sessions.values()].filter(({ peer }) => bareOf(peer) === bareOf(from)).length
      if (sessions.size >= MAX_SESSIONS || withOne >= MAX_WITH_ONE) return refuse('busy')
      const made = make(from, sid, content, content.description, { isInitiator: false, first: content.transport, hasSocks: true })
      queueMicrotask(() => {
        if (!made.isReachable) made.terminate('unsupported-transports')
        else if (!take(made)) made.terminate('decline')
      })
    }

    connection.onIq('set', 'jingle', NS_JINGLE, 'everyone', ({ from, payload }) => {
      const parsed = parseJingle(payload)
      const known = parsed && sessions.get(keyOf(from, parsed.sid))
      if (parsed && known) {
        if (parsed.action === 'session-initiate') return { error: 'unexpected-request', application: xml('out-of-order', { xmlns: NS_JINGLE_ERRORS }) }
        const answer = known.hear(parsed)
        return 'error' in answer && answer.jingle ? { error: answer.error, application: xml(answer.jingle, { xmlns: NS_JINGLE_ERRORS }) } : answer
      }
      // To strangers it looks as if nobody were here.
      if (!isFullJid(from) || !session.isContact(bareOf(from))) {
        session.refuse('R-SESSION-STRANGER', from)
        return { error: 'service-unavailable' }
      }
      if (!parsed) return { error: 'feature-not-implemented' }
      if (parsed.action === 'session-initiate') {
        offered(from, parsed)
        return { result: null }
      }
      session.refuse('R-SESSION-UNKNOWN', from, { action: parsed.action })
      return { error: 'item-not-found', application: xml('unknown-session', { xmlns: NS_JINGLE_ERRORS }) }
    })

    session.use(presence).onContact((from, _stanza, isAvailable) => {
      if (!isAvailable) for (const one of [...sessions.values()]) if (one.peer === from) one.leave({ by: 'them', reason: 'gone' })
    })
    const endAll = (act: (one: JingleSession) => void) => {
      for (const one of [...sessions.values()]) act(one)
    }
    session.onLogout(() => endAll((one) => one.terminate('gone')))
    session.onEnded(() => endAll((one) => one.leave({ by: 'us', reason: 'offline' })))

    const api: JingleApi = {
      answer: (namespace, take) => void takers.set(namespace, take),
      offer: (to, description, features) => {
        const content = { name: 'file', creator: 'initiator' as const, senders: 'initiator' }
        const made = make(to, randomUUID(), content, description, { isInitiator: true, first: null, hasSocks: features.includes(NS_S5B) })
        // Whoever listens does so first.
        queueMicrotask(() => void made.start())
        return made
      },
      isAble: (features) => features.includes(NS_JINGLE) && (features.includes(NS_S5B) || features.includes(NS_JINGLE_IBB)),
    }
    return { calls: {}, snapshot: () => null as never, api, stop: () => endAll((one) => one.leave({ by: 'us', reason: 'offline' })) }
  },
})

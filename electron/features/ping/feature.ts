/**
 * Answers pings: of the own account and server, of contacts, and of whom other features name. Everybody else gets what
 * he would get if nobody were here.
 * XEP-0199 version 2.0.1. Left out: pinging by itself; the connection proves the link alive with stream management.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { bareOf, domainOf, type Jid } from '#shared/jid'
import { contract } from './contract'
import type { PingApi } from './public'

const NS_PING = 'urn:xmpp:ping'

export const ping = defineFeature({
  name: 'ping',
  xeps: [{ id: '0199', version: '2.0.1', support: 'partial', note: 'answers; the connection asks' }],
  discoFeatures: [NS_PING],
  contract,
  start: (session: Session<typeof contract>) => {
    const { own, connection } = session
    const checks = new Set<(from: Jid) => boolean>()
    const mayPing = (from: Jid) =>
      bareOf(from) === own || from === domainOf(own) || session.isContact(bareOf(from)) || [...checks].some((check) => check(from))

    connection.onIq('get', 'ping', NS_PING, 'everyone', ({ from }) => {
      if (mayPing(from)) return { result: null }
      session.refuse('R-ASK-STRANGER', from)
      return { error: 'service-unavailable' }
    })
    const api: PingApi = {
      allowPingFrom: (check) => {
        checks.add(check)
        return () => checks.delete(check)
      },
    }
    return { calls: {}, snapshot: () => null as never, api }
  },
})

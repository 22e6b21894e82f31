/**
 * When somebody who is offline was there last: XEP-0012 version 2.0, asked of his server, and only of somebody whose presence we
 * may see. Left out: answering (our own away time is in our presence, XEP-0319), asking clients and servers for theirs.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { failureOf } from '#core/failure'
import { roster } from '#features/roster/public'
import { ok } from '#shared/result'
import type { EpochMs } from '#shared/time'
import { xml } from '#xmpp/element'
import { NS_LAST, parseLast } from '#xmpp/xep/0012'
import { contract } from './contract'

const UNKNOWN = new Set(['forbidden', 'service-unavailable', 'feature-not-implemented', 'item-not-found', 'subscription-required', 'not-authorized'])

export const lastSeen = defineFeature({
  name: 'last-seen',
  xeps: [{ id: '0012', version: '2.0', support: 'partial', note: 'asks servers of contacts; does not answer' }],
  requires: ['roster'],
  contract,
  start: ({ connection, clock, use }: Session<typeof contract>) => {
    const contacts = use(roster)
    return {
      calls: {
        'lastSeen.ask': async ({ jid }) => {
          const subscription = contacts.get(jid)?.subscription
          if (subscription !== 'to' && subscription !== 'both') return ok({ atMs: null })
          const reply = await connection.request({ type: 'get', to: jid, payload: xml('query', { xmlns: NS_LAST }) })
          if (!reply.ok) return UNKNOWN.has(reply.error.condition) ? ok({ atMs: null }) : failureOf(reply.error)
          const seconds = parseLast(reply.value)
          const nowMs = clock.nowMs()
          return ok({ atMs: seconds === null || seconds * 1000 > nowMs ? null : ((nowMs - seconds * 1000) as EpochMs) })
        },
      },
      snapshot: () => null,
    }
  },
})

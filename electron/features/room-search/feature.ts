/**
 * Finding rooms by words: XEP-0433 version 0.1.0, in pages (XEP-0059). Left out: the service's own search form (its further
 * fields), channels of XEP-0369. No service is asked that is not of the own server or named by the user.
 */
import { failureOf } from '#core/failure'
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { disco } from '#features/disco/public'
import { parseBareJid } from '#shared/jid'
import { fail, ok } from '#shared/result'
import { contract } from './contract'
import { buildSearch, NS_SEARCH, parseResult } from './stanza'

export const roomSearch = defineFeature({
  name: 'room-search',
  xeps: [{ id: '0433', version: '0.1.0', support: 'partial', note: 'rooms of XEP-0045, by words; no further fields of the search form' }],
  requires: ['disco'],
  contract,
  start: (session: Session<typeof contract>) => {
    const discovery = session.use(disco)
    return {
      calls: {
        'roomSearch.services': async () => {
          if (session.connection.state.phase !== 'online') return fail('offline', 'not connected')
          const found = await discovery.findServices((info) => info.features.includes(NS_SEARCH))
          return ok({
            services: found.flatMap(({ jid, info }) => {
              const bare = parseBareJid(jid)
              return bare ? { jid: bare, name: info.identities.find((one) => one.name)?.name ?? bare } : []
            }),
          })
        },
        'roomSearch.find': async ({ service, words, order, after }) => {
          const reply = await session.connection.request({ type: 'get', to: service, payload: buildSearch({ words, order, after: after ?? null }) })
          if (!reply.ok) {
            const failure = failureOf(reply.error)
            // §4.2.2.5: not all rooms, or not to us.
            return words === '' && reply.error.condition === 'not-allowed' ? { ok: false, error: { ...failure.error, code: 'forbidden' as const } } : failure
          }
          const page = parseResult(reply.value)
          return page ? ok(page) : fail('refused', 'the answer has no result')
        },
      },
      snapshot: () => null,
    }
  },
})

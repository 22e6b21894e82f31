/**
 * Looking for people in the directories of the own server: XEP-0055 version 1.3, with forms and without. Left out: directories of
 * other servers, results in pages (XEP-0059), what a column is meant for beyond names.
 */
import { failureOf } from '#core/failure'
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { disco } from '#features/disco/public'
import { parseBareJid, type BareJid } from '#shared/jid'
import { fail, ok, type Result } from '#shared/result'
import { completeAnswers } from '#xmpp/xep/old-fields'
import { buildFormGet, buildSearch, NS_SEARCH, parseResults, parseSearchForm, type SearchQuery } from '#xmpp/xep/0055'
import { contract } from './contract'

export const directory = defineFeature({
  name: 'directory',
  xeps: [{ id: '0055', version: '1.3', support: 'partial', note: 'directories of the own server; no pages' }],
  requires: ['disco'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { connection } = session
    const discovery = session.use(disco)
    const open = new Map<BareJid, SearchQuery>()

    const askForm = async (service: BareJid): Promise<Result<SearchQuery>> => {
      const reply = await connection.request({ type: 'get', to: service, payload: buildFormGet() })
      if (!reply.ok) return failureOf(reply.error)
      const query = parseSearchForm(reply.value)
      if (!query) return fail('not-supported', 'it does not say what can be looked for')
      open.set(service, query)
      return ok(query)
    }
    session.onEnded(() => open.clear())

    return {
      calls: {
        'directory.services': async () => {
          if (connection.state.phase !== 'online') return fail('offline', 'not connected')
          // Rooms of some servers answer to the same name (the word for them is another: directory/user).
          const found = await discovery.findServices((info) => info.features.includes(NS_SEARCH) && info.identities.some((one) => one.category !== 'conference'))
          return ok({
            services: found.flatMap(({ jid, info }) => {
              const bare = parseBareJid(jid)
              return bare ? { jid: bare, name: info.identities.find((one) => one.name)?.name ?? bare } : []
            }),
          })
        },
        'directory.form': async ({ service }) => {
          const query = await askForm(service)
          return query.ok ? ok({ service, instructions: query.value.instructions, form: query.value.form }) : query
        },
        'directory.search': async ({ service, values }) => {
          const known = open.get(service)
          const query = known ? ok(known) : await askForm(service)
          if (!query.ok) return query
          const answers = completeAnswers(query.value.form, values)
          // Without a word many services give everybody, or refuse; neither is what was meant.
          if (!answers.some((one) => one.values.some((value) => value.trim() !== ''))) return fail('bad-input', 'nothing to look for')
          const reply = await connection.request({ type: 'set', to: service, payload: buildSearch(query.value, answers) })
          if (!reply.ok) return failureOf(reply.error)
          const results = parseResults(reply.value)
          return results ? ok(results) : fail('remote-server', 'the answer has no result')
        },
      },
      snapshot: () => null,
    }
  },
})

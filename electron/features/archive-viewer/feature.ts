/**
 * Any archive as its server answers, for the tester's workbench: XEP-0313 version 1.1.3 with metadata and filters by id (§4.1.3, §5), paged by
 * XEP-0059. What Magpie itself has read of it is another matter (features/archive) and stays as it is. Left out: flipped pages, groups.
 */
import { ask } from '#core/ask'
import type { Session } from '#core/context'
import { failureOf } from '#core/failure'
import { defineFeature } from '#core/feature'
import { KeptPage } from '#core/kept-page'
import { archiveApi } from '#features/archive/public'
import { disco } from '#features/disco/public'
import type { BareJid } from '#shared/jid'
import { fail, ok } from '#shared/result'
import { child, xml } from '#xmpp/element'
import { NS_DISCO_INFO, parseDiscoInfo } from '#xmpp/xep/0030'
import { contract } from './contract'
import { buildMetadata, factsOf, idFilters, parseMetadata, resultOf, wholeOf } from './stanza'

export const archiveViewer = defineFeature({
  name: 'archive-viewer',
  xeps: [],
  requires: ['archive', 'disco'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { connection, own } = session
    const archives = session.use(archiveApi)
    const discovery = session.use(disco)
    const kept = new KeptPage()
    const to = (archive: BareJid) => (archive === own ? undefined : archive)
    const facts = async (archive: BareJid) => {
      const payload = xml('query', { xmlns: NS_DISCO_INFO })
      const asked = await ask(connection, { type: 'get', to: archive, payload }, (reply) => parseDiscoInfo(child(reply, 'query', NS_DISCO_INFO)))
      if (!asked.ok) return asked
      const said = factsOf(asked.value.value.features)
      // Some servers announce the archives of their accounts at their domain only.
      return ok(said.namespace === null && archive === own ? factsOf(discovery.serverFeatures()) : said)
    }
    return {
      calls: {
        'archiveViewer.about': async ({ archive }) => {
          const of = archive ?? own
          const found = await facts(of)
          if (!found.ok) return found
          const { namespace, isExtended } = found.value
          if (namespace === null || !isExtended) return ok({ ...found.value, ends: null, error: null })
          const ends = await ask(connection, { type: 'get', to: to(of), payload: buildMetadata(namespace) }, (reply) => parseMetadata(reply, namespace))
          return ok({ ...found.value, ends: ends.ok ? ends.value.value : null, error: ends.ok ? null : ends.error })
        },
        'archiveViewer.page': async ({ archive, filter, position, max }) => {
          const of = archive ?? own
          const found = await facts(of)
          if (!found.ok) return found
          if (found.value.namespace === null) return fail('not-supported', 'no archive')
          const { with: peer, startMs, endMs } = filter
          const reply = await archives.look(of, found.value.namespace, max)({
            ...position, ...(peer && { with: peer }), ...(startMs !== undefined && { startMs }), ...(endMs !== undefined && { endMs }), filters: idFilters(filter),
          })
          if (!reply.ok) return failureOf(reply.error)
          const { items, first, last, firstIndex, count, isComplete } = reply.page
          return ok({ page: kept.keep(items.map(wholeOf)), results: items.map(resultOf), first, last, firstIndex, count, isComplete })
        },
        'archiveViewer.raw': ({ page, index }) => kept.raw(page, index),
      },
      snapshot: () => null,
    }
  },
})

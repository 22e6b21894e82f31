/**
 * Words looked for in the account's archive on the server: XEP-0431 version 0.2.0. The words go there only when the user asks for it, and
 * what is found is shown, not stored: single messages out of the midst would be holes in the history. Left out: archives of rooms.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { archiveApi, asFailure, isOldestPage, NS_MAM } from '#features/archive/public'
import { correctionsApi } from '#features/corrections/public'
import { roomsApi } from '#features/rooms/public'
import { fail, ok } from '#shared/result'
import type { EpochMs } from '#shared/time'
import type { FoundOnServer } from '#shared/model/search'
import { getConversation } from '#store/conversations'
import { findByArchiveId, getMessage } from '#store/messages'
import { one } from '#store/sql'
import { contract } from './contract'
import { createReader } from './found'
import { buildFormGet, offersWords, wordsFilter } from './stanza'

/** Pages without anything that is not here already; the next call goes on. */
const MAX_PAGES = 4

export const archiveSearch = defineFeature({
  name: 'archive-search',
  xeps: [{ id: '0431', version: '0.2.0', support: 'partial', note: 'the own archive, when the user asks; not those of rooms' }],
  requires: ['archive', 'rooms', 'corrections', 'search', 'spoilers', 'encryption-hints'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { db, connection } = session
    const archive = session.use(archiveApi)
    const read = createReader(session, session.use(roomsApi), session.use(correctionsApi))
    let offer: Promise<boolean | null> | null = null
    /** Grows with every search: only the last one is wanted. */
    let run = 0
    const isOnline = () => connection.state.phase === 'online'

    const ask = async (): Promise<boolean | null> => {
      const reply = await connection.request({ type: 'get', payload: buildFormGet(NS_MAM) })
      if (reply.ok) return offersWords(reply.value, NS_MAM)
      return reply.error.condition === 'timeout' || reply.error.condition === 'offline' ? null : false
    }
    /** No answer is none: asked again the next time. */
    const isOffered = async (): Promise<boolean> => {
      if (!isOnline() || !archive.hasArchive()) return false
      const mine = (offer ??= ask())
      const answer = await mine
      if (answer === null && offer === mine) offer = null
      return answer === true
    }
    const forget = () => {
      offer = null
      run++
    }
    session.onOnline('before-presence', forget)
    session.onEnded(forget)

    return {
      calls: {
        'archiveSearch.isOffered': async () => ok({ isOffered: await isOffered() }),
        'archiveSearch.find': async ({ text, peer, fromMs, untilMs, before }) => {
          const mine = ++run
          if (!isOnline()) return fail('offline', 'not connected')
          // Who does not know the field would give everything.
          if (!(await isOffered())) return fail('not-supported', 'the archive looks for no words')
          const hits: FoundOnServer[] = []
          let next: string | null = before ?? ''
          for (let n = 0; n < MAX_PAGES && hits.length === 0 && next !== null; n++) {
            if (mine !== run) return ok({ hits: [], next: null })
            const at: string = next
            const answer = await archive.page({
              before: at, filters: [wordsFilter(text)], ...(peer !== undefined && { with: peer }),
              ...(fromMs !== undefined && { startMs: fromMs }), ...(untilMs !== undefined && { endMs: (untilMs - 1) as EpochMs }),
            })
            if (!answer.ok) return asFailure(answer.error)
            const { items, first } = answer.page
            hits.push(...items.toReversed().flatMap((item) => read(item, text) ?? []))
            next = isOldestPage(answer.page) || first === at ? null : first
          }
          return ok(mine === run ? { hits, next } : { hits: [], next: null })
        },
        'archiveSearch.place': ({ accountId, conversationId, archiveId }) => {
          if (getConversation(db, conversationId)?.accountId !== accountId) return fail('not-found', 'there is no such conversation')
          const id = findByArchiveId(db, conversationId, archiveId)
          const message = id === null ? null : getMessage(db, id)
          const oldest = one<{ ms: EpochMs }>(
            db, 'SELECT order_ms AS ms FROM message WHERE conversation_id = ? AND archive_id IS NOT NULL ORDER BY order_ms LIMIT 1', conversationId,
          )
          return ok({ place: message && { orderMs: message.orderMs, id: message.id }, oldestMs: oldest?.ms ?? null })
        },
      },
      snapshot: () => null,
    }
  },
})

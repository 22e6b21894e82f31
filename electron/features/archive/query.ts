/**
 * One page out of an archive. Results are taken only from the archive that was asked, under a query id that is open
 * (XEP-0313 §8.1; SAFETY §2.1 "MAM injection"): all others are refused, whoever sends them.
 */
import { randomUUID } from 'node:crypto'
import type { Session } from '#core/context'
import type { BareJid } from '#shared/jid'
import type { StanzaError } from '#xmpp/types'
import { parseStanzaId } from '#xmpp/xep/0359'
import { createPaging, type FetchPage } from './pages'
import { buildQuery, isResult, parseFin, parseResult, queryIdOf, type ArchiveItem, type Fin } from '#xmpp/xep/0313'

/** Of XEP-0059: what one look for older messages brings. */
const FIRST_PAGE = 50
/** Of many pages one after the other: the most that ejabberd gives; Prosody gives 50 at most. */
export const STREAM_PAGE = 250
/** A server that sends more than so many times what was asked for is not listened to. */
const MAX_ITEMS = 4 * STREAM_PAGE
/** A large page over a slow line. */
const TIMEOUT_MS = 60_000

export interface Page extends Omit<Fin, 'first' | 'last'> {
  /** In the archive's order. */
  items: ArchiveItem[]
  /** Ids to page on with; null when there is nothing to page on. */
  first: string | null
  last: string | null
}

/**
 * The page before which nothing is. COMPAT(tigase): its `complete` speaks of the newest end and it always sends an index;
 * the others send `complete` at the oldest end, without an index.
 */
export const isOldestPage = (page: Page): boolean =>
  page.items.length === 0 || page.first === null || (page.firstIndex === null ? page.isComplete : page.firstIndex === 0)

/** Prosody, ejabberd (if at all); Tigase; Openfire (SERVERS.md). */
const UNKNOWN_ID = ['item-not-found', 'not-acceptable', 'internal-server-error']
export const isUnknownId = (error: StanzaError): boolean => UNKNOWN_ID.includes(error.condition)

export type { FetchPage }

interface Open {
  archive: BareJid
  items: ArchiveItem[]
  /** A resumed session may bring the same again. */
  ids: Set<string>
  isTooLarge: boolean
}

export interface Pages {
  /** One page by itself. */
  one: FetchPage
  /** Page after page: in slices, with the next one on its way (pages.ts). */
  stream: FetchPage
}

/** Pages of any archive; `ns` is the form in which it is announced. */
export interface Queries {
  (archive: BareJid, ns?: string): Pages
  /** One of at most so many, once. */
  look(archive: BareJid, ns: string, max: number): FetchPage
}

/**
 * COMPAT(openfire): in rooms a result is numbered, while one pages by the ids that the room gave the messages: those stand in
 * the messages themselves, and the first of them is `<first/>`. Elsewhere what stands inside a result is not read.
 */
function withRoomIds(items: ArchiveItem[], archive: BareJid, first: string | null): ArchiveItem[] {
  const idOf = (item: ArchiveItem) => parseStanzaId(item.stanza, archive)
  if (!items[0] || first === null || items[0].id === first || idOf(items[0]) !== first) return items
  return items.map((item) => ({ ...item, id: idOf(item) ?? item.id }))
}

export function createQueries(session: Pick<Session, 'own' | 'inbound' | 'connection' | 'refuse' | 'clock'>): Queries {
  const { own, connection, refuse } = session
  const open = new Map<string, Open>()

  session.inbound.on('unwrap', (message) => {
    if (!isResult(message.stanza)) return
    const query = open.get(queryIdOf(message.stanza) ?? '')
    if (message.source !== 'live' || query?.archive !== message.from || message.type === 'error') {
      return refuse('R-ARCHIVE-SENDER', message.from)
    }
    const item = parseResult(message.stanza)
    if (query.items.length >= MAX_ITEMS) query.isTooLarge = true
    else if (item && !query.ids.has(item.id)) {
      query.ids.add(item.id)
      query.items.push(item)
    } else if (!item) refuse('R-ARCHIVE-FORM', message.from)
    return 'drop'
  })

  const ask = (archive: BareJid, ns: string | undefined, max: number): FetchPage => async (position) => {
    const id = randomUUID()
    const query: Open = { archive, items: [], ids: new Set(), isTooLarge: false }
    open.set(id, query)
    const to = archive === own ? undefined : archive
    const reply = await connection.request({ type: 'set', to, payload: buildQuery(id, { max, ...position }, ns), timeoutMs: TIMEOUT_MS })
    open.delete(id)
    if (!reply.ok) return { ok: false, error: reply.error }
    const fin = parseFin(reply.value)
    if (!fin || query.isTooLarge) {
      const why = fin ? 'more than was asked for' : 'no <fin/>'
      return { ok: false, error: { condition: 'undefined-condition', type: 'cancel', text: why, application: [], uri: null, element: null } }
    }
    const items = withRoomIds(query.items, archive, fin.first)
    return { ok: true, page: { ...fin, items, first: fin.first ?? items[0]?.id ?? null, last: fin.last ?? items.at(-1)?.id ?? null } }
  }
  const pagesOf = (archive: BareJid, ns?: string): Pages => {
    const paging = createPaging(ask(archive, ns, STREAM_PAGE), session.clock.monotonicMs)
    for (const event of ['online', 'down', 'ended'] as const) connection.on(event, paging.reset)
    return { one: ask(archive, ns, FIRST_PAGE), stream: paging.fetch }
  }
  return Object.assign(pagesOf, { look: ask })
}

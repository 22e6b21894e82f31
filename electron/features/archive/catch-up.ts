/**
 * Brings the store level with one archive: first the news behind the cursor, oldest first, then what is older than all we
 * have, newest first. Each page and the cursor that speaks of it are one transaction, so a cut between two pages costs one.
 */
import type { Session } from '#core/context'
import type { ConversationId, MessageId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import { getMessage } from '#store/messages'
import { one } from '#store/sql'
import type { StanzaError } from '#xmpp/types'
import type { Element } from '#xmpp/element'
import type { Older } from './contract'
import { backwards, forwards, placeBehind, type Places } from './places'
import { isOldestPage, isUnknownId, type FetchPage, type Page, type Pages } from './query'
import type { ArchivePosition } from './stanza'
import { refilling } from './refill'
import { createStorePage } from './store-page'
import {
  addGap, closeGap, getCursor, getLevel, loseGap, narrowGap, openGaps, putCursor, putLevel, setCaughtUp, type Cursor, type Gap, type Level,
} from './table'

const DAY_MS = 24 * 3600 * 1000

/** Pages without anything to show (markers, reactions) that one look for older messages goes through. */
const MAX_EMPTY_PAGES = 5

/** Where what fills a gap stands; `settle` when a page is stored. */
type Filler = ReturnType<typeof refilling>

/** `gap`: what is left of it, if that can be had. */
interface Filled {
  gap: Gap | null
  /** Messages that were not here before. */
  added: number
}

/** Null: done. `stopped`: the session this was for is over. */
export type Outcome = StanzaError | 'stopped' | null

export interface CatchUpOptions {
  pages: Pages
  onPage?: (messages: number) => void
  /** May this stand in the archive at all? */
  accepts?: (stanza: Element) => boolean
  /** News of more messages than that are left as a gap, the newest page taken. Default: no end. */
  maxNews?: number
}

export interface CatchUp {
  /** Before the initial presence (or before joining): what is stored now, was stored before this session. */
  prepare(): void
  /** `sinceMs`: what we know reaches this far, should we have no position in the archive. */
  news(isWanted: () => boolean, sinceMs?: EpochMs | null): Promise<Outcome>
  history(isWanted: () => boolean): Promise<Outcome>
  hasHistory(): boolean
  /** One page of what is missing, the newest of it. */
  older(isWanted: () => boolean): Promise<Older | StanzaError | 'stopped'>
  hasPosition(): boolean
  /** All that comes now follows upon all we have, and each message says how far that is; or no longer. */
  setLevel(isLevel: boolean): void
  /** A live message is the newest of the archive. Only while nothing is missing before it. */
  advance(upToId: string, sentAtMs: EpochMs): void
  /** Where a message belongs that comes live, but late (offline store, resumed session). */
  placeLate(conversationId: ConversationId, stampMs: EpochMs, isLevel: boolean): EpochMs
}

/** Lets everything else have its turn between two pages. */
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve))

export function createCatchUp(session: Session, archive: BareJid, options: CatchUpOptions): CatchUp {
  const { db, accountId, log, transaction } = session
  const { pages, onPage = () => undefined, maxNews = Infinity } = options
  const storePage = createStorePage(session, archive, options.accepts)
  let before: Level = { lastRow: 0, isContiguous: false, reached: [] }
  /** In the transaction of each page: an attempt that is cut off is gone on with, as if it had not been. */
  const keep = (reached: Level['reached']) => void putLevel(db, accountId, archive, { ...before, reached })
  /** The newest stamp of the server's when this session was prepared, or since. */
  let knownMs = 0
  let preparedAtMs = session.clock.monotonicMs()
  const onMoved = (id: MessageId) => {
    session.messageEvents.changed(id)
    const message = getMessage(db, id)
    if (message) session.messageEvents.conversationChanged(message.conversationId)
  }

  const fetch = async (position: ArchivePosition, isWanted: () => boolean, fetchPage: FetchPage = pages.one): Promise<Page | StanzaError | 'stopped'> => {
    await breathe()
    const answer = isWanted() ? await fetchPage(position) : null
    if (!answer || !isWanted()) return 'stopped'
    return answer.ok ? answer.page : answer.error
  }
  const isPage = (answer: Page | StanzaError | 'stopped'): answer is Page => typeof answer === 'object' && 'items' in answer
  const stampOf = (page: Page, otherwise: EpochMs): EpochMs => {
    const stampMs = page.items.at(-1)?.stampMs ?? otherwise
    knownMs = Math.max(knownMs, stampMs)
    return stampMs
  }

  /** Nothing is known of this archive: its newest page, the rest is history. */
  const firstPage = async (isWanted: () => boolean): Promise<Outcome> => {
    const page = await fetch({ before: '' }, isWanted)
    if (!isPage(page)) return page
    transaction(() => {
      // What has come meanwhile may be older than this page: offline messages.
      storePage(page.items, forwards(db, { ...before, isContiguous: false }, onMoved, keep, newestRow()), false)
      if (page.last !== null) putCursor(db, accountId, archive, { upToId: page.last, upToMs: stampOf(page, session.clock.nowMs()), isCaughtUp: false })
      if (!isOldestPage(page) && page.first !== null) addGap(db, accountId, archive, { afterId: null, beforeId: page.first, isLost: false })
    })
    onPage(page.items.length)
    return null
  }

  /** By time, a day back: the archive does not know our id (expired, or another archive by now). */
  const isLost = (answer: Page | StanzaError, cursor: Cursor) => {
    if (!isPage(answer)) return isUnknownId(answer)
    // COMPAT(ejabberd): an unknown id is ignored and the answer begins with the very first message.
    const firstMs = answer.items[0]?.stampMs ?? null
    return firstMs !== null && firstMs < cursor.upToMs - DAY_MS
  }

  /** More is new than anybody reads: its newest page; what lies between is fetched when it is looked for. */
  const leap = async (afterId: string, places: Places, isWanted: () => boolean): Promise<Outcome> => {
    const page = await fetch({ before: '' }, isWanted)
    if (!isPage(page)) return page
    const { first, last } = page
    if (first === null || last === null) return null
    const known = page.items.findIndex((item) => item.id === afterId)
    transaction(() => {
      storePage(page.items.slice(known + 1), places, true)
      if (known < 0) addGap(db, accountId, archive, { afterId, beforeId: first, isLost: false })
      putCursor(db, accountId, archive, { upToId: last, upToMs: stampOf(page, session.clock.nowMs()), isCaughtUp: false })
    })
    onPage(page.items.length)
    return null
  }

  const news = async (isWanted: () => boolean, sinceMs: EpochMs | null = null): Promise<Outcome> => {
    const known = getCursor(db, accountId, archive)
    if (!known && sinceMs === null) return firstPage(isWanted)
    const cursor = known ?? { upToId: '', upToMs: sinceMs as EpochMs, isCaughtUp: false }
    const reached = getLevel(db, accountId, archive)?.reached ?? []
    // Without a position there may be holes in what we have: all of it is put in the archive's order.
    let places = known
      ? forwards(db, { ...before, reached }, onMoved, keep)
      : forwards(db, { lastRow: 0, isContiguous: false, reached: [] }, onMoved, keep, newestRow())
    const byTime: ArchivePosition = { startMs: Math.max(0, cursor.upToMs - DAY_MS) as EpochMs }
    let position: ArchivePosition = known ? { after: known.upToId } : byTime
    let isAnew = !known
    const seen = new Set(known ? [known.upToId] : [])
    for (let isFirst = true, count = 0; ; ) {
      const page = await fetch(position, isWanted, pages.stream)
      if (page === 'stopped') return page
      if (isFirst && !isAnew && isLost(page, cursor)) {
        log('warn', 'the archive does not know our position: asked by time', { archive, id: cursor.upToId })
        isAnew = true
        position = byTime
        places = forwards(db, before, onMoved, keep) // it goes a day back
        continue
      }
      if (!isPage(page)) return page
      if (isFirst && !known && page.items.length === 0) return firstPage(isWanted)
      const { last } = page
      const oldestMs = page.items[0]?.stampMs ?? null
      transaction(() => {
        storePage(page.items, places, true)
        if (isFirst && !known && page.first !== null) addGap(db, accountId, archive, { afterId: null, beforeId: page.first, isLost: false })
        // Nothing left of the time when we were last here: whatever lay between is gone.
        if (known && isAnew && isFirst && page.items[0] && oldestMs !== null && oldestMs > cursor.upToMs) {
          addGap(db, accountId, archive, { afterId: cursor.upToId, beforeId: page.items[0].id, isLost: true })
        }
        if (last !== null && page.items.length > 0) {
          putCursor(db, accountId, archive, { upToId: last, upToMs: stampOf(page, cursor.upToMs), isCaughtUp: false })
        }
      })
      onPage(page.items.length)
      // Also ends where a server pages in a circle or names no last entry (SAFETY L12).
      if (page.isComplete || page.items.length === 0 || last === null || (seen.has(last) && !(isAnew && isFirst))) return null
      seen.add(last)
      position = { after: last }
      isFirst = false
      count += page.items.length
      if (count >= maxNews) return leap(last, places, isWanted)
    }
  }

  const newestRow = () => one<{ id: number | null }>(db, 'SELECT max(id) AS id FROM message')?.id ?? 0

  /** Ids from which a gap was paged on in this session: a server that pages in a circle is not followed. */
  const paged = new Map<number, Set<string>>()

  const fillerOf = (gap: Gap): Filler =>
    gap.isRefill ? refilling(db, accountId, archive, gap.beforeId) : { places: backwards(db, gap), settle: () => undefined }

  /** One page at the newer end of a gap. */
  const fillPage = async (gap: Gap, filler: Filler, isWanted: () => boolean, fetchPage?: FetchPage): Promise<Filled | StanzaError | 'stopped'> => {
    const { beforeId } = gap
    const seen = paged.get(gap.id) ?? new Set()
    paged.set(gap.id, seen.add(beforeId))
    const page = await fetch({ before: beforeId }, isWanted, fetchPage)
    if (page === 'stopped') return page
    if (!isPage(page)) {
      if (!isUnknownId(page)) return page
      log('warn', 'the archive has lost what is older', { archive, id: beforeId })
      loseGap(db, gap.id)
      return { gap: null, added: 0 }
    }
    const { first } = page
    const isDone = isOldestPage(page) || first === null || seen.has(first) || page.items.some((item) => item.id === gap.afterId)
    const added = transaction(() => {
      const last = newestRow()
      storePage(page.items, filler.places, false)
      filler.settle(page.items)
      if (isDone) closeGap(db, gap.id)
      else narrowGap(db, gap.id, first)
      return one<{ n: number }>(db, 'SELECT count(*) AS n FROM message WHERE id > ?', last)?.n ?? 0
    })
    onPage(page.items.length)
    return { gap: isDone ? null : { ...gap, beforeId: first }, added }
  }

  const fill = async (from: Gap, isWanted: () => boolean): Promise<Outcome> => {
    const filler = fillerOf(from)
    // What is put back stands between its neighbours: the more of them on a page, the better.
    const fetchPage = from.isRefill ? pages.one : pages.stream
    for (let gap: Gap | null = from; gap; ) {
      const step = await fillPage(gap, filler, isWanted, fetchPage)
      if (step === 'stopped' || !('gap' in step)) return step
      gap = step.gap
    }
    return null
  }

  return {
    prepare: () => {
      const isContiguous = getCursor(db, accountId, archive)?.isCaughtUp ?? false
      const lastRow = newestRow()
      const begun = getLevel(db, accountId, archive)
      before = { ...(begun ?? { lastRow, isContiguous }), reached: [] }
      setCaughtUp(db, accountId, archive, false)
      if (!begun) putLevel(db, accountId, archive, before)
      knownMs = getCursor(db, accountId, archive)?.upToMs ?? 0
      preparedAtMs = session.clock.monotonicMs()
    },
    news,
    history: async (isWanted) => {
      for (const gap of openGaps(db, accountId, archive)) {
        const outcome = await fill(gap, isWanted)
        if (outcome !== null) return outcome
      }
      return null
    },
    advance: (upToId, sentAtMs) => {
      // Our clock may have been set ahead since: later than this it can hardly be by the server's, and to ask by a time that
      // is too late would skip messages.
      const latestMs = knownMs === 0 ? sentAtMs : knownMs + Math.floor(session.clock.monotonicMs() - preparedAtMs)
      putCursor(db, accountId, archive, { upToId, upToMs: Math.min(sentAtMs, latestMs) as EpochMs, isCaughtUp: true })
    },
    hasHistory: () => openGaps(db, accountId, archive).length > 0,
    older: async (isWanted) => {
      for (let n = 1; ; n++) {
        const [gap] = openGaps(db, accountId, archive)
        const step = gap ? await fillPage(gap, fillerOf(gap), isWanted) : { gap: null, added: 0 }
        if (step === 'stopped' || !('gap' in step)) return step
        const isEnd = openGaps(db, accountId, archive).length === 0
        if (step.added > 0 || isEnd || n === MAX_EMPTY_PAGES) return { added: step.added, before: isEnd ? 'start' : 'more' }
      }
    },
    hasPosition: () => getCursor(db, accountId, archive) !== null,
    setLevel: (isLevel) => void setCaughtUp(db, accountId, archive, isLevel),
    placeLate: (conversationId, stampMs, isLevel) =>
      placeBehind(db, isLevel ? { lastRow: Number.MAX_SAFE_INTEGER, isContiguous: true, reached: [] } : before, conversationId, stampMs),
  }
}

/**
 * Brings the store level with one archive: first the news behind the cursor, oldest first, then what is older than all we
 * have, newest first. Each page and the cursor that speaks of it are one transaction, so a cut between two pages costs one.
 */
import type { Session } from '#core/context'
import type { ConversationId, MessageId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import { withoutSync } from '#store/database'
import { getMessage } from '#store/messages'
import type { StanzaError } from '#xmpp/types'
import type { Element } from '#xmpp/element'
import type { Older } from './contract'
import { createFilling, isPage, newestRow, type Answer, type Fetch, type Outcome } from './fill'
import { forwards, placeBehind, type Places } from './places'
import { isOldestPage, isUnknownId, type Page, type Pages } from './query'
import type { ArchivePosition } from '#xmpp/xep/0313'
import { createStorePage } from './store-page'
import {
  addGap, getCursor, getLevel, narrowGap, openGaps, putCursor, putLevel, setCaughtUp, type Cursor, type Gap, type Level,
} from './table'

const DAY_MS = 24 * 3600 * 1000

export type { Outcome }

export interface CatchUpOptions {
  pages: Pages
  onPage?: (messages: number) => void
  /** May this stand in the archive at all? */
  accepts?: (stanza: Element) => boolean
  /** News of more messages than that are left as a gap, the newest page taken. Default: no end. */
  maxNews?: number
  /** What is missing in the midst (holes.ts) has changed. */
  onHoles?: () => void
}

export interface CatchUp {
  /** Before the initial presence (or before joining): what is stored now, was stored before this session. */
  prepare(): void
  /** `sinceMs`: what we know reaches this far, should we have no position in the archive. */
  news(isWanted: () => boolean, sinceMs?: EpochMs | null): Promise<Outcome>
  /** `which`: of all that can still be had. Default: all of it. */
  history(isWanted: () => boolean, which?: (gap: Gap) => boolean): Promise<Outcome>
  hasHistory(which?: (gap: Gap) => boolean): boolean
  /** One page of what is missing: what is put back after damage first, then what is older than all we have. */
  older(isWanted: () => boolean): Promise<Older | StanzaError | 'stopped'>
  /** One page of this gap; of a lost one what there is now. Answers how many messages came. */
  heal(gapId: number, isWanted: () => boolean): Promise<number | StanzaError | 'stopped'>
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
  const { db, accountId, log } = session
  const transaction = (work: () => void) => withoutSync(db, () => session.transaction(work))
  const { pages, onPage = () => undefined, maxNews = Infinity, onHoles = () => undefined } = options
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

  const fetch: Fetch = async (position, isWanted, fetchPage = pages.one): Promise<Answer> => {
    await breathe()
    const answer = isWanted() ? await fetchPage(position) : null
    if (!answer || !isWanted()) return 'stopped'
    return answer.ok ? answer.page : answer.error
  }
  const filling = createFilling(session, { archive, pages, fetch, storePage, onPage, onHoles })
  /** All before this entry is still to be had: for the first time, or again, after damage that has left nothing (refill.ts). */
  const addHistory = (beforeId: string, toMs: EpochMs | null) => {
    const left = openGaps(db, accountId, archive).find((gap) => gap.isRefill && gap.beforeId === '')
    if (left) narrowGap(db, left.id, beforeId, toMs)
    else addGap(db, accountId, archive, { afterId: null, beforeId, toMs, isLost: false })
  }
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
      // What has come meanwhile may be older than this page: offline messages. What was written meanwhile and is not in it is newer.
      storePage(page.items, forwards(db, { ...before, isContiguous: false }, onMoved, keep, newestRow(db), before.lastRow), false)
      if (page.last !== null) putCursor(db, accountId, archive, { upToId: page.last, upToMs: stampOf(page, session.clock.nowMs()), isCaughtUp: false })
      if (!isOldestPage(page) && page.first !== null) addHistory(page.first, page.items[0]?.stampMs ?? null)
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
      if (known < 0) {
        const fromMs = getCursor(db, accountId, archive)?.upToMs ?? null
        addGap(db, accountId, archive, { afterId, beforeId: first, fromMs, toMs: page.items[0]?.stampMs ?? null, isLost: false })
        onHoles()
      }
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
      : forwards(db, { lastRow: 0, isContiguous: false, reached: [] }, onMoved, keep, newestRow(db))
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
        if (isFirst && !known && page.first !== null) addHistory(page.first, oldestMs)
        // Nothing left of the time when we were last here: whatever lay between is gone.
        if (known && isAnew && isFirst && page.items[0] && oldestMs !== null && oldestMs > cursor.upToMs) {
          addGap(db, accountId, archive, { afterId: cursor.upToId, beforeId: page.items[0].id, fromMs: cursor.upToMs, toMs: oldestMs, isLost: true })
          onHoles()
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

  return {
    prepare: () => {
      const isContiguous = getCursor(db, accountId, archive)?.isCaughtUp ?? false
      const lastRow = newestRow(db)
      const begun = getLevel(db, accountId, archive)
      before = { ...(begun ?? { lastRow, isContiguous }), reached: [] }
      setCaughtUp(db, accountId, archive, false)
      if (!begun) putLevel(db, accountId, archive, before)
      knownMs = getCursor(db, accountId, archive)?.upToMs ?? 0
      preparedAtMs = session.clock.monotonicMs()
      filling.reset()
    },
    news,
    history: filling.fill,
    advance: (upToId, sentAtMs) => {
      // Our clock may have been set ahead since: later than this it can hardly be by the server's, and to ask by a time that
      // is too late would skip messages.
      const latestMs = knownMs === 0 ? sentAtMs : knownMs + Math.floor(session.clock.monotonicMs() - preparedAtMs)
      putCursor(db, accountId, archive, { upToId, upToMs: Math.min(sentAtMs, latestMs) as EpochMs, isCaughtUp: true })
    },
    hasHistory: (which = () => true) => openGaps(db, accountId, archive).some(which),
    older: filling.older,
    heal: filling.heal,
    hasPosition: () => getCursor(db, accountId, archive) !== null,
    setLevel: (isLevel) => void setCaughtUp(db, accountId, archive, isLevel),
    placeLate: (conversationId, stampMs, isLevel) =>
      placeBehind(db, isLevel ? { lastRow: Number.MAX_SAFE_INTEGER, isContiguous: true, reached: [] } : before, conversationId, stampMs),
  }
}

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
import { backwards, forwards, placeBehind, type Before } from './places'
import { isOldestPage, isUnknownId, type FetchPage, type Page } from './query'
import type { ArchivePosition } from './stanza'
import { refilling } from './refill'
import { createStorePage } from './store-page'
import { addGap, closeGap, getCursor, loseGap, narrowGap, openGaps, putCursor, setCaughtUp, type Cursor, type Gap } from './table'

const DAY_MS = 24 * 3600 * 1000

/** Null: done. `stopped`: the session this was for is over. */
export type Outcome = StanzaError | 'stopped' | null

export interface CatchUp {
  /** Before the initial presence: what is stored now, was stored before this session. */
  prepare(): void
  news(isWanted: () => boolean): Promise<Outcome>
  history(isWanted: () => boolean): Promise<Outcome>
  hasHistory(): boolean
  /** Where a message belongs that comes live, but late (offline store, resumed session). */
  placeLate(conversationId: ConversationId, stampMs: EpochMs, isLevel: boolean): EpochMs
}

/** Lets everything else have its turn between two pages. */
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve))

export function createCatchUp(session: Session, archive: BareJid, fetchPage: FetchPage, onPage: (messages: number) => void): CatchUp {
  const { db, accountId, log, transaction } = session
  const storePage = createStorePage(session)
  let before: Before = { lastRow: 0, isContiguous: false }
  const onMoved = (id: MessageId) => {
    session.messageEvents.changed(id)
    const message = getMessage(db, id)
    if (message) session.messageEvents.conversationChanged(message.conversationId)
  }

  const fetch = async (position: ArchivePosition, isWanted: () => boolean): Promise<Page | StanzaError | 'stopped'> => {
    await breathe()
    const answer = isWanted() ? await fetchPage(position) : null
    if (!answer || !isWanted()) return 'stopped'
    return answer.ok ? answer.page : answer.error
  }
  const isPage = (answer: Page | StanzaError | 'stopped'): answer is Page => typeof answer === 'object' && 'items' in answer
  const stampOf = (page: Page, otherwise: EpochMs) => page.items.at(-1)?.stampMs ?? otherwise

  /** Nothing is known of this archive: its newest page, the rest is history. */
  const firstPage = async (isWanted: () => boolean): Promise<Outcome> => {
    const page = await fetch({ before: '' }, isWanted)
    if (!isPage(page)) return page
    transaction(() => {
      storePage(page.items, forwards(db, { ...before, isContiguous: false }, onMoved), false)
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

  const news = async (isWanted: () => boolean): Promise<Outcome> => {
    const cursor = getCursor(db, accountId, archive)
    if (!cursor) return firstPage(isWanted)
    const places = forwards(db, before, onMoved)
    const byTime: ArchivePosition = { startMs: Math.max(0, cursor.upToMs - DAY_MS) as EpochMs }
    let position: ArchivePosition = { after: cursor.upToId }
    let isAnew = false
    const seen = new Set([cursor.upToId])
    for (let isFirst = true; ; ) {
      const page = await fetch(position, isWanted)
      if (page === 'stopped') return page
      if (isFirst && !isAnew && isLost(page, cursor)) {
        log('warn', 'the archive does not know our position: asked by time', { archive, id: cursor.upToId })
        isAnew = true
        position = byTime
        continue
      }
      if (!isPage(page)) return page
      const { last } = page
      const oldestMs = page.items[0]?.stampMs ?? null
      transaction(() => {
        storePage(page.items, places, true)
        // Nothing left of the time when we were last here: whatever lay between is gone.
        if (isAnew && isFirst && page.items[0] && oldestMs !== null && oldestMs > cursor.upToMs) {
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
    }
  }

  const fill = async (gap: Gap, isWanted: () => boolean): Promise<Outcome> => {
    const refill = gap.isRefill ? refilling(db, accountId, archive, gap.beforeId) : null
    const places = refill?.places ?? backwards(db)
    const seen = new Set<string>()
    for (let beforeId = gap.beforeId; ; ) {
      seen.add(beforeId)
      const page = await fetch({ before: beforeId }, isWanted)
      if (page === 'stopped') return page
      if (!isPage(page)) {
        if (!isUnknownId(page)) return page
        log('warn', 'the archive has lost what is older', { archive, id: beforeId })
        loseGap(db, gap.id)
        return null
      }
      const { first } = page
      const isDone = isOldestPage(page) || first === null || seen.has(first) || page.items.some((item) => item.id === gap.afterId)
      transaction(() => {
        storePage(page.items, places, false)
        refill?.settle(page.items)
        if (isDone) closeGap(db, gap.id)
        else narrowGap(db, gap.id, first)
      })
      onPage(page.items.length)
      if (isDone) return null
      beforeId = first
    }
  }

  return {
    prepare: () => {
      const isContiguous = getCursor(db, accountId, archive)?.isCaughtUp ?? false
      before = { lastRow: one<{ id: number | null }>(db, 'SELECT max(id) AS id FROM message')?.id ?? 0, isContiguous }
      setCaughtUp(db, accountId, archive, false)
    },
    news,
    history: async (isWanted) => {
      for (const gap of openGaps(db, accountId, archive)) {
        const outcome = await fill(gap, isWanted)
        if (outcome !== null) return outcome
      }
      return null
    },
    hasHistory: () => openGaps(db, accountId, archive).length > 0,
    placeLate: (conversationId, stampMs, isLevel) =>
      placeBehind(db, isLevel ? { lastRow: Number.MAX_SAFE_INTEGER, isContiguous: true } : before, conversationId, stampMs),
  }
}

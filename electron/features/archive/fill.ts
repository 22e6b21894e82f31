/**
 * Fills what is missing in the midst or before all we have, newest page first: in the background, or when somebody looks for it.
 * One page at a time, whoever asks, each upon what the one before it has left. What the archive does not give any more stays
 * noted as lost, for those who read (holes.ts), and can be tried again by its time.
 */
import type { Session } from '#core/context'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import { withoutSync } from '#store/database'
import { one } from '#store/sql'
import type { StanzaError } from '#xmpp/types'
import type { Older } from './contract'
import { entryOf, gapTimes } from './holes'
import { backwards } from './places'
import { isOldestPage, isUnknownId, type FetchPage, type Page, type Pages } from './query'
import { refilling } from './refill'
import type { ArchivePosition } from '#xmpp/xep/0313'
import type { StorePage } from './store-page'
import { closeGap, getGap, narrowGap, openGaps, setLost, type Gap } from './table'

/** Pages without anything to show (markers, reactions) that one look for older messages goes through. */
const MAX_EMPTY_PAGES = 5
/** Stamps may be whole seconds, and our clock another than the archive's. */
const SECOND = 1000
const DAY_MS = 24 * 3600 * SECOND

/** Null: done. `stopped`: the session this was for is over. */
export type Outcome = StanzaError | 'stopped' | null
export type Answer = Page | StanzaError | 'stopped'
export type Fetch = (position: ArchivePosition, isWanted: () => boolean, fetchPage?: FetchPage) => Promise<Answer>
export const isPage = (answer: Answer): answer is Page => typeof answer === 'object' && 'items' in answer

/** Where what fills a gap stands; `settle` when a page is stored. */
type Filler = ReturnType<typeof refilling>
/** `isLeft`: there is more of it to be had. `added`: messages that were not here before. */
interface Filled {
  isLeft: boolean
  added: number
}
const isFilled = (step: Filled | StanzaError | 'stopped'): step is Filled => typeof step === 'object' && 'isLeft' in step

export interface Filling {
  /** A session begins. */
  reset(): void
  /** All that is wanted of it, in the background. */
  fill(isWanted: () => boolean, which?: (gap: Gap) => boolean): Promise<Outcome>
  older(isWanted: () => boolean): Promise<Older | StanzaError | 'stopped'>
  /** A page of one gap; of a lost one, what the archive has of its time. Answers how many messages came. */
  heal(gapId: number, isWanted: () => boolean): Promise<number | StanzaError | 'stopped'>
}

export interface FillingDeps {
  archive: BareJid
  pages: Pages
  fetch: Fetch
  storePage: StorePage
  onPage: (messages: number) => void
  /** What is drawn in the conversations has changed. */
  onHoles: () => void
}

export const newestRow = (db: Session['db']): number => one<{ id: number | null }>(db, 'SELECT max(id) AS id FROM message')?.id ?? 0
const oldestMsOf = (page: Page): EpochMs | null => page.items.find((item) => item.stampMs !== null)?.stampMs ?? null

export function createFilling(session: Session, { archive, pages, fetch, storePage, onPage, onHoles }: FillingDeps): Filling {
  const { db, accountId, log, transaction } = session
  /** Ids from which a gap was paged on since the session began: a server that pages in a circle is not followed. */
  const paged = new Map<number, Set<string>>()
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    last = mine.then(() => undefined, () => undefined)
    return mine
  }

  /** Before all that is here, or between what stands on both sides: stamps may be whole seconds, and by another clock than those. */
  const fillerOf = (gap: Gap): Filler =>
    gap.afterId === null && !gap.isRefill ? { places: backwards(db, session.messageEvents.changed, gap), settle: () => undefined } : refilling(db, accountId, archive, gap.beforeId)

  const store = (page: Page, filler: Filler, afterwards: (lastRow: number) => void): number =>
    withoutSync(db, () => transaction(() => {
      const lastRow = newestRow(db)
      storePage(page.items, filler.places, false)
      filler.settle(page.items)
      afterwards(lastRow)
      return one<{ n: number }>(db, 'SELECT count(*) AS n FROM message WHERE id > ?', lastRow)?.n ?? 0
    }))
  const lose = (gap: Gap) =>
    transaction(() => {
      setLost(db, gap.id, true)
      onHoles()
    })
  /** Does what the page brings join what was here on the other side? Times do not tell: they may be by another clock. */
  const isJoined = (page: Page, gap: Gap, lastRow: number) => {
    if (page.items.some((item) => item.id === gap.afterId)) return true
    if (gap.afterId === null || gap.isRefill) return false
    const begin = entryOf(db, accountId, gap, gap.beforeId)?.orderMs ?? gap.toMs ?? 0
    return page.items.some((item) => {
      const row = entryOf(db, accountId, gap, item.id)
      return row !== null && row.id <= lastRow && row.orderMs < begin
    })
  }

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
      lose(gap)
      return { isLeft: false, added: 0 }
    }
    const { first } = page
    const isCircle = first === null || seen.has(first)
    const isDrawn = gap.afterId !== null && !gap.isRefill
    let isDone = isCircle || isOldestPage(page)
    const added = store(page, filler, (lastRow) => {
      const isWhole = isJoined(page, gap, lastRow)
      // The archive ends before it comes to what we have: the rest has expired meanwhile.
      const isRestLost = isDone && isDrawn && !isWhole && !isCircle
      isDone ||= isWhole
      if (isDone && !isRestLost) closeGap(db, gap.id)
      else if (first !== null) narrowGap(db, gap.id, first, oldestMsOf(page))
      if (isRestLost) setLost(db, gap.id, true)
      if (isDrawn) onHoles()
    })
    if (isDone) paged.delete(gap.id) // the number may be another's
    onPage(page.items.length)
    return { isLeft: !isDone, added }
  }

  /** A lost one: what the archive has of its time now. Joined to its other side it is none any more. */
  const retryPage = async (gap: Gap, isWanted: () => boolean): Promise<Filled | StanzaError | 'stopped'> => {
    const { fromMs, toMs } = gapTimes(db, accountId, gap)
    if (toMs === null) return { isLeft: false, added: 0 }
    const startMs = fromMs === null ? undefined : (Math.max(0, fromMs - DAY_MS) as EpochMs)
    const page = await fetch({ before: '', ...(startMs !== undefined && { startMs }), endMs: (toMs + SECOND) as EpochMs }, isWanted)
    if (!isPage(page)) return page
    const isEnd = isOldestPage(page)
    const { first } = page
    let isWhole = false
    const added = store(page, refilling(db, accountId, archive, ''), (lastRow) => { // it begins with what is here on the newer side
      isWhole = isJoined(page, { ...gap, afterId: gap.afterId ?? '', toMs }, lastRow)
      if (isWhole) closeGap(db, gap.id)
      else if (first !== null) {
        narrowGap(db, gap.id, first, oldestMsOf(page))
        if (!isEnd) setLost(db, gap.id, false)
      }
      onHoles()
    })
    onPage(page.items.length)
    return { isLeft: !isWhole && !isEnd, added }
  }

  const fill = async (id: number, isWanted: () => boolean): Promise<Outcome> => {
    let filler: Filler | null = null
    for (;;) {
      const step = await inTurn(async () => {
        const gap = getGap(db, accountId, id) // somebody else may have filled a page of it
        if (!gap || gap.isLost) return null
        filler ??= fillerOf(gap)
        // What is put back stands between its neighbours: the more of them on a page, the better.
        return fillPage(gap, filler, isWanted, gap.isRefill ? pages.one : pages.stream)
      })
      if (step === null || step === 'stopped') return step
      if (!isFilled(step)) return step
      if (!step.isLeft) return null
    }
  }

  /** Pages of one gap until something comes. */
  const look = async (pick: () => Gap | undefined, isWanted: () => boolean): Promise<number | StanzaError | 'stopped'> => {
    for (let n = 1; ; n++) {
      const step = await inTurn(async (): Promise<Filled | StanzaError | 'stopped' | null> => {
        const gap = pick()
        if (!gap) return null
        return gap.isLost ? retryPage(gap, isWanted) : fillPage(gap, fillerOf(gap), isWanted)
      })
      if (step === null) return 0
      if (!isFilled(step)) return step
      if (step.added > 0 || n === MAX_EMPTY_PAGES) return step.added
      if (!step.isLeft && pick()?.isLost !== false) return 0
    }
  }

  return {
    reset: () => paged.clear(),
    fill: async (isWanted, which = () => true) => {
      for (const gap of openGaps(db, accountId, archive).filter(which)) {
        const outcome = await fill(gap.id, isWanted)
        if (outcome !== null) return outcome
      }
      return null
    },
    older: async (isWanted) => {
      // What is missing in the midst is asked for where it is drawn.
      const pick = () => {
        const open = openGaps(db, accountId, archive)
        return open.find((gap) => gap.afterId === null) ?? open.find((gap) => gap.isRefill)
      }
      const added = await look(pick, isWanted)
      return typeof added === 'number' ? { added, before: pick() ? 'more' : 'start' } : added
    },
    heal: (gapId, isWanted) => look(() => getGap(db, accountId, gapId) ?? undefined, isWanted),
  }
}

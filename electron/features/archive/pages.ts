/**
 * Pages as the store wants them, out of pages as the line wants them: a large page is handed over in slices, each one transaction,
 * and while they are stored the next page is on its way already.
 */
import type { StanzaError } from '#xmpp/types'
import type { Page } from './query'
import type { ArchivePosition } from '#xmpp/xep/0313'

/** What one transaction stores, within a time that nobody notices: so many to begin with, then by how long they took. */
const SLICE = { first: 25, least: 10, most: 50 }
const SHORT_MS = 6
const LONG_MS = 15
/** Who pages on does it at once; whoever comes later wants to know how things are then. */
const FRESH_MS = 2000

export type FetchPage = (position: ArchivePosition) => Promise<{ ok: true; page: Page } | { ok: false; error: StanzaError }>

/** Splits off the part that is asked for first: the newest end when paging backwards, else the oldest. */
export function cut(page: Page, size: number, isBackwards: boolean): [part: Page, rest: Page | null] {
  const { items, firstIndex } = page
  if (items.length <= size) return [page, null]
  const at = isBackwards ? items.length - size : size
  const [older, newer] = [items.slice(0, at), items.slice(at)]
  const head: Page = { ...page, items: older, last: older.at(-1)?.id ?? null, isComplete: isBackwards && page.isComplete }
  const tail: Page = {
    ...page, items: newer, first: newer[0]?.id ?? null, firstIndex: firstIndex === null ? null : firstIndex + at,
    isComplete: !isBackwards && page.isComplete,
  }
  return isBackwards ? [tail, head] : [head, tail]
}

/** `reset`: what was fetched ahead is void. */
export function createPaging(ask: FetchPage, monotonicMs: () => number): { fetch: FetchPage; reset(): void } {
  let size = SLICE.first
  let rest: { key: string; page: Page } | null = null
  let ahead: { key: string; answer: ReturnType<FetchPage> } | null = null
  let handed = { atMs: 0, items: 0 }

  const reset = () => {
    rest = ahead = null
  }
  const keyOf = (position: ArchivePosition) => JSON.stringify(position)
  const behind = (page: Page, isBackwards: boolean): ArchivePosition | null => {
    const id = isBackwards ? page.first : page.last
    return id === null || page.items.length === 0 ? null : isBackwards ? { before: id } : { after: id }
  }

  /** By the time from one slice to the asking for the next. */
  const adapt = (tookMs: number) => {
    if (tookMs > LONG_MS) size = Math.max(SLICE.least, size >> 1)
    else if (tookMs < SHORT_MS && handed.items >= size) size = Math.min(SLICE.most, size + 5)
  }

  const handOver = (whole: Page, isBackwards: boolean) => {
    const [page, more] = cut(whole, size, isBackwards)
    const next = more && behind(page, isBackwards)
    rest = more && next && { key: keyOf(next), page: more }
    handed = { atMs: monotonicMs(), items: page.items.length }
    return { ok: true as const, page }
  }

  const fetch: FetchPage = async (position) => {
    const tookMs = monotonicMs() - handed.atMs
    if (tookMs > FRESH_MS) reset()
    else adapt(tookMs)
    const isBackwards = position.before !== undefined
    const key = keyOf(position)
    if (rest?.key === key) return handOver(rest.page, isBackwards)
    rest = null
    const early = ahead?.key === key ? await ahead.answer : null
    ahead = null
    const answer = early?.ok ? early : await ask(position)
    if (!answer.ok) return answer
    const isEnd = answer.page.isComplete || (isBackwards && answer.page.firstIndex === 0)
    const next = isEnd ? null : behind(answer.page, isBackwards)
    if (next) ahead = { key: keyOf(next), answer: ask(next) }
    return handOver(answer.page, isBackwards)
  }
  return { fetch, reset }
}

/** Large pages in slices, the next one on its way already: what is asked of the archive, and what is handed over. */
import { describe, expect, it } from 'vitest'
import type { EpochMs } from '#shared/time'
import { createPaging, cut, type FetchPage } from '../../../../electron/features/archive/pages'
import type { Page } from '../../../../electron/features/archive/query'
import type { ArchivePosition } from '#xmpp/xep/0313'
import { xml } from '#xmpp/element'

const WIRE = 250
const item = (n: number) => ({ id: `i${n}`, stampMs: n as EpochMs, stanza: xml('message') })

/** `total` entries; what is asked of it is kept. */
function archiveOf(total: number) {
  const asked: ArchivePosition[] = []
  const state = { total, failNext: false }
  const ask: FetchPage = (position) => {
    asked.push(position)
    if (state.failNext) {
      state.failNext = false
      return Promise.resolve({ ok: false, error: { condition: 'timeout', type: 'wait', text: null, application: [], uri: null, element: null } })
    }
    const at = (id: string) => Number(id.slice(1))
    const end = position.before === undefined ? state.total : position.before === '' ? state.total : at(position.before)
    const from = position.before !== undefined ? Math.max(0, end - WIRE) : position.after === undefined ? 0 : at(position.after) + 1
    const to = position.before !== undefined ? end : Math.min(state.total, from + WIRE)
    const items = Array.from({ length: Math.max(0, to - from) }, (_, i) => item(from + i))
    const page: Page = {
      items, first: items[0]?.id ?? null, last: items.at(-1)?.id ?? null, firstIndex: items.length > 0 ? from : null, count: state.total,
      isComplete: position.before !== undefined ? from === 0 : to === state.total,
    }
    return Promise.resolve({ ok: true, page })
  }
  return { asked, ask, state }
}

async function walk(fetch: FetchPage, start: ArchivePosition, take: (page: Page) => void = () => undefined): Promise<Page[]> {
  const pages: Page[] = []
  for (let position = start; ; ) {
    const answer = await fetch(position)
    if (!answer.ok) throw new Error(answer.error.condition)
    pages.push(answer.page)
    take(answer.page)
    if (answer.page.isComplete) return pages
    position = start.before !== undefined ? { before: answer.page.first as string } : { after: answer.page.last as string }
  }
}
const idsOf = (pages: Page[]) => pages.flatMap((page) => page.items.map(({ id }) => id))
const all = (count: number) => Array.from({ length: count }, (_, n) => `i${n}`)

describe('pages', () => {
  it('forwards: every entry once, in order; every large page is asked for once', async () => {
    const { ask, asked } = archiveOf(620)
    const pages = await walk(createPaging(ask, () => 0).fetch, {})
    expect(idsOf(pages)).toEqual(all(620))
    expect(Math.max(...pages.map((page) => page.items.length))).toBeLessThanOrEqual(50)
    expect(asked).toEqual([{}, { after: 'i249' }, { after: 'i499' }])
    expect(pages.map((page) => page.isComplete).indexOf(true)).toBe(pages.length - 1)
  })

  it('backwards: the newest end first, each slice in the order of the archive; the index says where it begins', async () => {
    const { ask, asked } = archiveOf(620)
    const pages = await walk(createPaging(ask, () => 0).fetch, { before: '' })
    expect(idsOf([...pages].reverse())).toEqual(all(620))
    expect(pages[0]?.last).toBe('i619')
    expect(pages.every((page) => page.firstIndex === Number(page.first?.slice(1)))).toBe(true)
    expect(asked).toEqual([{ before: '' }, { before: 'i370' }, { before: 'i120' }])
  })

  it('asks for the next page before this one is stored', async () => {
    const { ask, asked } = archiveOf(600)
    await createPaging(ask, () => 0).fetch({ before: '' })
    expect(asked).toHaveLength(2)
  })

  it('takes less at a time when storing takes long, more when it is quick', async () => {
    for (const [tookMs, least, most] of [[30, 10, 10], [2, 50, 50]] as const) {
      let nowMs = 0
      const pages = await walk(createPaging(archiveOf(1500).ask, () => nowMs).fetch, {}, () => (nowMs += tookMs))
      const sizes = pages.slice(-8, -2).map((page) => page.items.length)
      expect(Math.max(...sizes)).toBeGreaterThanOrEqual(least)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(most)
    }
  })

  it('what was fetched ahead and is asked for late, after a reset or elsewhere is asked for anew', async () => {
    let nowMs = 0
    const { ask, asked, state } = archiveOf(300)
    const paging = createPaging(ask, () => nowMs)
    await paging.fetch({})
    nowMs += 60_000
    state.total = 310
    const late = await walk(paging.fetch, { after: 'i249' })
    expect(idsOf(late)).toEqual(all(310).slice(250))
    const before = asked.length
    await paging.fetch({})
    paging.reset()
    expect(idsOf(await walk(paging.fetch, { after: 'i249' }))).toEqual(all(310).slice(250))
    expect(asked.length).toBe(before + 3)
  })

  it('an error of what was fetched ahead is not believed: asked again when it is wanted', async () => {
    const { ask, state } = archiveOf(600)
    let pages = 0
    const found = await walk(createPaging(async (position) => {
      if (++pages === 2) state.failNext = true
      return ask(position)
    }, () => 0).fetch, {})
    expect(idsOf(found)).toEqual(all(600))
  })

  it('an empty page and one that fits stay as they are', () => {
    const empty: Page = { items: [], first: null, last: null, firstIndex: null, count: 0, isComplete: true }
    expect(cut(empty, 10, true)).toEqual([empty, null])
    const one: Page = { ...empty, items: [item(1)], first: 'i1', last: 'i1' }
    expect(cut(one, 10, false)).toEqual([one, null])
  })
})

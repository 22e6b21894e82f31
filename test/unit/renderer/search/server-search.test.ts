/** Searching on the servers, as the page does it: only when asked, only the newest question, page by page; and older history up to what was found. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { AccountId, ConversationId } from '#shared/ids'
import type { FoundOnServer } from '#shared/model/search'
import { LoadUpTo } from '../../../../renderer/features/search/load-up-to.svelte'
import { ServerSearch } from '../../../../renderer/features/search/server-search.svelte'

type Input = Record<string, unknown>
let calls: { name: string; input: Input }[]
let answer: (name: string, input: Input) => unknown
beforeEach(() => {
  calls = []
  Object.assign(globalThis, {
    window: {
      magpie: {
        call: async (name: string, input: Input) => {
          calls.push({ name, input })
          const value = await answer(name, input)
          return value instanceof Error ? { ok: false, error: { code: value.message, message: '' } } : { ok: true, value }
        },
      },
    },
  })
})
const [one, two] = [1 as AccountId, 2 as AccountId]
const hit = (accountId: number, archiveId: string, sentAtMs: number) => ({ accountId, archiveId, sentAtMs }) as FoundOnServer
const finds = () => calls.filter(({ name }) => name === 'archiveSearch.find').map(({ input }) => input)

describe('search on the servers', () => {
  it('no word leaves before the user asks; only those that offer it are asked; answers stand together, newest first, and go on in pages', async () => {
    const pages: Record<string, unknown> = {
      1: { hits: [hit(1, 'b', 20), hit(1, 'a', 10)], next: 'a' }, '1a': { hits: [hit(1, 'a', 10), hit(1, '0', 5)], next: null },
      2: { hits: [hit(2, 'b', 15)], next: null },
    }
    answer = (name, { accountId, before = '' }) => (name === 'archiveSearch.isOffered' ? { isOffered: accountId !== 3 } : pages[`${accountId as number}${before as string}`])
    const search = new ServerSearch()
    await search.change({ text: '茶', accountIds: [one, two, 3 as AccountId] })
    expect(search.offered).toEqual([1, 2])
    expect(finds()).toEqual([])
    await search.ask()
    expect(search.hits.map(({ sentAtMs }) => sentAtMs)).toEqual([20, 15, 10])
    expect(search.hasMore).toBe(true)
    await search.ask()
    expect(finds().slice(2)).toEqual([{ text: '茶', accountId: 1, before: 'a' }])
    expect(search.hits.map(({ sentAtMs }) => sentAtMs)).toEqual([20, 15, 10, 5])
    expect(search.hasMore).toBe(false)
    await search.ask()
    expect(finds()).toHaveLength(3)
  })

  it('other words end it: what comes late is dropped', async () => {
    let give = (_: unknown) => undefined as void
    answer = (name) => (name === 'archiveSearch.isOffered' ? { isOffered: true } : new Promise((resolve) => void (give = resolve)))
    const search = new ServerSearch()
    await search.change({ text: 'a', accountIds: [one] })
    const asked = search.ask()
    await vi.waitFor(() => expect(finds()).toHaveLength(1))
    await search.change({ text: 'ab', accountIds: [one] })
    give({ hits: [hit(1, 'a', 1)], next: null })
    await asked
    expect([search.hits, search.wasAsked, search.isBusy]).toEqual([[], false, false])
    await search.change(null)
    expect(search.isOffered).toBe(false)
  })

  it('one that fails does not take the others along, and can be asked again', async () => {
    let isDown = true
    answer = (name, { accountId }) =>
      name === 'archiveSearch.isOffered' ? { isOffered: true } : accountId === 2 && isDown ? new Error('timeout') : { hits: [hit(accountId as number, 'a', accountId as number)], next: null }
    const search = new ServerSearch()
    await search.change({ text: 'a', accountIds: [one, two] })
    await search.ask()
    expect(search.problem?.code).toBe('timeout')
    expect(search.hits).toHaveLength(1)
    isDown = false
    await search.ask()
    expect(finds().slice(2)).toEqual([{ text: 'a', accountId: 2 }])
    expect(search.hits).toHaveLength(2)
    expect(search.problem).toBeNull()
  })

  it('whatever a server calls an entry, it makes the id of an element, each its own', () => {
    const keys = ['a b', 'a_32_b', 'a\u{1f375}', '"><', 'a\t'].map((id) => new ServerSearch().keyOf(hit(1, id, 0)))
    expect(new Set(keys).size).toBe(keys.length)
    for (const key of keys) expect(key).toMatch(/^[\w.-]+$/)
  })
})

describe('older history up to what was found', () => {
  const load = () => new LoadUpTo(hit(1, 'x', 1_000_000), 7 as ConversationId)
  /** Of the conversation is here what is newer than this; each page goes back by 100 s. */
  let oldestMs: number
  const history = (place: number | null, startMs = 0) => (name: string) => {
    if (name === 'archiveSearch.place') return { place: place !== null && oldestMs <= place ? { orderMs: place, id: 5 } : null, oldestMs }
    oldestMs -= 100_000
    return { added: 10, before: oldestMs <= startMs ? 'start' : 'more' }
  }
  const asked = () => calls.filter(({ name }) => name === 'archive.older').length
  beforeEach(() => (oldestMs = 1_450_000))

  it('page after page, and no page more', async () => {
    answer = history(1_000_000)
    const work = load()
    expect(await work.run()).toEqual({ orderMs: 1_000_000, id: 5 })
    expect([asked(), work.added, work.isBusy]).toEqual([5, 50, false])
  })
  it.each([['passed', 0], ['at the beginning of all', 1_200_000]])('says that it is not there: %s', async (_, startMs) => {
    answer = history(null, startMs)
    const work = load()
    expect(await work.run()).toBeNull()
    expect(work.isMissing).toBe(true)
    expect(asked()).toBeLessThanOrEqual(6)
  })
  it('a refusal is told, and it goes on from there', async () => {
    answer = (name) => (name === 'archive.older' && asked() === 2 ? new Error('offline') : history(1_000_000)(name))
    const work = load()
    expect(await work.run()).toBeNull()
    expect([work.problem?.code, work.isMissing]).toEqual(['offline', false])
    expect(await work.run()).toMatchObject({ id: 5 })
    expect(work.problem).toBeNull()
  })
  it('stopped, it asks for nothing more', async () => {
    const work = load()
    answer = (name) => {
      if (name === 'archive.older') work.stop()
      return history(null)(name)
    }
    expect(await work.run()).toBeNull()
    expect([asked(), work.isMissing]).toEqual([1, false])
  })
})

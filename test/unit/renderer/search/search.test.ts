/** What the page makes of a search: only the newest answer counts, pages join, words are found again in what is shown. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { placesIn } from '../../../../renderer/features/messages/found-words'
import { MessageSearch, NO_FILTERS } from '../../../../renderer/features/search/message-search.svelte'
import { placesFor } from '../../../../renderer/features/search/places'
import type { Conversation } from '#shared/model/conversation'

type Answer = { hits: { id: number }[]; next: number | null; unread: number }
const asked: { input: Record<string, unknown>; answer: (value: Answer) => void }[] = []
beforeEach(() => {
  asked.length = 0
  Object.assign(globalThis, {
    window: {
      magpie: {
        call: (_: string, input: Record<string, unknown>) =>
          new Promise((resolve) => asked.push({ input, answer: (value) => resolve({ ok: true, value }) })),
      },
    },
  })
})
/** For a busy machine; what is waited for is there at once. */
const WITHIN = { timeout: 9000 }
const question = async (n: number) => {
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(n), WITHIN)
  return asked[n]!
}
const ids = (search: MessageSearch) => search.hits.map((hit) => hit.id as number)

describe('message search', () => {
  it('asks once for what was typed in one go; an answer that comes late is dropped', async () => {
    const search = new MessageSearch('all')
    for (const text of ['天', '天气', '天气好']) search.ask(text)
    const first = await question(0)
    expect(first.input).toMatchObject({ text: '天气好', seat: 'all' })
    search.ask('别的')
    const second = await question(1)
    second.answer({ hits: [{ id: 2 }], next: null, unread: 0 })
    await vi.waitFor(() => expect(ids(search)).toEqual([2]), WITHIN)
    first.answer({ hits: [{ id: 1 }], next: 9, unread: 0 })
    await Promise.resolve()
    expect(ids(search)).toEqual([2])
    expect(search.hasMore).toBe(false)
  })

  it('pages join; filters go along; without words and filters there is nothing to ask', async () => {
    const search = new MessageSearch('history')
    search.ask('x', { ...NO_FILTERS, sender: 'own', kind: 'link' })
    const first = await question(0)
    expect(first.input).toMatchObject({ isOwn: true, kind: 'link' })
    first.answer({ hits: [{ id: 3 }], next: 77, unread: 0 })
    await vi.waitFor(() => expect(search.hasMore).toBe(true), WITHIN)
    void search.more()
    const second = await question(1)
    expect(second.input.before).toBe(77)
    second.answer({ hits: [{ id: 1 }], next: null, unread: 0 })
    await vi.waitFor(() => expect(ids(search)).toEqual([3, 1]), WITHIN)
    search.ask('', NO_FILTERS)
    expect(search.hits).toEqual([])
    expect(search.isBusy).toBe(false)
  })
})

it('people and rooms: each once, whose name begins so first, those without a conversation last', () => {
  const conversation = (id: number, kind: string, peer: string) => ({ id, accountId: 1, kind, peer }) as unknown as Conversation
  const found = placesFor('wang', {
    conversations: [{ conversation: conversation(7, 'chat', 'lina@x'), title: 'Lina Wang' }, { conversation: conversation(8, 'chat', 'wang@x'), title: 'Wang Wei' }],
    contacts: [{ accountId: 1 as never, jid: 'wang@x', title: 'Wang Wei' }, { accountId: 1 as never, jid: 'mum@x', title: 'Ｗang mum' }],
    rooms: [{ accountId: 1 as never, jid: 'tea@rooms.x', title: 'Tea' }],
  })
  expect(found.map(({ title, conversationId }) => [title, conversationId])).toEqual([['Wang Wei', 8], ['Ｗang mum', null], ['Lina Wang', 7]])
  expect(placesFor(' ', { conversations: [], contacts: [], rooms: [] })).toEqual([])
})

describe('found words in what a row shows', () => {
  const marks = [{ begin: 4, end: 6 }, { begin: 8, end: 9 }]
  it.each([
    ['as it was sent', '/me 天气好啊x', '/me 天气好啊x', ['天气', 'x']],
    ['without /me', '天气好啊x', '/me 天气好啊x', ['天气', 'x']],
    ['styled: signs are gone', '天气 and x', '*me*天气好啊x', ['天气', 'x']],
    ['not there', 'recalled', '/me 天气好啊q', []],
  ])('%s', (_, shown, body, words) => {
    expect(placesIn(shown, body, marks).map(({ begin, end }) => shown.slice(begin, end))).toEqual(words)
  })
})

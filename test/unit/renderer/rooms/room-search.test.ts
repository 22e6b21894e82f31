import { beforeEach, expect, test } from 'vitest'
import type { AccountId } from '#shared/ids'
import '../page'

/** Words whose pages come in this order; what was asked. */
let pages: { rooms: object[]; next: string | null; total: number | null }[] = []
let own: string[] = []
let asked: object[] = []
let refusal: object | null = null
beforeEach(() => {
  [pages, own, asked, refusal] = [[], [], [], null]
  const call = (name: string, input: object) => {
    if (name === 'roomSearch.services') return Promise.resolve({ ok: true, value: { services: own.map((jid) => ({ jid, name: jid })) } })
    asked.push(input)
    return Promise.resolve(refusal ? { ok: false, error: refusal } : { ok: true, value: pages.shift() })
  }
  Object.assign(globalThis, { window: { magpie: { call, subscribe: () => () => undefined } } })
})
const room = (jid: string, isOpen: boolean | null = null) => ({ jid, name: jid, description: '', language: '', occupantCount: 3, isOpen, isNonAnonymous: null })
async function open() {
  const { RoomSearch } = await import('../../../../renderer/features/rooms/room-search.svelte')
  const search = new RoomSearch(1 as AccountId)
  search.named = ''
  await Promise.resolve()
  await Promise.resolve()
  return search
}

test('without a service nobody is asked; the named one comes before the own server\'s', async () => {
  const none = await open()
  await none.find('tea')
  expect([none.service, asked]).toEqual([null, []])
  own = ['search.home.example']
  const search = await open()
  expect(search.service).toBe('search.home.example')
  search.named = 'api@search.example'
  pages = [{ rooms: [], next: null, total: 0 }]
  await search.find('tea')
  expect(asked).toEqual([{ accountId: 1, service: 'api@search.example', words: 'tea', order: 'users' }])
  search.named = ''
})

test('pages follow each other, without doubles; other words begin anew', async () => {
  own = ['search.home.example']
  const search = await open()
  pages = [
    { rooms: [room('a@x', true), room('b@x', false)], next: 'n1', total: 3 },
    { rooms: [room('b@x'), room('c@x')], next: null, total: 3 },
    { rooms: [room('d@x')], next: null, total: null },
  ]
  await search.find('tea')
  expect(search).toMatchObject({ words: 'tea', hasMore: true, total: 3 })
  expect(search.found.map(({ jid, isClosed }) => [jid, isClosed])).toEqual([['a@x', false], ['b@x', true]])
  await search.find('tea')
  expect([search.found.map((one) => one.jid), search.hasMore]).toEqual([['a@x', 'b@x', 'c@x'], false])
  await search.find('milk')
  expect(search.found.map((one) => one.jid)).toEqual(['d@x'])
  expect(asked.map((one) => ('after' in one ? one.after : null))).toEqual([null, 'n1', null])
})

test('a refusal is kept with its words and the same words can be tried again', async () => {
  own = ['search.home.example']
  const search = await open()
  refusal = { code: 'refused', message: '', condition: 'resource-constraint' }
  await search.find('tea')
  expect(search).toMatchObject({ problem: refusal, words: 'tea', isLoading: false, found: [] })
  refusal = null
  pages = [{ rooms: [room('a@x')], next: null, total: 1 }]
  await search.find('tea')
  expect(search).toMatchObject({ problem: null, total: 1 })
})

/** The index follows by itself: a store that was there before, news, a store saved from damage. */
import { afterEach, expect, test, vi } from 'vitest'
import { findMessages } from '../../../../electron/features/search/find'
import { createIndexer, type Indexer } from '../../../../electron/features/search/indexer'
import { createSlices } from '../../../../electron/features/search/slices'
import { countPending, indexPending, mergeIndex, startOver } from '../../../../electron/features/search/table'
import { silentLog } from '#core/log'
import { systemClock } from '#shared/time'
import type { Db } from '#store/database'
import { addMessage, fill, openStore } from '../../../support/store'
import { tempDir } from '../../../support/temp'

let indexer: Indexer | undefined
let db: Db | undefined
afterEach(() => {
  indexer?.stop()
  db?.close()
})
const start = (store: Db, trouble: 'disk-full' | null = null) =>
  (indexer = createIndexer({ db: store, clock: systemClock, log: silentLog, store: { trouble: trouble && { code: trouble } } as never, transaction: (work) => store.transaction(work)() }))

test('what was there before gets into the index in the background, and what comes after', async () => {
  const store = (db = openStore(tempDir('search')))
  const place = fill(store, 400)
  start(store)
  await vi.waitFor(() => expect(countPending(store)).toBe(0), { timeout: 60_000, interval: 50 })
  addMessage(store, place, 400)
  await vi.waitFor(() => expect(countPending(store)).toBe(0), { timeout: 60_000, interval: 50 })
  const page = await findMessages(store, systemClock, { text: '#400', accountIds: [place.accountId], limit: 5 })
  expect(page.hits).toHaveLength(1)
}, 130_000)

test('a search does what is left itself when it is little, else says how much there is', async () => {
  const store = (db = openStore(tempDir('search')))
  fill(store, 3000)
  expect(await start(store).catchUp()).toBe(0)
  startOver(store)
  fill(store, 2000, 3000)
  expect(await indexer?.catchUp()).toBe(5000)
})

test('nothing is written while the disk is full', async () => {
  const store = (db = openStore(tempDir('search')))
  fill(store, 10)
  expect(await start(store, 'disk-full').catchUp()).toBe(10)
})

test('a store saved from damage is read anew; in parts and put together it finds the same', async () => {
  const store = (db = openStore(tempDir('search')))
  const { accountId } = fill(store, 900)
  const all = async () => (await findMessages(store, systemClock, { text: '漢字', accountIds: [accountId], limit: 1000 })).hits.map(({ id }) => id)
  const fillIndex = () => {
    while (store.transaction(() => indexPending(store, 100))().taken > 0);
  }
  fillIndex()
  const before = await all()
  startOver(store)
  expect(await all()).toEqual([])
  fillIndex()
  expect(await all()).toEqual(before)
  expect(store.transaction(() => mergeIndex(store, 64))()).toBe(true)
  while (store.transaction(() => mergeIndex(store, 64))());
  expect(await all()).toEqual(before)
})

test('writes as much at a time as this computer can, and all of it in the end', () => {
  const store = (db = openStore(tempDir('search')))
  fill(store, 1200)
  let nowMs = 0
  /** What a look at the clock costs: how slow the computer is. */
  let stepMs = 0.01
  const clock = { ...systemClock, monotonicMs: () => (nowMs += stepMs) }
  const taken: number[] = []
  const slices = createSlices(store, clock, (act) => {
    const before = countPending(store)
    const value = store.transaction(act)()
    taken.push(before - countPending(store))
    return value
  })
  for (let i = 0; i < 4; i++) slices.index()
  expect(taken[3]).toBeGreaterThan(taken[0]!) // quick: more each time
  const quick = taken[3]!
  stepMs = 4
  for (let i = 0; i < 3; i++) slices.index()
  expect(Math.max(...taken.slice(-3))).toBeLessThanOrEqual(24) // slow: after a few rows it is enough
  expect(quick).toBeGreaterThan(24)
  while (slices.index());
  while (slices.merge());
  expect(countPending(store)).toBe(0)
  const { n } = store.prepare('SELECT count(*) AS n FROM search_doc').get() as { n: number }
  expect(n).toBe(1200)
})

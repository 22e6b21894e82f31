/** What a quick check does not see, the weekly one does; and the next start then mends it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createStoreAccess } from '#core/store-access'
import { createStoreHealth } from '#core/store-health'
import type { EpochMs } from '#shared/time'
import { fullCheck, quickCheck } from '#store/check'
import { closeDatabase } from '#store/database'
import { prepareStore } from '#store/prepare'
import { storeFiles } from '#store/profile-files'
import { bodiesOf, bodyOf, dbFile, fill, integrityOf, migrations, nativeBinding, openStore } from '../../support/store'
import { tempDir } from '../../support/temp'

const COUNT = 50
const DAY_MS = 86_400_000
let dir: string

/** An index that no longer fits its table. */
function damageIndex(): void {
  const db = new Database(dbFile(dir), nativeBinding ? { nativeBinding } : {})
  db.unsafeMode(true)
  db.pragma('writable_schema = ON')
  db.prepare("UPDATE sqlite_schema SET sql = replace(sql, 'state = ''queued''', 'state = ''sent''') WHERE name = 'message_queued'").run()
  db.close()
}

beforeEach(() => {
  dir = tempDir('full-check')
  const db = openStore(dir)
  fill(db, COUNT)
  closeDatabase(db)
})
afterEach(() => void vi.useRealTimers())

const start = (nowMs: () => number, logs: string[] = []) => {
  const db = openStore(dir)
  const files = storeFiles(dir)
  const clock = { nowMs: () => nowMs() as EpochMs } as Parameters<typeof createStoreHealth>[0]['clock']
  const events: string[] = []
  const shared = { db, files, clock, log: (_level: string, message: string) => void logs.push(message), publish: (name: string) => void events.push(name) }
  const health = createStoreHealth({ ...shared, pause: () => void events.push('pause'), resume: () => undefined })
  const store = createStoreAccess({
    ...shared, nativeBinding, health, recovery: null, transaction: (work) => work(), exported: () => [], imported: () => undefined,
  })
  const stop = () => {
    store.stop()
    health.stop()
    db.close()
  }
  return { store, health, events, stop }
}
const work = (ms: number) => vi.advanceTimersByTimeAsync(ms)

it('is done once a week, and remembers when', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  let nowMs = Date.UTC(2026, 10, 22)
  const { store, events, stop } = start(() => nowMs)
  await store.access.backUpNow()
  expect(store.access.lastCheck).toBeNull()
  await work(5 * 60_000)
  await vi.waitFor(() => expect(store.access.lastCheck).toEqual({ atMs: nowMs, isSound: true }), 10_000)
  await vi.waitFor(() => expect(events).toEqual(['store.checked']))
  nowMs += 6 * DAY_MS
  await store.access.backUpNow()
  await work(5 * 60_000)
  stop()
  const again = start(() => nowMs)
  expect(again.store.access.lastCheck).toEqual({ atMs: nowMs - 6 * DAY_MS, isSound: true })
  nowMs += 2 * DAY_MS
  await again.store.access.backUpNow()
  await work(5 * 60_000)
  await vi.waitFor(() => expect(again.store.access.lastCheck).toEqual({ atMs: nowMs, isSound: true }), 10_000)
  expect(again.events).toEqual(['store.checked'])
  again.stop()
})

it('finds an index that does not fit its table; the next start looks closely and saves the rows', async () => {
  damageIndex()
  expect(await quickCheck(dbFile(dir), nativeBinding)).toBeNull()
  expect(await fullCheck(dbFile(dir), nativeBinding)).toMatch(/index/)
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const { store, health, events, stop } = start(() => Date.UTC(2026, 10, 22))
  await store.access.backUpNow()
  await work(5 * 60_000)
  await vi.waitFor(() => expect(events).toEqual(['store.checked', 'store.problem', 'pause']), 10_000)
  expect(store.access.lastCheck?.isSound).toBe(false)
  expect(health.isSuspect).toBe(true)
  stop()
  expect(existsSync(storeFiles(dir).mark)).toBe(true)
  const recovery = await prepareStore({ profileDir: dir, migrations, nativeBinding, nowMs: Date.UTC(2026, 10, 22) as EpochMs, log: () => undefined })
  expect(recovery).toMatchObject({ messages: COUNT, isPartial: false })
  const db = openStore(dir)
  expect(integrityOf(db)).toBe('ok')
  expect(bodiesOf(db)).toEqual(Array.from({ length: COUNT }, (_, n) => bodyOf(n)))
  closeDatabase(db)
})

it('files of exports that cannot be written, read or found are refused as such, and no fault of the program', async () => {
  const { store, stop } = start(() => 0)
  const id = 1 as Parameters<typeof store.transfer.exportAccount>[0]
  const codeOf = async (result: ReturnType<typeof store.transfer.exportAccount> | ReturnType<typeof store.transfer.importAccount>) => {
    const answer = await result
    return answer.ok ? 'ok' : answer.error.code
  }
  const whole = join(dir, 'whole.jsonl')
  expect(await codeOf(store.transfer.exportAccount(id, join(dir, 'no-such-folder', 'a.jsonl')))).toBe('refused')
  expect(await codeOf(store.transfer.exportAccount(id, whole))).toBe('ok')
  expect(await codeOf(store.transfer.importAccount(id, join(dir, 'nothing.jsonl')))).toBe('refused')
  expect(await codeOf(store.transfer.importAccount(id, dir))).toBe('refused')
  expect(await codeOf(store.transfer.importAccount(id, whole))).toBe('ok')
  stop()
})

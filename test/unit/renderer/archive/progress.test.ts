/** The line above the list: all accounts in one, never for what is done at once, never only a flash. */
import { fakeMain } from '../page'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import { archive } from '../../../../renderer/features/archive/archive.svelte'

const idle = { isCatchingUp: false, isFetchingHistory: false, seen: 0 }
const snapshot = (...progress: object[]) =>
  ({ accounts: Object.fromEntries(progress.map((one, i) => [i + 1, { archive: { ...idle, ...one }, 'archive-preferences': { preferences: null } }])) }) as unknown as Snapshot
const tell = (accountId: number, more: object) =>
  archive.apply({ revision: 1, name: 'archive.progress', payload: { accountId, ...idle, ...more } } as ContractEvent)

beforeEach(() => {
  fakeMain(() => snapshot())
  vi.useFakeTimers()
  archive.load(snapshot({}, {}))
})
afterEach(() => {
  archive.load(snapshot())
  vi.runAllTimers()
  vi.useRealTimers()
})

it('shows nothing of what takes less than 400 ms', () => {
  for (let i = 0; i < 5; i++) {
    tell(1, { isCatchingUp: true, seen: i })
    vi.advanceTimersByTime(390)
    expect(archive.shown).toBeNull()
    tell(1, {})
    vi.advanceTimersByTime(1000)
    expect(archive.shown).toBeNull()
  }
})

it('stays long enough to be read, then goes', () => {
  tell(1, { isCatchingUp: true, seen: 50 })
  vi.advanceTimersByTime(420)
  expect(archive.shown).toEqual({ kind: 'news', seen: 50 })
  tell(1, {})
  expect(archive.shown).not.toBeNull()
  vi.advanceTimersByTime(1000)
  expect(archive.shown).toBeNull()
  tell(1, { isCatchingUp: true })
  vi.advanceTimersByTime(5000)
  tell(1, {})
  expect(archive.shown).toBeNull()
})

it('counts all accounts; what was missed comes before what is old', () => {
  tell(1, { isCatchingUp: true, seen: 1000 })
  tell(2, { isFetchingHistory: true, seen: 7 })
  vi.advanceTimersByTime(500)
  expect(archive.shown).toEqual({ kind: 'news', seen: 1000 })
  tell(2, { isCatchingUp: true, seen: 240 })
  expect(archive.shown).toEqual({ kind: 'news', seen: 1240 })
  tell(1, { isFetchingHistory: true, seen: 1100 })
  tell(2, { isFetchingHistory: true, seen: 300 })
  expect(archive.shown).toEqual({ kind: 'history', seen: 1400 })
  vi.advanceTimersByTime(2000)
  archive.load(snapshot({}))
  expect(archive.shown).toBeNull()
})

it('knows what each server keeps', () => {
  const id = 1 as AccountId
  const preferences = { default: 'never', always: [], never: [] }
  archive.apply({ revision: 1, name: 'archivePreferences.changed', payload: { accountId: id, preferences } } as never)
  expect(archive.preferencesOf(id)).toEqual(preferences)
  archive.apply({ revision: 2, name: 'archivePreferences.changed', payload: { accountId: id, preferences: null } } as never)
  expect(archive.preferencesOf(id)).toBeNull()
})

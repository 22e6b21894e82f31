import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSettings } from '#core/settings'
import { listShows, putShows } from '#features/notification-settings/shows'
import type { AccountId } from '#shared/ids'
import { openDatabase, type Db } from '#store/database'
import { putAccountValue, putSetting } from '#store/settings'
import { run } from '#store/sql'

const account = 1 as AccountId
let db: Db
beforeEach(() => {
  db = openDatabase({ file: ':memory:', nativeBinding: process.env['MAGPIE_SQLITE_BINDING'], migrations: [] })
  run(db, "INSERT INTO account (id, address, server, resource) VALUES (1, 'me@x', '{}', 'r')")
})
afterEach(() => db.close())

test('what a conversation’s notifications show is kept for it alone, and can be as everywhere again', () => {
  const tea = { kind: 'room', peer: 'tea@rooms' } as const
  putShows(db, account, tea, 'name')
  putShows(db, account, { kind: 'chat', peer: 'wei@x' }, 'nothing')
  putShows(db, account, tea, 'text')
  expect(listShows(db, account)).toEqual([{ kind: 'chat', peer: 'wei@x', shows: 'nothing' }, { ...tea, shows: 'text' }])
  putShows(db, account, tea, null)
  expect(listShows(db, account)).toEqual([{ kind: 'chat', peer: 'wei@x', shows: 'nothing' }])
  putAccountValue(db, account, 'notification.shows', 'broken')
  expect(listShows(db, account)).toEqual([])
})

test('who had hidden the texts while that was a switch goes on hiding them, until he chooses', () => {
  putSetting(db, 'notifyText', false)
  const settings = createSettings(db, () => undefined)
  expect(settings.get().notifyShows).toBe('name')
  settings.set({ notifyShows: 'text' })
  expect(createSettings(db, () => undefined).get().notifyShows).toBe('text')
})

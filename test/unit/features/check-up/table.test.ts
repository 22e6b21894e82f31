/** Reports that are kept, and whose the names of runs are. */
import { expect, test } from 'vitest'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import { accountsOfRun, addReport, addRun, forgetReport, getReport, journalOf, listReports, MAX_REPORTS } from '../../../../electron/features/check-up/table'
import { openStore } from '../../../support/store'
import { tempDir } from '../../../support/temp'
import { sample } from '../../shared/check-up/sample'

test('the newest reports are kept, each as it was, until they are removed', () => {
  const db = openStore(tempDir('check-up'))
  const ids = Array.from({ length: MAX_REPORTS + 3 }, (_, i) => addReport(db, sample({ tookMs: i }), i % 2 === 1))
  const kept = ids.slice(3).reverse()
  expect(listReports(db).map(({ id }) => id)).toEqual(kept)
  expect(listReports(db)[0]).toEqual({
    id: kept[0], startedAtMs: sample().startedAtMs, tookMs: MAX_REPORTS + 2, server: sample().server, accounts: sample().accounts, isAborted: false,
    counts: { pass: 1, missing: 1, broken: 1, untested: 2 }, isImported: false,
  })
  expect(getReport(db, kept[1]!)).toEqual(sample({ tookMs: MAX_REPORTS + 1 }))
  expect([getReport(db, ids[0]!), forgetReport(db, ids[0]!), forgetReport(db, kept[1]!), getReport(db, kept[1]!)]).toEqual([null, false, true, null])
  db.close()
})

test('a run is known by its name and its accounts, for years', () => {
  const db = openStore(tempDir('check-up'))
  db.exec("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO check_up_run SELECT 'magpie-check-' || i, ' old@a.example ', i FROM n")
  for (const i of [5001, 5002]) addRun(db, `magpie-check-${i}`, ['lina@a.example', 'wei@b.example'] as BareJid[], i as EpochMs)
  expect(['magpie-check-5002', 'magpie-check-3', 'magpie-check-2', 'magpie-check-'].map((name) => accountsOfRun(db, name))).toEqual([
    ['lina@a.example', 'wei@b.example'], ['old@a.example'], null, null,
  ])
  db.close()
})

test('what runs have made and not removed yet outlives the program, by run, in its order', () => {
  const dir = tempDir('check-up')
  const jids = ['lina@a.example', 'wei@b.example'] as BareJid[]
  let db = openStore(dir)
  for (const name of ['run-1', 'run-2']) addRun(db, name, jids, 1 as EpochMs)
  const { note, strike } = journalOf(db)
  for (const what of ['room a', 'node b', 'room c']) note('run-1', jids, what)
  note('run-2', jids, 'room a')
  note('run-of-nobody', jids, 'room a')
  strike('run-1', 'room a')
  db.close()
  db = openStore(dir)
  expect(journalOf(db).unfinished()).toEqual([{ run: 'run-1', accounts: jids, made: ['node b', 'room c'] }, { run: 'run-2', accounts: jids, made: ['room a'] }])
  db.close()
})

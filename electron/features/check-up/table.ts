/** Reports of this profile, the newest of them; and the names of its runs, by which what they sent is known later. */
import { fitting, readReport } from '#shared/check-up/reader'
import type { CheckReport } from '#shared/check-up/report'
import { countsOf } from '#shared/check-up/view'
import type { BareJid } from '#shared/jid'
import type { CheckUpSummary } from '#shared/model/check-up'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, insert, one, run } from '#store/sql'
import type { Journal } from './journal'

export const MAX_REPORTS = 20
/** An archive may give back what a run sent years ago; a name is short. */
const MAX_RUNS = 5000

export const migrations: Migration[] = [
  {
    id: 2026112540,
    name: 'check-up: reports, names of runs',
    up: (db) =>
      db.exec(`
        CREATE TABLE check_up_report (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          summary TEXT NOT NULL,   -- JSON, so that a list needs no reports
          report TEXT NOT NULL     -- JSON
        ) STRICT;
        CREATE TABLE check_up_run (
          name TEXT PRIMARY KEY,
          accounts TEXT NOT NULL,  -- bare addresses, between spaces
          begun_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
      `),
  },
  {
    id: 2026112590,
    name: 'check-up: what was made and not removed yet',
    up: (db) =>
      db.exec(`
        CREATE TABLE check_up_made (
          id INTEGER PRIMARY KEY,
          run TEXT NOT NULL,
          what TEXT NOT NULL
        ) STRICT;
      `),
  },
]

/** What runs have made and not removed yet. */
export const journalOf = (db: Db): Journal => ({
  note: (name, _accounts, what) => void run(db, 'INSERT INTO check_up_made (run, what) VALUES (?, ?)', name, what),
  strike: (name, what) => void run(db, 'DELETE FROM check_up_made WHERE run = ? AND what = ?', name, what),
  unfinished: () => {
    const rows = all<{ name: string; accounts: string; what: string }>(
      db, 'SELECT name, accounts, what FROM check_up_made JOIN check_up_run ON name = run ORDER BY id',
    )
    return [...new Set(rows.map(({ name }) => name))].map((name) => {
      const made = rows.filter((row) => row.name === name)
      return { run: name, accounts: made[0]!.accounts.trim().split(' '), made: made.map(({ what }) => what) }
    })
  },
})

export function addRun(db: Db, name: string, accounts: readonly BareJid[], begunMs: EpochMs): void {
  run(db, 'INSERT INTO check_up_run (name, accounts, begun_ms) VALUES (?, ?, ?)', name, ` ${accounts.join(' ')} `, begunMs)
  run(db, 'DELETE FROM check_up_run WHERE begun_ms < (SELECT min(begun_ms) FROM (SELECT begun_ms FROM check_up_run ORDER BY begun_ms DESC LIMIT ?))', MAX_RUNS)
}

/** The accounts of this run; null: it is none of ours. */
export const accountsOfRun = (db: Db, name: string): string[] | null =>
  one<{ accounts: string }>(db, 'SELECT accounts FROM check_up_run WHERE name = ?', name)?.accounts.trim().split(' ') ?? null

export function addReport(db: Db, whole: CheckReport, isImported: boolean): number {
  const report = fitting(whole)
  const { startedAtMs, tookMs, server, accounts, isAborted } = report
  const summary: Omit<CheckUpSummary, 'id'> = { startedAtMs, tookMs, server, accounts, isAborted, counts: countsOf(report.lines), isImported }
  const id = insert(db, 'INSERT INTO check_up_report (summary, report) VALUES (?, ?)', JSON.stringify(summary), JSON.stringify(report))
  run(db, 'DELETE FROM check_up_report WHERE id NOT IN (SELECT id FROM check_up_report ORDER BY id DESC LIMIT ?)', MAX_REPORTS)
  return id
}

/** Newest first. */
export const listReports = (db: Db): CheckUpSummary[] =>
  all<{ id: number; summary: string }>(db, 'SELECT id, summary FROM check_up_report ORDER BY id DESC').map(({ id, summary }) => ({ ...(JSON.parse(summary) as Omit<CheckUpSummary, 'id'>), id }))

export function getReport(db: Db, id: number): CheckReport | null {
  const row = one<{ report: string }>(db, 'SELECT report FROM check_up_report WHERE id = ?', id)
  return row && readReport(row.report)
}

export const forgetReport = (db: Db, id: number): boolean => run(db, 'DELETE FROM check_up_report WHERE id = ?', id) > 0

/** The journal of a check-up by the command line: what it keeps, and what it leaves to others. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { BareJid } from '#shared/jid'
import { fileJournal } from '../../../electron/start/check-up-journal'
import { atExit, tempDir } from '../../support/temp'

const accounts = ['lina@x.example', 'wei@x.example'] as BareJid[]
const fresh = () => {
  const file = join(tempDir('journal'), 'accounts.json')
  return { file, kept: `${file}.unfinished`, journal: fileJournal(file, (message) => expect.fail(message)) }
}

test('is there only while something is made, for its owner alone', () => {
  const { kept, journal } = fresh()
  expect([journal.unfinished(), existsSync(kept)]).toEqual([[], false])
  journal.note('run-1', accounts, 'room a')
  journal.note('run-1', accounts, 'node b')
  journal.note('run-2', accounts.slice(0, 1), 'room a')
  expect(statSync(kept).mode & 0o777).toBe(0o600)
  expect(journal.unfinished()).toEqual([{ run: 'run-1', accounts, made: ['room a', 'node b'] }, { run: 'run-2', accounts: ['lina@x.example'], made: ['room a'] }])
  journal.strike('run-1', 'room a')
  expect(journal.unfinished().map(({ made }) => made)).toEqual([['node b'], ['room a']])
  journal.strike('run-2', 'room a')
  journal.strike('run-1', 'node b')
  expect(existsSync(kept)).toBe(false)
})

test('a line that was being written when all ended, and lines that are none, are left out', () => {
  const { kept, journal } = fresh()
  journal.note('run-1', accounts, 'room a')
  appendFileSync(kept, 'null\n{"pid":1}\n{"pid":"x","run":"r","accounts":["no address@"],"what":"w"}\n{"pid":1,"run":"run-1","acc')
  expect(journal.unfinished()).toEqual([{ run: 'run-1', accounts, made: ['room a'] }])
})

test('what another one that is still at work has made is its own affair, until it has ended', async () => {
  const { kept, journal } = fresh()
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  const forget = atExit(() => other.kill('SIGKILL'))
  writeFileSync(kept, `${JSON.stringify({ pid: other.pid, run: 'run-1', accounts, what: 'room a' })}\n`)
  expect(journal.unfinished()).toEqual([])
  journal.note('run-2', accounts, 'room b')
  journal.strike('run-2', 'room b')
  expect(readFileSync(kept, 'utf8')).toContain('run-1')
  other.kill('SIGKILL')
  await once(other, 'exit')
  forget()
  expect(journal.unfinished()).toEqual([{ run: 'run-1', accounts, made: ['room a'] }])
})

test('where it cannot be written: told once, and nothing is thrown', () => {
  const faults: string[] = []
  const journal = fileJournal(join(tempDir('journal'), 'nowhere', 'accounts.json'), (message) => faults.push(message))
  for (const what of ['a', 'b']) journal.note('run-1', accounts, what)
  journal.strike('run-1', 'a')
  expect(journal.unfinished()).toEqual([])
  expect(faults).toEqual([expect.stringContaining('ENOENT')])
})

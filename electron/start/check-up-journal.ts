/**
 * The journal of a check-up by the command line (features/check-up/journal.ts): beside the file of the accounts, as `FILE.unfinished`, and only
 * as long as something of a run stands at the server. A line of JSON for each thing, on the disk before the thing is made.
 */
import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import type { Journal, Unfinished } from '#features/check-up/journal'
import { bareJid } from '#shared/schema'

const lineSchema = v.object({ pid: v.number(), run: v.string(), accounts: v.array(bareJid), what: v.string() })
type Line = v.InferOutput<typeof lineSchema>

function lineOf(text: string): Line | null {
  try {
    const parsed = v.safeParse(lineSchema, JSON.parse(text))
    return parsed.success ? parsed.output : null
  } catch (error) {
    void error // the end of a line that was being written
    return null
  }
}

/** Another one that is still at work: what it has made is its own affair. */
function isAtWork(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** `onFault`: it cannot be written; told once, the run goes on. */
export function fileJournal(accountsFile: string, onFault: (message: string) => void): Journal {
  const file = `${accountsFile}.unfinished`
  let hasFailed = false
  const attempt = (work: () => void) => {
    try {
      work()
    } catch (error) {
      if (!hasFailed) onFault((error as Error).message)
      hasFailed = true
    }
  }
  const lines = (): Line[] => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').flatMap((text) => lineOf(text) ?? []) : [])
  return {
    note: (run, accounts, what) =>
      attempt(() => {
        const fd = openSync(file, 'a', 0o600)
        try {
          appendFileSync(fd, `${JSON.stringify({ pid: process.pid, run, accounts: [...accounts], what } satisfies Line)}\n`)
          fsyncSync(fd)
        } finally {
          closeSync(fd)
        }
      }),
    strike: (run, what) =>
      attempt(() => {
        const rest = lines().filter((one) => one.run !== run || one.what !== what)
        if (rest.length === 0) rmSync(file, { force: true })
        else writeFileSync(file, rest.map((one) => `${JSON.stringify(one)}\n`).join(''), { mode: 0o600 })
      }),
    unfinished: () => {
      const runs = new Map<string, Unfinished>()
      attempt(() => {
        for (const { pid, run, accounts, what } of lines()) {
          if (isAtWork(pid)) continue
          const known = runs.get(run) ?? { run, accounts, made: [] }
          runs.set(run, known)
          known.made.push(what)
        }
      })
      return [...runs.values()]
    },
  }
}

/**
 * `npm test [-- PROJECT… | PATH…]`: set-up, checks, build, then unit, server and e2e tests. The last line of stdout is
 * `N passed, N failed, N skipped`. With arguments only those projects (unit, server, e2e, check) or files are run. `--times` renews
 * `test/durations.json` (build/vitest-order.ts).
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { check } from './check.mjs'
import { runtimeEnv, setup } from './setup.mjs'
import { ensureBuilt } from './lib/build.mjs'
import { Stop, main, say } from './lib/log.mjs'
import { inRepo, repo } from './lib/paths.mjs'
import { start, stopAll, stopChildrenOnSignal } from './lib/proc.mjs'
import { ensureScreens } from './lib/screen.mjs'

/** Far above what they take; a hang must end as a failure, not as a CI time-out without a word. */
const LIMIT_MS = 25 * 60_000
const suites = { unit: ['unit', 'renderer'], server: ['server'], e2e: ['e2e'] }
const total = { passed: 0, failed: 0, skipped: 0 }
/** Files that take longer are named in test/durations.json. */
const LONG_S = 5
const durations = {}

/** One vitest run; adds to the total from its JSON report. A file that could not even be loaded counts as a failure. */
async function vitest(name, filters, env, dir) {
  const report = join(dir, `${name}.json`)
  const args = ['run', ...suites[name].flatMap((project) => ['--project', project]), '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters]
  const child = start(process.execPath, [inRepo('node_modules/vitest/vitest.mjs'), ...args], { cwd: repo, stdio: ['ignore', 'inherit', 'inherit'], env })
  const timer = setTimeout(() => (say(`${name}: stopped after ${LIMIT_MS / 60_000} minutes`), child.kill('SIGKILL')), LIMIT_MS)
  const code = await new Promise((resolve) => child.once('error', () => resolve(1)).once('exit', (status) => resolve(status ?? 1)))
  clearTimeout(timer)
  let failed = 0
  try {
    const json = JSON.parse(readFileSync(report, 'utf8'))
    failed = json.numFailedTests + json.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
    total.passed += json.numPassedTests
    total.skipped += json.numPendingTests + json.numTodoTests
    for (const { name: path, startTime, endTime } of json.testResults) durations[relative(repo, path)] = Math.round((endTime - startTime) / 1000)
  } catch (error) {
    if (code === 0) say(`${name}: no test`)
    else say(`${name}: no report (${error.code ?? error.message})`)
  }
  // An unhandled error or a crash fails the run without failing a test.
  total.failed += failed === 0 && code !== 0 ? 1 : failed
}

await main(async () => {
  stopChildrenOnSignal()
  const names = Object.keys(suites)
  const args = process.argv.slice(2).filter((arg) => arg !== '--times')
  const wanted = args.filter((arg) => arg === 'check' || names.includes(arg))
  const filters = args.filter((arg) => !wanted.includes(arg))
  const everything = args.length === 0
  const run = (name) => wanted.includes(name) || (wanted.length === 0 && (everything || filters.some((path) => !/^test\//.test(path) || path.startsWith(`test/${name}`))))
  const dir = mkdtempSync(join(tmpdir(), 'magpie-test-'))
  try {
    const runtime = await setup('test')
    if (everything || wanted.includes('check')) {
      const failed = await check({ withHouse: !everything })
      total.failed += failed.length
    }
    const tests = names.filter(run)
    // server tests run the headless core of dist/, e2e tests the app
    if (tests.some((name) => name !== 'unit')) await ensureBuilt()
    const env = { ...runtimeEnv(runtime), FORCE_COLOR: process.stdout.isTTY ? '1' : '0' }
    for (const name of tests) await vitest(name, filters, name === 'e2e' ? { ...env, ...(await ensureScreens()) } : env, dir)
    if (process.argv.includes('--times')) {
      const long = Object.entries(durations).filter(([, seconds]) => seconds > LONG_S).sort(([, a], [, b]) => b - a)
      writeFileSync(inRepo('test/durations.json'), `${JSON.stringify(Object.fromEntries(long), null, 2)}\n`)
    }
  } catch (error) {
    total.failed += 1
    say(error instanceof Stop ? `magpie: ${error.message}` : (error?.stack ?? String(error)))
  } finally {
    await stopAll()
    rmSync(dir, { recursive: true, force: true })
    console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  }
  return total.failed > 0 || (total.passed === 0 && !wanted.includes('check')) ? 1 : 0
})

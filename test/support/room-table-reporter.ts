/** Vitest's reporter for `npm run room-table`: puts what became of the tagged tests into build/room-table.json. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { readResults, resultsFile, serverIn, tagsOf, testsInTree, type Outcome, type Results, type Server, type TestRow } from './room-table'

/** Of the suite that the test stands in: `… on prosody`. */
function serverOf(test: TestCase): Server | null {
  const { parent } = test
  return parent.type === 'suite' ? serverIn(parent.name) : null
}

function outcomeOf(test: TestCase): Outcome {
  const result = test.result()
  if (result.state === 'passed') return 'pass'
  return result.state === 'skipped' && result.note ? `not offered: ${result.note}` : 'FAIL'
}

/** What dpkg says; of the scripted ones the version is in the name. */
function versionOf(name: string): string {
  return execFileSync('dpkg-query', ['-W', '-f', '${Version}', name], { encoding: 'utf8' }).replace(/^\d+:|[-+].*$/g, '')
}

export default class RoomTableReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const ran = new Map<string, TestRow>()
    for (const module of modules) {
      const file = basename(module.moduleId)
      for (const test of module.children.allTests()) {
        const server = serverOf(test)
        if (!server || tagsOf(test.name).length === 0) continue
        const key = `${file} ${test.name}`
        const row = ran.get(key) ?? { file, title: test.name, on: {} }
        row.on[server] = outcomeOf(test)
        ran.set(key, row)
      }
    }
    const before = new Map(readResults().tests.map((row) => [`${row.file} ${row.title}`, row]))
    const tests = testsInTree().flatMap(({ file, title }) => ran.get(`${file} ${title}`) ?? before.get(`${file} ${title}`) ?? [])
    const results: Results = { versions: { prosody: versionOf('prosody'), ejabberd: versionOf('ejabberd') }, tests }
    writeFileSync(resultsFile, `${JSON.stringify(results, null, 1)}\n`)
  }
}

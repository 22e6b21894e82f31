/** Rules switched off and planted faults (test/mutants, test/attack, test/chaos): which there are, and whether their tests notice them. */
import { readFileSync } from 'node:fs'
import { say } from './log.mjs'
import { inRepo, repo } from './paths.mjs'
import { run } from './proc.mjs'

/** As they stand in the list: no bundle that could be asked is built yet. Of those that `args` name, else all. */
export function mutantNames(file, args = []) {
  const found = [...readFileSync(inRepo(file), 'utf8').matchAll(/^ +off\('([^']+)'|^ +name: '([^']+)'|\brule: '([^']+)'/gm)].map((one) => one[1] ?? one[2] ?? one[3])
  const named = found.filter((name) => args.includes(name))
  return named.length > 0 ? named : args.some((arg) => !arg.startsWith('-')) ? [] : found
}

/** Unit tests with each rule switched off: null where only a test of the whole window could notice, which is tried by hand. */
export async function judgeRules(names, env) {
  const results = {}
  for (const name of names) {
    const { code, out, err } = await run(process.execPath, [inRepo('node_modules/vitest/vitest.mjs'), 'run', '--config', inRepo('build/vitest-rules.ts')], {
      cwd: repo, env: { ...env, MAGPIE_RULE_OFF: name, NO_COLOR: '1' },
    })
    results[name] = /No test files found/.test(out + err) ? null : code !== 0 && /Tests +.*[1-9]\d* failed/.test(out)
    say(`${name} switched off: ${results[name] === null ? 'by hand' : results[name] ? 'found' : 'NOT FOUND'}`)
  }
  return results
}

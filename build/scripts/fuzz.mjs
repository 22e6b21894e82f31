/**
 * `npm run fuzz -- …`: builds the fuzzer and runs it (test/fuzz/fuzz.ts says what may be asked).
 * `npm run fuzz -- --mutants [NAME…]`: each rule switched off (test/fuzz/mutants.ts): its tests must fail, or they prove nothing.
 */
import { readFileSync } from 'node:fs'
import { runtimeEnv, setup } from './setup.mjs'
import { ensureProgram } from './lib/build.mjs'
import { main, say } from './lib/log.mjs'
import { inRepo, repo } from './lib/paths.mjs'
import { run, start, stopAll, stopChildrenOnSignal } from './lib/proc.mjs'

const ruleNames = () => [...readFileSync(inRepo('test/fuzz/mutants.ts'), 'utf8').matchAll(/^  off\(.*'([a-z0-9-]+)'(?:, (?:[A-Z]+|'[^']+'))+\),|^    name: '([a-z0-9-]+)'/gm)].map((found) => found[1] ?? found[2])

async function judge(names, env) {
  const missed = []
  for (const name of names) {
    const { code, out } = await run(process.execPath, [inRepo('node_modules/vitest/vitest.mjs'), 'run', '--config', inRepo('build/vitest-rules.ts')], {
      cwd: repo, env: { ...env, MAGPIE_RULE_OFF: name, NO_COLOR: '1' },
    })
    const isFound = code !== 0 && /Tests +.*[1-9]\d* failed/.test(out)
    say(`${name}: ${isFound ? 'found' : 'NOT FOUND'}`)
    if (!isFound) missed.push(name)
  }
  console.log(JSON.stringify({ mutants: names.length, found: names.length - missed.length, missed }))
  return missed.length === 0 && names.length > 0 ? 0 : 1
}

await main(async () => {
  stopChildrenOnSignal()
  const runtime = await setup('test')
  const args = process.argv.slice(2)
  if (args.includes('--mutants')) {
    const named = ruleNames().filter((name) => args.includes(name))
    return judge(named.length > 0 ? named : ruleNames(), runtimeEnv(runtime))
  }
  const program = await ensureProgram('fuzz', 'test/fuzz/fuzz.ts')
  try {
    const fuzzer = start(process.execPath, ['--enable-source-maps', program, ...args], {
      stdio: 'inherit', cwd: repo, env: { ...runtimeEnv(runtime), MAGPIE_REPO: repo },
    })
    return await new Promise((resolve, reject) => fuzzer.once('error', reject).once('exit', (code) => resolve(code ?? 1)))
  } finally {
    await stopAll()
  }
})

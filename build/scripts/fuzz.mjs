/**
 * `npm run fuzz -- …`: builds the fuzzer and runs it (test/fuzz/fuzz.ts says what may be asked).
 * `npm run fuzz -- --mutants [NAME…]`: each rule of the stream and the shell switched off (test/mutants): its tests must fail, or they prove nothing;
 * with `--page` test/mutants/README.md is written from what came out.
 */
import { runtimeEnv, setup } from './setup.mjs'
import { ensureProgram } from './lib/build.mjs'
import { Stop, main } from './lib/log.mjs'
import { judgeRules, mutantNames } from './lib/mutants.mjs'
import { repo } from './lib/paths.mjs'
import { run, start, stopAll, stopChildrenOnSignal } from './lib/proc.mjs'

await main(async () => {
  stopChildrenOnSignal()
  const runtime = await setup('test')
  const args = process.argv.slice(2)
  if (args.includes('--mutants')) {
    const names = ['test/mutants/stream.ts', 'test/mutants/shell.ts', 'test/mutants/workbench.ts'].flatMap((file) => mutantNames(file, args))
    const results = await judgeRules(names, runtimeEnv(runtime))
    if (args.includes('--page')) {
      const env = { ...process.env, MAGPIE_REPO: repo, MAGPIE_RULES_JUDGED: JSON.stringify(results) }
      const { code, err } = await run(process.execPath, [await ensureProgram('mutants-page', 'test/mutants/page.ts')], { cwd: repo, env })
      if (code !== 0) throw new Stop(err)
    }
    const missed = names.filter((name) => results[name] === false)
    console.log(JSON.stringify({ mutants: names.length, found: names.filter((name) => results[name]).length, missed }))
    return missed.length === 0 && names.length > 0 ? 0 : 1
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

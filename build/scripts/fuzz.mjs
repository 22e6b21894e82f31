/** `npm run fuzz -- …`: builds the fuzzer and runs it (test/fuzz/fuzz.ts says what may be asked). */
import { runtimeEnv, setup } from './setup.mjs'
import { ensureProgram } from './lib/build.mjs'
import { main } from './lib/log.mjs'
import { repo } from './lib/paths.mjs'
import { start, stopAll, stopChildrenOnSignal } from './lib/proc.mjs'

await main(async () => {
  stopChildrenOnSignal()
  const runtime = await setup('test')
  const program = await ensureProgram('fuzz', 'test/fuzz/fuzz.ts')
  try {
    const fuzzer = start(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], {
      stdio: 'inherit', cwd: repo, env: { ...runtimeEnv(runtime), MAGPIE_REPO: repo },
    })
    return await new Promise((resolve, reject) => fuzzer.once('error', reject).once('exit', (code) => resolve(code ?? 1)))
  } finally {
    await stopAll()
  }
})

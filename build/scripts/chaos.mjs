/** `npm run chaos -- …`: builds the campaign and the headless programs it drives (test/chaos/chaos.ts says what may be asked). */
import { runtimeEnv, setup } from './setup.mjs'
import { ensureProgram } from './lib/build.mjs'
import { main } from './lib/log.mjs'
import { mutantNames } from './lib/mutants.mjs'
import { repo } from './lib/paths.mjs'
import { start, stopAll, stopChildrenOnSignal } from './lib/proc.mjs'

await main(async () => {
  stopChildrenOnSignal()
  const args = process.argv.slice(2)
  const runtime = await setup('test')
  const program = await ensureProgram('chaos', 'test/chaos/chaos.ts')
  const wanted = args.includes('--mutants') ? mutantNames('test/chaos/mutants.ts', args) : []
  for (const name of ['none', ...wanted]) await ensureProgram(`chaos-${name}`, 'electron/headless.ts', { MAGPIE_MUTANT: name })
  try {
    const campaign = start(process.execPath, ['--enable-source-maps', program, ...args], {
      stdio: 'inherit', cwd: repo, env: { ...runtimeEnv(runtime), MAGPIE_REPO: repo },
    })
    return await new Promise((resolve, reject) => campaign.once('error', reject).once('exit', (code) => resolve(code ?? 1)))
  } finally {
    await stopAll()
  }
})

/** `npm run cripple -- …`: builds the campaign and runs it (test/cripple/cripple.ts says what may be asked). */
import { runtimeEnv, setup } from './setup.mjs'
import { ensureProgram } from './lib/build.mjs'
import { main } from './lib/log.mjs'
import { repo } from './lib/paths.mjs'
import { start, stopAll, stopChildrenOnSignal } from './lib/proc.mjs'

await main(async () => {
  stopChildrenOnSignal()
  const runtime = await setup('test')
  const program = await ensureProgram('cripple', 'test/cripple/cripple.ts')
  try {
    const campaign = start(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], {
      stdio: 'inherit', cwd: repo, env: { ...runtimeEnv(runtime), MAGPIE_REPO: repo },
    })
    return await new Promise((resolve, reject) => campaign.once('error', reject).once('exit', (code) => resolve(code ?? 1)))
  } finally {
    await stopAll()
  }
})

/** `npm run demo`: sets up, builds, then the demo program with a screen; its exit code is ours. */
import { runtimeEnv, setup } from './setup.mjs'
import { ensureBuilt, ensureProgram } from './lib/build.mjs'
import { main } from './lib/log.mjs'
import { repo } from './lib/paths.mjs'
import { start, stopAll, stopChildrenOnSignal } from './lib/proc.mjs'
import { ensureScreen } from './lib/screen.mjs'

await main(async () => {
  const runtime = await setup('demo')
  await ensureBuilt()
  const program = await ensureProgram('demo', 'test/support/demo.ts')
  stopChildrenOnSignal()
  const screen = await ensureScreen()
  const env = {
    ...runtimeEnv(runtime),
    ...screen,
    MAGPIE_REPO: repo,
    MAGPIE_ELECTRON: runtime.electronPath,
    MAGPIE_NO_SANDBOX: runtime.noSandbox ? '1' : '',
    MAGPIE_VIRTUAL_SCREEN: screen.DISPLAY ? '1' : '',
  }
  try {
    const demo = start(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], { stdio: 'inherit', cwd: repo, env })
    return await new Promise((resolve, reject) => demo.once('error', reject).once('exit', (code) => resolve(code ?? 1)))
  } finally {
    await stopAll()
  }
})

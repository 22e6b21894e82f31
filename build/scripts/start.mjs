/** `npm start [-- --profile NAME …]`: sets up, builds what changed, runs the app. */
import { runtimeEnv, setup } from './setup.mjs'
import { ensureBuilt } from './lib/build.mjs'
import { main, Stop } from './lib/log.mjs'
import { repo } from './lib/paths.mjs'
import { start, stopChildrenOnSignal } from './lib/proc.mjs'

await main(async () => {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new Stop('there is no screen here (DISPLAY and WAYLAND_DISPLAY are empty): `npm run demo` shows Magpie on a virtual one, `npm run headless` needs none.')
  }
  const runtime = await setup('app')
  await ensureBuilt()
  stopChildrenOnSignal()
  const flags = runtime.noSandbox ? ['--no-sandbox'] : []
  const app = start(runtime.electronPath, [...flags, repo, ...process.argv.slice(2)], { stdio: 'inherit', env: runtimeEnv(runtime) })
  return new Promise((resolve, reject) => app.once('error', reject).once('exit', (code) => resolve(code ?? 1)))
})

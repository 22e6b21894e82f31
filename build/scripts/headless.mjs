/** `npm run headless -- --profile NAME`: the core without a window under plain Node. stdout is the program's alone. */
import { runtimeEnv, setup } from './setup.mjs'
import { ensureBuilt } from './lib/build.mjs'
import { main } from './lib/log.mjs'
import { inRepo } from './lib/paths.mjs'
import { start } from './lib/proc.mjs'

await main(async () => {
  const runtime = await setup('headless')
  await ensureBuilt()
  const core = start(process.execPath, [inRepo('dist/main/headless.js'), ...process.argv.slice(2)], { stdio: 'inherit', env: runtimeEnv(runtime) })
  // Passed on, and the end is the core's own: it closes its database first.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => core.kill(name))
  return new Promise((resolve, reject) => core.once('error', reject).once('exit', (code) => resolve(code ?? 1)))
})

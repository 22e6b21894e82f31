/** `npm run bench -- NAME [--json] [--runs N]`: builds the app and runs test/bench/NAME.ts with a screen. */
import { readdirSync } from 'node:fs'
import { runtimeEnv, setup } from './setup.mjs'
import { ensureBuilt, ensureProgram } from './lib/build.mjs'
import { Stop, main } from './lib/log.mjs'
import { inRepo, repo } from './lib/paths.mjs'
import { start, stopAll, stopChildrenOnSignal } from './lib/proc.mjs'
import { ensureScreen } from './lib/screen.mjs'

/** A bench is called NAME.bench.ts; the other files of the folder are its helpers. */
const benches = () => readdirSync(inRepo('test/bench')).filter((name) => name.endsWith('.bench.ts')).map((name) => name.replace('.bench.ts', ''))

await main(async () => {
  const [name, ...args] = process.argv.slice(2)
  if (!benches().includes(name)) throw new Stop(`npm run bench -- ${benches().join('|')} [--json] [--runs N]`)
  stopChildrenOnSignal()
  const runtime = await setup('test')
  await ensureBuilt()
  const program = await ensureProgram(`bench-${name}`, `test/bench/${name}.bench.ts`)
  // Always a virtual screen: the same one everywhere, and nobody's desktop in the way.
  const screen = await ensureScreen({ always: true })
  const env = {
    ...runtimeEnv(runtime), ...screen,
    MAGPIE_REPO: repo, MAGPIE_ELECTRON: runtime.electronPath, MAGPIE_NO_SANDBOX: runtime.noSandbox ? '1' : '',
  }
  try {
    const bench = start(process.execPath, ['--enable-source-maps', program, ...args], { stdio: 'inherit', cwd: repo, env })
    return await new Promise((resolve, reject) => bench.once('error', reject).once('exit', (code) => resolve(code ?? 1)))
  } finally {
    await stopAll()
  }
})

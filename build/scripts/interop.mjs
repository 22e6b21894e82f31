/** `npm run interop [-- CLIENT…]`: Magpie and foreign clients talk (test/interop/interop.ts says with whom and how). Linux only. */
import { runtimeEnv, setup } from './setup.mjs'
import { ensureBuilt, ensureProgram } from './lib/build.mjs'
import { CONVERSE_VERSION, ensureConverse } from './lib/converse.mjs'
import { main } from './lib/log.mjs'
import { inRepo, repo } from './lib/paths.mjs'
import { start, stopAll, stopChildrenOnSignal } from './lib/proc.mjs'
import { spawnSync } from 'node:child_process'

await main(async () => {
  stopChildrenOnSignal()
  const args = process.argv.slice(2)
  const runtime = await setup('interop')
  // Files from client to client want a server that takes none.
  const isDirect = args[0] === 'direct'
  // Converse meets the app itself.
  const isWithConverse = !isDirect && (args.length === 0 || args.includes('converse'))
  if (isWithConverse) await ensureBuilt()
  const app = isWithConverse
    ? { MAGPIE_CONVERSE: await ensureConverse(), MAGPIE_CONVERSE_VERSION: CONVERSE_VERSION, MAGPIE_ELECTRON: runtime.electronPath, MAGPIE_NO_SANDBOX: runtime.noSandbox ? '1' : '' }
    : {}
  const program = await ensureProgram(isDirect ? 'interop-direct' : 'interop', isDirect ? 'test/interop/direct.ts' : 'test/interop/interop.ts')
  try {
    // Its own network: port 5222 is free, and no client reaches the world. Its own mounts: there "the system" trusts the test's server.
    const asRoot = process.getuid() === 0 ? [] : ['--map-root-user']
    const inside = ['sh', '-c', 'ip link set lo up && exec "$@"', 'sh', process.execPath, '--enable-source-maps', program, ...args]
    const child = start('unshare', ['--mount', '--net', ...asRoot, ...inside], {
      stdio: ['ignore', 'inherit', 'inherit'], cwd: repo, env: { ...runtimeEnv(runtime), ...app, MAGPIE_REPO: repo, MAGPIE_NAMESPACE: '1' },
    })
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', (status) => resolve(status ?? 1)))
    if (isDirect) return code
    const vitest = [inRepo('node_modules/vitest/vitest.mjs'), 'run', '--project', 'unit', 'test/unit/interop-table.test.ts']
    return code || (spawnSync(process.execPath, vitest, { cwd: repo, stdio: 'inherit', env: { ...process.env, UPDATE_INTEROP: '1' } }).status ?? 1)
  } finally {
    await stopAll()
  }
})

/**
 * `npm run room-table [-- test/server/FILE…]`: runs the server tests of rooms (or these) and writes what became of them into
 * electron/features/ROOMS.md. Tests that are not run keep what their last run brought.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { runtimeEnv, setup } from './setup.mjs'
import { ensureBuilt } from './lib/build.mjs'
import { main } from './lib/log.mjs'
import { inRepo, repo } from './lib/paths.mjs'

const isOfRooms = (name) => name.endsWith('.test.ts') && /'[^'\n]*(§\d|XEP-\d{4})[^'\n]*', async/.test(readFileSync(inRepo(`test/server/${name}`), 'utf8'))

await main(async () => {
  const runtime = await setup('test')
  await ensureBuilt()
  const given = process.argv.slice(2)
  const files = given.length > 0 ? given : readdirSync(inRepo('test/server')).filter(isOfRooms).map((name) => `test/server/${name}`)
  const vitest = (args, env = {}) =>
    spawnSync(process.execPath, [inRepo('node_modules/vitest/vitest.mjs'), 'run', ...args], { cwd: repo, stdio: 'inherit', env: { ...process.env, ...runtimeEnv(runtime), ...env } }).status ?? 1
  const tests = vitest(['--project', 'server', '--reporter=default', `--reporter=${inRepo('test/support/room-table-reporter.ts')}`, ...files])
  const table = vitest(['--project', 'unit', 'test/unit/room-table.test.ts'], { UPDATE_ROOM_TABLE: '1' })
  return tests || table
})

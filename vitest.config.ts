import { svelte } from '@sveltejs/vite-plugin-svelte'
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './build/vitest-order.ts'

interface Runtime {
  electronPath: string | null
  electronDist: string | null
  sqliteBinding: string | null
  noSandbox: boolean
}
const repo = import.meta.dirname
const file = join(repo, 'node_modules/.cache/magpie/runtime.json')
if (!existsSync(file)) throw new Error('run `npm run setup` once (or `npm test`): the tests need its Electron and SQLite')
const runtime = JSON.parse(readFileSync(file, 'utf8')) as Runtime

/** What setup found, for the code under test and for the test helpers. */
const env = {
  MAGPIE_REPO: repo,
  ...(runtime.sqliteBinding && { MAGPIE_SQLITE_BINDING: runtime.sqliteBinding }),
  ...(runtime.electronPath && { MAGPIE_ELECTRON: runtime.electronPath }),
  ...(runtime.noSandbox && { MAGPIE_NO_SANDBOX: '1' }),
}
/** What a busy machine needs; a poll that succeeds ends at once. */
const POLL_MS = 20_000
/** Of a kind of tests that share nothing; by itself vitest leaves one of two cores idle. */
const WORKERS = Math.max(2, availableParallelism() - 1)
const plain = { env, pool: 'forks', environment: 'node', restoreMocks: true, maxWorkers: WORKERS, expect: { poll: { timeout: POLL_MS, interval: 100 } } } as const
const UNIT_MS = 30_000
const SERVER_MS = 60_000
const E2E_MS = 120_000
/** Of an app's windows; one file at a time has one (see build/scripts/lib/screen.mjs). */
const screens = (process.env.MAGPIE_SCREENS ?? '').split(' ').filter(Boolean)

export default defineConfig({
  test: {
    teardownTimeout: 15_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...plain, name: 'unit', testTimeout: UNIT_MS, sequence: { groupOrder: 0 },
          maxWorkers: WORKERS + 1, // those of the store and of links that fail wait, too
          include: ['test/unit/**/*.test.ts'], exclude: ['test/unit/renderer/**'],
        },
      },
      {
        // Runes as in the browser ($state, $derived and $effect live), yet in Node: the environment asks for the client build.
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ['browser', 'module', 'development'] },
        test: {
          ...plain, name: 'renderer', testTimeout: UNIT_MS, sequence: { groupOrder: 0 }, maxWorkers: WORKERS + 1,
          environment: join(repo, 'build/vitest-client.ts'), include: ['test/unit/renderer/**/*.test.ts'],
        },
      },
      {
        test: {
          ...plain, name: 'server', testTimeout: SERVER_MS, hookTimeout: SERVER_MS,
          maxWorkers: WORKERS + 2, // they mostly wait
          sequence: { groupOrder: 1 }, include: ['test/server/**/*.test.ts'],
        },
      },
      {
        test: {
          ...plain, name: 'e2e', testTimeout: E2E_MS, hookTimeout: E2E_MS,
          maxWorkers: Math.max(1, screens.length), setupFiles: ['test/e2e/own-screen.ts', 'test/e2e/black-box.ts'],
          sequence: { groupOrder: 2 }, include: ['test/e2e/**/*.test.ts'],
        },
      },
      {
        // `npm run gallery -- --check`; no part of `npm test`.
        test: { ...plain, name: 'gallery', testTimeout: E2E_MS, hookTimeout: E2E_MS, fileParallelism: false, sequence: { groupOrder: 3 }, include: ['test/gallery/*.test.ts'] },
      },
    ],
  },
})

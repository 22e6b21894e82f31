/**
 * `npm run gallery`: the real page on fixture data, in any browser, with hot reload. `-- --check`: every view in both languages and
 * both themes before axe and the rules of layout, and which component is in none of them (test/gallery; minutes). `-- --update`: the
 * pictures and places that `npm test` compares chosen views with (test/gallery/golden) are taken anew.
 */
import { runtimeEnv, setup } from './setup.mjs'
import { main, say } from './lib/log.mjs'
import { inRepo, repo } from './lib/paths.mjs'
import { start, stopAll, stopChildrenOnSignal } from './lib/proc.mjs'
import { ensureScreen } from './lib/screen.mjs'

/** Of the tests of the gallery those of a project. */
async function vitest(args, more = {}) {
  stopChildrenOnSignal()
  const runtime = await setup('test')
  try {
    const env = { ...runtimeEnv(runtime), ...(await ensureScreen({ always: true })), ...more }
    const child = start(process.execPath, [inRepo('node_modules/vitest/vitest.mjs'), 'run', ...args], { cwd: repo, stdio: ['ignore', 'inherit', 'inherit'], env })
    return await new Promise((resolve) => child.once('error', () => resolve(1)).once('exit', (code) => resolve(code ?? 1)))
  } finally {
    await stopAll()
  }
}

await main(async () => {
  if (process.argv.includes('--check')) return vitest(['--project', 'gallery'])
  if (process.argv.includes('--update')) return vitest(['--project', 'e2e', 'test/e2e/pictures.test.ts'], { MAGPIE_GOLDENS: 'renew' })
  await setup('headless') // dependencies only
  const { createServer } = await import('vite')
  const server = await createServer({ configFile: inRepo('vite.config.ts') })
  await server.listen()
  say(`gallery: ${server.resolvedUrls.local[0]}gallery/index.html?scene=main&lang=zh&theme=dark (scenes: renderer/gallery/gallery.ts)`)
  return new Promise(() => undefined)
})

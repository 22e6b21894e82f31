/**
 * `npm run gallery`: the real page on fixture data, in any browser, with hot reload. `-- --check`: every view in both languages and
 * both themes before axe and the rules of layout, and which component is in none of them (test/gallery; minutes).
 */
import { runtimeEnv, setup } from './setup.mjs'
import { main, say } from './lib/log.mjs'
import { inRepo, repo } from './lib/paths.mjs'
import { start, stopAll, stopChildrenOnSignal } from './lib/proc.mjs'
import { ensureScreen } from './lib/screen.mjs'

async function check() {
  stopChildrenOnSignal()
  const runtime = await setup('test')
  try {
    const env = { ...runtimeEnv(runtime), ...(await ensureScreen({ always: true })) }
    const child = start(process.execPath, [inRepo('node_modules/vitest/vitest.mjs'), 'run', '--project', 'gallery'], { cwd: repo, stdio: ['ignore', 'inherit', 'inherit'], env })
    return await new Promise((resolve) => child.once('error', () => resolve(1)).once('exit', (code) => resolve(code ?? 1)))
  } finally {
    await stopAll()
  }
}

await main(async () => {
  if (process.argv.includes('--check')) return check()
  await setup('headless') // dependencies only
  const { createServer } = await import('vite')
  const server = await createServer({ configFile: inRepo('vite.config.ts') })
  await server.listen()
  say(`gallery: ${server.resolvedUrls.local[0]}gallery/index.html?scene=main&lang=zh&theme=dark (scenes: renderer/gallery/gallery.ts)`)
  return new Promise(() => undefined)
})

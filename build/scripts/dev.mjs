/**
 * `npm run dev [-- --profile NAME …]`: the page from vite's dev server (hot reload), main and preload rebuilt on change and
 * the app restarted with them.
 */
import { runtimeEnv, setup } from './setup.mjs'
import { main, say } from './lib/log.mjs'
import { inRepo, repo } from './lib/paths.mjs'
import { start, stopAll, stopChildrenOnSignal } from './lib/proc.mjs'

/** Both bundles change together when a shared file does: one restart for the two. */
const SETTLE_MS = 150

await main(async () => {
  const runtime = await setup('app')
  stopChildrenOnSignal()
  const { createBuilder, createServer } = await import('vite')
  const configFile = inRepo('vite.config.ts')
  const server = await createServer({ configFile })
  await server.listen()
  const url = server.resolvedUrls.local[0]
  say(`page: ${url}`)

  let app = null
  let timer
  let over
  const ended = new Promise((resolve) => (over = resolve))
  const launch = () => {
    const flags = runtime.noSandbox ? ['--no-sandbox'] : []
    const child = start(runtime.electronPath, [...flags, repo, ...process.argv.slice(2)], {
      stdio: 'inherit', env: { ...runtimeEnv(runtime), MAGPIE_DEV_URL: url },
    })
    app = child
    child.once('exit', (code) => child === app && over(code ?? 0))
  }
  const restart = () => {
    const old = app
    app = null
    if (!old || old.exitCode !== null) return launch()
    old.once('exit', launch)
    old.kill('SIGTERM')
  }
  const builder = await createBuilder({ configFile, build: { watch: {} }, logLevel: 'warn' })
  const built = new Set()
  for (const name of ['main', 'preload']) {
    const watcher = await builder.build(builder.environments[name])
    watcher.on('event', (event) => {
      if (event.code === 'ERROR') say(`${name}: ${event.error.message}`)
      if (event.code !== 'END') return
      built.add(name)
      if (built.size < 2) return
      clearTimeout(timer)
      timer = setTimeout(restart, SETTLE_MS)
    })
  }
  const code = await ended
  await server.close()
  await stopAll()
  process.exit(code)
})

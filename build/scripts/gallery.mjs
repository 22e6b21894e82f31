/** `npm run gallery`: the real page on fixture data, in any browser, with hot reload. */
import { setup } from './setup.mjs'
import { main, say } from './lib/log.mjs'
import { inRepo } from './lib/paths.mjs'

await main(async () => {
  await setup('headless') // dependencies only
  const { createServer } = await import('vite')
  const server = await createServer({ configFile: inRepo('vite.config.ts') })
  await server.listen()
  say(`gallery: ${server.resolvedUrls.local[0]}gallery/index.html?scene=main&lang=zh&theme=dark (scenes: renderer/gallery/gallery.ts)`)
  return new Promise(() => undefined)
})

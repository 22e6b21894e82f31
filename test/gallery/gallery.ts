/** The gallery, built and in a window of Electron: what every view of the page is checked in. */
import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { build, type Plugin } from 'vite'
import { atExit, tempDir } from '../support/temp'
import { holdStill } from './still'

const repo = process.env.MAGPIE_REPO ?? process.cwd()
/** It takes two seconds, on a busy machine five. */
const START_MS = 20_000
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' }

/** Every component says that it came to be seen. */
const witness: Plugin = {
  name: 'magpie-witness',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('.svelte')) return undefined
    const mark = `;(globalThis.__seen ??= new Set()).add(${JSON.stringify(id.slice(join(repo, 'renderer/').length))});`
    const script = /<script(?![^>]*\bmodule\b)[^>]*>/.exec(code)
    return script ? code.replace(script[0], `${script[0]}${mark}`) : `<script lang="ts">${mark}</script>\n${code}`
  },
}

export interface Gallery {
  app: ElectronApplication
  page: Page
  /** Shows one of its addresses. */
  show(query: string): Promise<void>
  /** In this language and these colours, without a new start. */
  wear(look: { language?: 'en' | 'zh'; theme: 'light' | 'dark' }): Promise<void>
  /** Throws when the page let an error through since the last time. */
  noErrors(): void
  /** The components that were drawn since the page was loaded. */
  seen(): Promise<string[]>
  close(): Promise<void>
}

/** Whatever the machine's screen, processor and settings; and the same whether a thing was drawn at once or bit by bit. */
const STILL = {
  flags: [
    '--force-device-scale-factor=1', '--force-color-profile=srgb', '--disable-lcd-text', '--disable-gpu', '--disable-skia-runtime-opts', '--disable-partial-raster', '--disable-checker-imaging',
    '--disable-threaded-animation', '--disable-threaded-scrolling', '--lang=en-US',
  ],
  env: { TZ: 'UTC', LANG: 'en_US.UTF-8', LANGUAGE: 'en', LC_ALL: '' },
}

/** On a busy machine Playwright now and then does not notice that a program has started (test/e2e/support.ts), and kills it: once more, said aloud. */
async function launch(options: Parameters<typeof _electron.launch>[0], tries = 3): Promise<ElectronApplication> {
  try {
    return await _electron.launch({ ...options, timeout: START_MS })
  } catch (error) {
    if (tries <= 1) throw error
    console.warn(`the window of the gallery is opened again: ${(error as Error).message.split('\n')[0]}`)
    return launch(options, tries - 1)
  }
}

/** `isStill`: for pictures that are compared (still.ts). */
export async function openGallery({ isStill = false } = {}): Promise<Gallery> {
  const outDir = tempDir('gallery')
  await build({
    configFile: join(repo, 'vite.config.ts'), logLevel: 'error', plugins: [witness],
    environments: { client: { build: { outDir, minify: false, sourcemap: false, rolldownOptions: { input: join(repo, 'renderer/gallery/index.html') } } } },
  })
  const server = createServer((request, response) => {
    const file = join(outDir, normalize(new URL(request.url!, 'http://x').pathname))
    if (!existsSync(file)) return void response.writeHead(404).end()
    response.setHeader('cache-control', 'max-age=3600')
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream')
    createReadStream(file).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/gallery/index.html`
  const app = await launch({
    ...(process.env.MAGPIE_ELECTRON && { executablePath: process.env.MAGPIE_ELECTRON }),
    args: [...(process.env.MAGPIE_NO_SANDBOX ? ['--no-sandbox'] : []), ...(isStill ? STILL.flags : []), `--user-data-dir=${tempDir('gallery-user')}`, join(repo, 'test/gallery/window.mjs'), 'about:blank'],
    env: { ...(process.env as Record<string, string>), ...(isStill && STILL.env) }, colorScheme: null,
  })
  const child = app.process()
  const forget = atExit(() => child.kill('SIGKILL'))
  child.once('exit', forget)
  const page = await app.firstWindow()
  page.setDefaultTimeout(isStill ? 30_000 : 8000) // in `npm test` nothing may fail for being slow
  if (isStill) await holdStill(page)
  const uncaught: string[] = []
  page.on('pageerror', (error) => uncaught.push(`${page.url()}: ${error.stack ?? error.message}`))
  const noErrors = () => {
    if (uncaught.length > 0) throw new Error(`errors of the page that nobody caught:\n${uncaught.splice(0).join('\n')}`)
  }
  return {
    app,
    page,
    show: async (query) => {
      await page.goto(`${base}?${query}`)
      await page.locator('#app > *').first().waitFor()
      noErrors()
    },
    noErrors,
    wear: async (look) => {
      await page.evaluate((change) => window.magpie.call('settings.set', change as never), look)
      await page.locator(`html${look.language ? `[lang^=${look.language}]` : ''}[data-theme=${look.theme}]`).waitFor({ state: 'attached' })
    },
    seen: () => page.evaluate(() => [...((globalThis as unknown as { __seen?: Set<string> }).__seen ?? [])]),
    close: async () => {
      await app.close()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

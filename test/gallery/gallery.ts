/** The gallery, built and in a window of Electron: what every view of the page is checked in. */
import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { _electron, type Page } from 'playwright-core'
import { build, type Plugin } from 'vite'
import { atExit, tempDir } from '../support/temp'

const repo = process.env.MAGPIE_REPO ?? process.cwd()
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
  page: Page
  /** Shows one of its addresses. */
  show(query: string): Promise<void>
  /** In this language and these colours, without a new start. */
  wear(look: { language: 'en' | 'zh'; theme: 'light' | 'dark' }): Promise<void>
  /** The components that were drawn since the page was loaded. */
  seen(): Promise<string[]>
  close(): Promise<void>
}

export async function openGallery(): Promise<Gallery> {
  const outDir = tempDir('gallery')
  await build({
    configFile: join(repo, 'vite.config.ts'), logLevel: 'error', plugins: [witness],
    environments: { client: { build: { outDir, minify: false, sourcemap: false, rolldownOptions: { input: join(repo, 'renderer/gallery/index.html') } } } },
  })
  const server = createServer((request, response) => {
    const file = join(outDir, normalize(new URL(request.url!, 'http://x').pathname))
    if (!existsSync(file)) return void response.writeHead(404).end()
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream')
    createReadStream(file).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/gallery/index.html`
  const app = await _electron.launch({
    ...(process.env.MAGPIE_ELECTRON && { executablePath: process.env.MAGPIE_ELECTRON }),
    args: [...(process.env.MAGPIE_NO_SANDBOX ? ['--no-sandbox'] : []), `--user-data-dir=${tempDir('gallery-user')}`, join(repo, 'test/gallery/window.mjs'), 'about:blank'],
    env: { ...(process.env as Record<string, string>) }, colorScheme: null,
  })
  const child = app.process()
  const forget = atExit(() => child.kill('SIGKILL'))
  child.once('exit', forget)
  const page = await app.firstWindow()
  page.setDefaultTimeout(8000)
  return {
    page,
    show: async (query) => {
      await page.goto(`${base}?${query}`)
      await page.locator('#app > *').first().waitFor()
    },
    wear: async (look) => {
      await page.evaluate((change) => window.magpie.call('settings.set', change as never), look)
      await page.locator(`html[lang^=${look.language}][data-theme=${look.theme}]`).waitFor({ state: 'attached' })
    },
    seen: () => page.evaluate(() => [...((globalThis as unknown as { __seen?: Set<string> }).__seen ?? [])]),
    close: async () => {
      await app.close()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Converse.js in a window of Electron's browser, used as a person uses it: what it shows is read from its page. */
import { createReadStream, existsSync, mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { _electron, type ElectronApplication, type Locator, type Page } from 'playwright-core'
import { atExit, tempDir } from '../support/temp'
import type { Ground } from './journey'

const repo = process.env.MAGPIE_REPO ?? process.cwd()
/** Where its files are, as build/scripts/lib/converse.mjs has fetched them, e.g. `…/converse-14.0.0-…/package/dist`. */
const home = process.env.MAGPIE_CONVERSE
const TYPES: Record<string, string> = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml', '.wasm': 'application/wasm',
}
const WAIT_MS = 20_000

export const converseVersion = (): string | null => (home && existsSync(join(home, 'converse.min.js')) ? (process.env.MAGPIE_CONVERSE_VERSION ?? 'unknown') : null)

/** Nothing of it talks to anybody but the test's server. */
const pageOf = ({ address, password, server, user }: Ground) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Converse</title>
<link rel="stylesheet" href="/dist/converse.min.css"></head><body class="converse-fullscreen"><script type="module">
import '/dist/converse.min.js'
converse.initialize(${JSON.stringify({
  authentication: 'login', auto_login: true, jid: address, password, reuse_scram_keys: false, websocket_url: server.websocketUrl, discover_connection_methods: false,
  assets_path: '/dist', view_mode: 'fullscreen', i18n: 'en', locales: ['en'], nickname: user, muc_nickname_from_jid: true, play_sounds: false,
  show_desktop_notifications: false, auto_list_rooms: false, autocomplete_providers_url: '', registration_providers_url: '', theme: 'classic',
  visible_toolbar_buttons: { call: false, clear: true, emoji: true, location: true, spoiler: true },
})})
</script></body></html>`

function serve(ground: Ground): Promise<Server> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url!, 'http://x').pathname)
    if (path === '/') return void response.setHeader('content-type', 'text/html').end(pageOf(ground))
    const file = path.startsWith('/dist/') ? join(home!, path.slice('/dist/'.length)) : null
    if (file === null || !existsSync(file)) return void response.writeHead(404).end()
    createReadStream(file).pipe(response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream'))
  })
  return new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', () => resolve(server)))
}
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

export class ConversePage {
  /** What it wrote to its console, newest last. */
  readonly said: string[] = []

  private constructor(readonly page: Page, private readonly app: ElectronApplication, private readonly files: Server) {
    page.setDefaultTimeout(WAIT_MS)
    page.on('console', (message) => this.said.push(message.text().slice(0, 500)))
  }

  static async open(ground: Ground): Promise<ConversePage> {
    const files = await serve(ground)
    const app = await _electron.launch({
      ...(process.env.MAGPIE_ELECTRON && { executablePath: process.env.MAGPIE_ELECTRON }),
      // The system of this namespace trusts the test's server; Chromium asks a list of its own.
      args: [...(process.env.MAGPIE_NO_SANDBOX ? ['--no-sandbox'] : []), '--ignore-certificate-errors', `--user-data-dir=${tempDir('converse')}`, join(repo, 'test/gallery/window.mjs'), 'about:blank'],
      env: { ...(process.env as Record<string, string>) }, colorScheme: null,
    })
    const child = app.process()
    child.once('exit', atExit(() => child.kill('SIGKILL')))
    const one = new ConversePage(await app.firstWindow(), app, files)
    await one.page.goto(`http://127.0.0.1:${(files.address() as AddressInfo).port}/`)
    await one.page.locator('converse-roster .list-item, converse-roster .open-chat').first().waitFor()
    return one
  }

  /** As a link of a page opens it. */
  async talkTo(kind: 'chat' | 'room', jid: string): Promise<void> {
    await this.page.evaluate((hash) => (location.hash = hash), `converse/${kind}?jid=${jid}`)
    await this.field.waitFor()
  }

  get field(): Locator {
    return this.page.locator('.chat-textarea:visible').first()
  }

  async say(words: string): Promise<void> {
    await this.field.fill(words)
    await this.field.press('Enter')
  }

  /** The message with exactly these words. */
  message(words: string): Locator {
    return this.page.locator('.chat-msg:visible').filter({ has: this.page.locator('.chat-msg__text', { hasText: new RegExp(`^\\s*${escaped(words)}\\s*$`) }) })
  }

  async shows(words: string): Promise<void> {
    await this.message(words).waitFor()
  }

  /** From the menu of a message. */
  async choose(words: string, what: 'edit' | 'retract' | 'reaction' | 'reply'): Promise<void> {
    const message = this.message(words)
    await message.hover()
    await message.locator('.chat-msg__actions .dropdown-toggle').click()
    await message.locator(`.chat-msg__action-${what}`).click()
  }

  async confirm(reason?: string): Promise<void> {
    const dialog = this.page.locator('.modal.show form.confirm')
    if (reason !== undefined) await dialog.locator('input[name=reason]').fill(reason)
    await dialog.locator('button[type=submit]').click()
    await dialog.waitFor({ state: 'detached' })
  }

  /** A picture of it under out/interop. */
  async picture(name: string): Promise<void> {
    mkdirSync(join(repo, 'out/interop'), { recursive: true })
    await this.page.screenshot({ path: join(repo, 'out/interop', `converse-${name}.png`) })
  }

  async close(): Promise<void> {
    await this.app.close()
    this.files.closeAllConnections()
    await new Promise((resolve) => this.files.close(resolve))
  }
}

/**
 * The packaged app: unpacked by `npm run package -- --dir`, with its fuses. Playwright's own launcher needs --inspect, which
 * a fuse forbids there: it is driven over CDP.
 */
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { chromium, type Browser, type Page } from 'playwright-core'
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../support/servers'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'
import { atExit, tempDir } from '../support/temp'

const repo = process.env.MAGPIE_REPO ?? process.cwd()
const unpacked = join(repo, 'release/linux-unpacked')
const executable = join(unpacked, 'magpie')
const PACKAGE_MS = 300_000
const START_MS = 30_000

let server: TestServer
let peer: SlixmppPeer
let child: ChildProcess
let stderr = ''
let browser: Browser
let page: Page

/** As a user has it: nothing of the development's environment. As root Chromium still needs to be told. */
async function launch(accountFile: string): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(MAGPIE_|ELECTRON_)/.test(name)))
  const flags = process.env.MAGPIE_NO_SANDBOX ? ['--no-sandbox'] : []
  child = spawn(executable, [...flags, '--remote-debugging-port=0', '--profile-dir', tempDir('profile'), '--account-file', accountFile], {
    env, stdio: ['ignore', 'ignore', 'pipe'],
  })
  atExit(() => child.kill('SIGKILL'))
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the packaged app did not start:\n${stderr}`)), START_MS)
    child.stderr!.on('data', (data: Buffer) => {
      stderr += data.toString()
      const url = /DevTools listening on (ws:\S+)/.exec(stderr)?.[1]
      if (url) resolve((clearTimeout(timer), url))
    })
    child.once('exit', (code) => (clearTimeout(timer), reject(new Error(`the packaged app ended with code ${code}:\n${stderr}`))))
  })
}

beforeAll(async () => {
  rmSync(unpacked, { recursive: true, force: true })
  await promisify(execFile)(process.execPath, [join(repo, 'build/scripts/package.mjs'), '--dir'], { cwd: repo, timeout: PACKAGE_MS })
  const accounts = [{ user: 'lina', password: 'plum blossom' }, { user: 'wangwei', password: 'river' }]
  server = await startServer('prosody', { accounts })
  peer = await startPeer({ server, user: 'wangwei', password: 'river' })
  const accountFile = join(tempDir('account'), 'account.json')
  writeFileSync(accountFile, JSON.stringify({
    address: `lina@${server.domain}`, password: 'plum blossom', host: server.host, port: server.port, connection: 'starttls', ca: server.caFile,
  }))
  browser = await chromium.connectOverCDP(await launch(accountFile))
  const context = browser.contexts()[0]!
  page = context.pages()[0] ?? (await context.waitForEvent('page'))
}, PACKAGE_MS + 60_000)

afterAll(async () => {
  await browser?.close()
  if (child && child.exitCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
  await peer?.stop()
  await server?.stop()
})

test('it starts, logs in, receives and sends', async () => {
  expect(page.url()).toBe('app://bundle/index.html')
  // The core goes online by itself; the first message makes the conversation.
  const lina = `lina@${server.domain}`
  const row = page.locator('[data-conversation]', { hasText: '你好, packed Magpie' })
  await expect.poll(async () => {
    if ((await row.count()) === 0) await peer.send(lina, '你好, packed Magpie')
    return row.count()
  }, { timeout: START_MS, interval: 2000 }).toBeGreaterThan(0)
  await row.first().click()
  const field = page.locator('textarea')
  await field.fill('从安装包里发出的消息')
  await field.press('Enter')
  expect((await peer.waitForMessage((message) => message.body === '从安装包里发出的消息')).from).toContain(lina)
  mkdirSync(join(repo, 'out/e2e'), { recursive: true })
  await page.screenshot({ path: join(repo, 'out/e2e/package.png') })
})

test('its fuses are set', async () => {
  const wire = await getCurrentFuseWire(executable)
  const state = (option: FuseV1Options) => wire[option]
  for (const off of [
    FuseV1Options.RunAsNode, FuseV1Options.EnableNodeOptionsEnvironmentVariable, FuseV1Options.EnableNodeCliInspectArguments,
    FuseV1Options.GrantFileProtocolExtraPrivileges,
  ]) expect(state(off)).toBe(FuseState.DISABLE)
  for (const on of [FuseV1Options.EnableCookieEncryption, FuseV1Options.OnlyLoadAppFromAsar, FuseV1Options.EnableEmbeddedAsarIntegrityValidation]) {
    expect(state(on)).toBe(FuseState.ENABLE)
  }
})

test('it carries what it needs and nothing of the fallback runtime', () => {
  expect(existsSync(join(unpacked, 'resources/icons/tray.png'))).toBe(true)
  expect(existsSync(join(unpacked, 'resources/app'))).toBe(false)
  expect(existsSync(join(unpacked, 'resources/app-update.yml'))).toBe(false)
})

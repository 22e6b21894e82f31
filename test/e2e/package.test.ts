/**
 * The packaged app: unpacked by `npm run package -- --dir`, with its fuses, and run by an ordinary user, in Chromium's sandbox: root
 * cannot have it, so under root an unused user number starts it. Playwright's own launcher needs --inspect, which a fuse forbids there:
 * it is driven over CDP.
 */
import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import type { Browser, Page } from 'playwright-core'
import { execFile, execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../support/servers'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'
import { attach } from './support'
import { atExit, tempDir } from '../support/temp'

const repo = process.env.MAGPIE_REPO ?? process.cwd()
const unpacked = join(repo, 'release/linux-unpacked')
const executable = join(unpacked, 'magpie')
const PACKAGE_MS = 300_000
const START_MS = 30_000

/** Nobody's number; null: we are no root. */
const USER = process.getuid?.() === 0 ? 54_321 : null
const AS_USER = ['setpriv', '--reuid', String(USER), '--regid', String(USER), '--clear-groups']
/** Where the kernel lets ordinary users make namespaces: without, there is no sandbox but by chrome-sandbox being root's, as packages have it. */
const hasSandbox = spawnSync('env', [...(USER === null ? [] : AS_USER), 'unshare', '-U', 'true']).status === 0

/** A new folder of that user's. */
function userDir(name: string): string {
  const dir = tempDir(name)
  if (USER !== null) chownSync(dir, USER, USER)
  return dir
}
/** The program where that user can get at it: links, no copies. */
function installed(): string {
  if (USER === null) return executable
  const dir = tempDir('installed')
  chmodSync(dir, 0o755)
  execFileSync('cp', ['-a', '--link', unpacked, dir])
  return join(dir, 'linux-unpacked/magpie')
}

let server: TestServer
let peer: SlixmppPeer
let child: ChildProcess
let stderr = ''
let browser: Browser
let page: Page

/** As a user has it: nothing of the development's environment. */
async function launch(accountFile: string): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(MAGPIE_|ELECTRON_)/.test(name)))
  const [command, ...args] = [
    ...(USER !== null && hasSandbox ? AS_USER : []), installed(), ...(USER !== null && !hasSandbox ? ['--no-sandbox'] : []),
    '--remote-debugging-port=0', '--profile-dir', userDir('profile'), '--account-file', accountFile,
  ]
  child = spawn(command!, args, { env: { ...env, HOME: userDir('home') }, stdio: ['ignore', 'ignore', 'pipe'] })
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
  const accountDir = userDir('account')
  const accountFile = join(accountDir, 'account.json')
  copyFileSync(server.caFile, join(accountDir, 'ca.crt'))
  writeFileSync(accountFile, JSON.stringify({
    address: `lina@${server.domain}`, password: 'plum blossom', host: server.host, port: server.port, connection: 'starttls', ca: join(accountDir, 'ca.crt'),
  }))
  browser = await attach(await launch(accountFile))
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
  await page.evaluate(`magpie.call('settings.set', { whoMayWrite: 'everyone' })`)
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

/** The child and all that it has started. */
function processesOf(pid: number): number[] {
  const parents = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      return [[Number(name), Number(readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')[1])] as const]
    } catch (error) {
      void error // has just ended
      return []
    }
  })
  const below = (parent: number): number[] => [parent, ...parents.filter(([, one]) => one === parent).flatMap(([one]) => below(one))]
  return below(pid)
}
const statusOf = (pid: number) => Object.fromEntries(readFileSync(`/proc/${pid}/status`, 'utf8').split('\n').map((line) => line.split(/:\s*/) as [string, string]))
const spaceOf = (pid: number, kind: string) => readlinkSync(`/proc/${pid}/ns/${kind}`)

test('its page runs in the sandbox of Chromium and of the kernel', (context) => {
  if (!hasSandbox) return context.skip('this kernel gives ordinary users no namespaces')
  const main = child.pid!
  if (USER !== null) expect(statusOf(main).Uid).toBe([USER, USER, USER, USER].join('\t'))
  const typed = processesOf(main).map((pid) => [pid, /--type=([a-z-]+)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1] ?? 'main'] as const)
  const pages = typed.filter(([, type]) => type === 'renderer')
  expect(pages.length).toBeGreaterThan(0)
  for (const [pid] of pages) {
    // System calls filtered, no rights to be had, and no process, network or user outside to be seen.
    expect(statusOf(pid)).toMatchObject({ Seccomp: '2', NoNewPrivs: '1', CapEff: '0000000000000000', CapPrm: '0000000000000000' })
    for (const kind of ['user', 'pid', 'net']) expect(spaceOf(pid, kind)).not.toBe(spaceOf(main, kind))
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain('--no-sandbox')
  }
})

/** By Electron's documents, all there are: what a new version adds must be decided about. */
const FUSES: Record<keyof typeof FuseV1Options, boolean> = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
}

test('its fuses are set', async () => {
  const { version, ...wire } = await getCurrentFuseWire(executable)
  expect(version).toBe(FuseVersion.V1)
  const names = Object.keys(FuseV1Options).filter((name) => !/^\d+$/.test(name)) as (keyof typeof FuseV1Options)[]
  expect(names.sort()).toEqual(Object.keys(FUSES).sort())
  const isOn = (name: (typeof names)[number]) => wire[FuseV1Options[name]] === FuseState.ENABLE
  // An older runtime does not know the newest: it has them as they always were.
  const known = names.filter((name) => wire[FuseV1Options[name]] !== undefined)
  expect(known.length).toBeGreaterThanOrEqual(8)
  expect(Object.fromEntries(known.map((name) => [name, isOn(name)]))).toEqual(Object.fromEntries(known.map((name) => [name, FUSES[name]])))
})

test('it carries what it needs and nothing of the fallback runtime', () => {
  expect(existsSync(join(unpacked, 'resources/icons/tray.png'))).toBe(true)
  expect(existsSync(join(unpacked, 'resources/app'))).toBe(false)
  expect(existsSync(join(unpacked, 'resources/app-update.yml'))).toBe(false)
})

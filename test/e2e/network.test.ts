/**
 * SAFETY E6: whom the program speaks to. It runs in a network of its own with one server in it, given by its account; whatever else it sends,
 * a question for a name included, leaves by the only way out and is counted there. Needs root, as only root makes networks.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'
import { startServer, type TestServer } from '../support/servers'
import { atExit, tempDir } from '../support/temp'
import { until } from './person'
import { attach, refusedIn } from './support'

const SPACE = `magpie-${process.pid}`
const XMPP_PORT = 15_222
const CDP_PORT = 19_222
const ip = (...args: string[]) => spawnSync('ip', args, { encoding: 'utf8' })
const inside = (...command: string[]) => ['netns', 'exec', SPACE, ...command]
/** Why it cannot be; null: it can. */
let hindrance: string | null = null
let server: TestServer
let peer: SlixmppPeer
let browser: Browser | null = null
let page: Page
const relays: Server[] = []
const profileDir = tempDir('profile')

/** Runs in there: the server's port, and the page's tools for the test; both by files, which know no networks. */
const RELAY = `
const { createServer, connect } = require('node:net')
const [xmpp, cdp] = process.argv.slice(1)
const pipe = (from, to) => { from.pipe(to).pipe(from); for (const one of [from, to]) one.on('error', () => { from.destroy(); to.destroy() }) }
createServer((one) => pipe(one, connect(xmpp))).listen(${XMPP_PORT}, '127.0.0.1')
createServer((one) => pipe(one, connect(${CDP_PORT}, '127.0.0.1'))).listen(cdp, () => console.log('ready'))`

/** Here: one end of each. */
async function relay(listenOn: string | number, to: () => ReturnType<typeof connect>): Promise<number> {
  const one = createServer((from) => {
    const there = to()
    from.pipe(there).pipe(from)
    for (const end of [from, there]) end.on('error', () => (from.destroy(), there.destroy()))
  })
  relays.push(one)
  await new Promise<void>((resolve) => one.listen(listenOn as number, resolve))
  return (one.address() as AddressInfo).port
}

function start(args: string[], says: RegExp, options: { env?: NodeJS.ProcessEnv } = {}): Promise<void> {
  const child = spawn('ip', inside(...args), { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  atExit(() => child.kill('SIGKILL'))
  ended.push(() => new Promise((resolve) => {
    if (child.exitCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  }))
  let said = ''
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => says.test((said += data.toString())) && resolve())
    child.once('exit', (code) => reject(new Error(`${args[0]} ended with ${code}:\n${said}`)))
  })
}
const ended: (() => Promise<void>)[] = []

beforeAll(async () => {
  if (ip('netns', 'add', SPACE).status !== 0) return void (hindrance = 'no network of its own can be made here')
  mkdirSync(`/etc/netns/${SPACE}`, { recursive: true })
  atExit(() => {
    ip('netns', 'delete', SPACE)
    rmSync(`/etc/netns/${SPACE}`, { recursive: true, force: true })
  })
  writeFileSync(`/etc/netns/${SPACE}/resolv.conf`, 'nameserver 10.99.0.53\n')
  ip(...inside('sh', '-c', 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6')) // the kernel itself would look for neighbours
  for (const line of ['link set lo up', 'link add out type veth peer name far', 'link set far up', 'link set out up', 'addr add 10.99.0.1/24 dev out', 'neigh add 10.99.0.53 lladdr 02:00:00:00:00:35 dev out nud permanent', 'route add default via 10.99.0.53']) {
    const { status, stderr } = ip('-n', SPACE, ...line.split(' '))
    if (status !== 0) return void (hindrance = stderr)
  }
  server = await startServer('prosody', { accounts: ['lina', 'wei'].map((user) => ({ user, password: `${user}-pw` })) })
  peer = await startPeer({ server, user: 'wei', password: 'wei-pw', autoAccept: true })
  const dir = tempDir('relay')
  await relay(join(dir, 'xmpp'), () => connect(server.port, server.host))
  await start([process.execPath, '-e', RELAY, join(dir, 'xmpp'), join(dir, 'cdp')], /ready/)
  const port = await relay(0, () => connect(join(dir, 'cdp')))
  const accountFile = join(profileDir, 'account.json')
  writeFileSync(accountFile, JSON.stringify({ address: `lina@${server.domain}`, password: 'lina-pw', host: '127.0.0.1', port: XMPP_PORT, connection: 'starttls', ca: server.caFile }))
  const flags = process.env.MAGPIE_NO_SANDBOX ? ['--no-sandbox'] : []
  const args = [process.env.MAGPIE_ELECTRON ?? 'electron', ...flags, `--remote-debugging-port=${CDP_PORT}`, process.env.MAGPIE_REPO!, '--profile-dir', profileDir, '--account-file', accountFile]
  await start(args, /DevTools listening/)
  browser = await attach(`http://127.0.0.1:${port}`)
  const context = browser.contexts()[0]!
  page = context.pages()[0] ?? (await context.waitForEvent('page'))
})
afterAll(async () => {
  await browser?.close()
  for (const end of ended.reverse()) await end()
  for (const one of relays) one.close()
  await peer?.stop()
  await server?.stop()
})

/** What has left by the way out since the beginning. */
const sent = () => Number(/out:(?:\s+\d+){9}\s+(\d+)/.exec(ip(...inside('cat', '/proc/net/dev')).stdout)![1])
const account = async () => (await page.evaluate(() => window.magpie.snapshot())).app.accounts.accounts[0]

it('from the start over login and talk, with links in it, to the settings: its server and nobody else', async (context) => {
  if (hindrance !== null) return context.skip(hindrance)
  await until(async () => (await account())?.connection.phase === 'online', 'not online')
  await page.evaluate(() => window.magpie.call('settings.set', { whoMayWrite: 'everyone' }))
  const address = `lina@${server.domain}`
  await peer.send(address, 'look: https://example.org/picture.png and http://192.0.2.7/x')
  await peer.send(address, 'https://example.org/a.png', { extra: "<x xmlns='jabber:x:oob'><url>https://example.org/a.png</url></x>" })
  await page.keyboard.press('Control+1')
  await page.locator('[data-conversation]').first().click()
  await page.locator('[data-file]').waitFor()
  await page.locator('.composer textarea').fill('https://example.org/mine')
  await page.locator('.composer textarea').press('Enter')
  await peer.waitForMessage((message) => message.body === 'https://example.org/mine')
  await page.keyboard.press('Control+,')
  for (const name of ['Privacy', 'Notifications', 'About']) await page.getByRole('button', { name, exact: true }).click()
  expect(sent()).toBe(0)
  expect(refusedIn(profileDir)).toEqual([])
  // And something does leave when somebody asks for a name.
  ip(...inside(process.execPath, '-e', "require('node:dns').promises.resolve4('example.org').catch(() => 0); setTimeout(() => process.exit(), 300)"))
  expect(sent()).toBeGreaterThan(0)
})

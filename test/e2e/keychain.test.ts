/**
 * SAFETY E4 and §3.2 with a real keyring of the desktop (gnome-keyring on a bus of its own): what is remembered, what lies on the disk, and
 * what is said when the keyring has been emptied. A computer without any: login.test.ts runs on one.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer, type TestServer } from '../support/servers'
import { atExit, tempDir } from '../support/temp'
import { launchApp, type LaunchedApp } from './support'
import { until } from './person'

const PASSWORD = 'kept-secret-Ω-9c1'
const hasKeyring = ['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon'].every((name) => spawnSync('which', [name]).status === 0)
let server: TestServer
const children: ChildProcess[] = []

beforeAll(async () => {
  if (hasKeyring) server = await startServer('prosody', { accounts: [{ user: 'lina', password: PASSWORD }] })
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await server?.stop()
})

/** Ended with this process. */
function start(command: string, args: string[], env: NodeJS.ProcessEnv, input = ''): ChildProcess {
  const child = spawn(command, args, { env, stdio: [input ? 'pipe' : 'ignore', 'pipe', 'ignore'] })
  children.push(child)
  atExit(() => child.kill('SIGKILL'))
  child.stdin?.end(input)
  return child
}

/** A bus that starts nothing by itself: no dialog that asks for the keyring's password (it would stop the program until it is answered). */
const QUIET_BUS = `<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`

/** A bus, and on it a keyring that is open, new and empty; with `home` the one that is there, locked, as when its dialog is closed unanswered. */
async function startKeyring(home: string | null = null): Promise<Record<string, string>> {
  const isLocked = home !== null
  home ??= tempDir('keyring')
  mkdirSync(join(home, 'run'), { recursive: true, mode: 0o700 })
  const places = { HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_RUNTIME_DIR: join(home, 'run') }
  writeFileSync(join(home, 'bus.conf'), QUIET_BUS)
  const bus = start('dbus-daemon', [`--config-file=${join(home, 'bus.conf')}`, '--nofork', '--nopidfile', '--print-address=1'], { ...process.env, ...places })
  const address = await new Promise<string>((resolve) => bus.stdout!.once('data', (data: Buffer) => resolve(data.toString().trim())))
  const env = { ...places, DBUS_SESSION_BUS_ADDRESS: address }
  const keyring = ['--foreground', '--components=secrets']
  if (isLocked) start('gnome-keyring-daemon', keyring, { ...process.env, ...env })
  else start('gnome-keyring-daemon', [...keyring, '--unlock'], { ...process.env, ...env }, 'login')
  const asked = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets']
  const isThere = () => spawnSync('dbus-send', asked, { env: { ...process.env, ...env }, encoding: 'utf8' }).stdout.includes('true')
  await until(() => Promise.resolve(isThere() && existsSync(join(home, 'data/keyrings/login.keyring'))), 'no keyring')
  return env
}
const launch = (env: Record<string, string>, profileDir?: string): Promise<LaunchedApp> =>
  launchApp({ profileDir, args: ['--password-store=gnome-libsecret'], env: { ...env, NODE_EXTRA_CA_CERTS: server.caFile } })
const connection = async ({ page }: LaunchedApp) => JSON.stringify((await page.evaluate(() => window.magpie.snapshot())).app.accounts.accounts[0]?.connection)
async function untilIs(app: LaunchedApp, words: string) {
  await until(async () => (await connection(app)).includes(words), `not ${words}`).catch(async (error: unknown) => {
    throw new Error(await connection(app), { cause: error })
  })
}

// Twice in some forty runs the third start did not find the keyring, for no reason found: once more then.
it('keeps the password in the keyring, logs in with it, and asks in words when the keyring has been emptied', { retry: 1 }, async (context) => {
  if (!hasKeyring) return context.skip('no gnome-keyring here')
  const env = await startKeyring()
  const first = await launch(env)
  const { page, profileDir } = first
  await page.getByRole('radio', { name: 'English' }).check({ force: true })
  await page.getByLabel('Address', { exact: true }).fill('lina@localhost')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Advanced' }).click()
  await page.getByLabel('Host', { exact: true }).fill('127.0.0.1')
  await page.getByLabel('Port', { exact: true }).fill(String(server.port))
  expect(await page.evaluate(async () => (await window.magpie.snapshot()).app.accounts.canRemember)).toBe(true)
  await page.getByRole('checkbox', { name: 'Auto login' }).check({ force: true }) // and remembers it
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await untilIs(first, '"online"')
  await first.close()

  const stored = readFileSync(join(profileDir, 'secrets.json'), 'utf8')
  expect(Object.values(JSON.parse(stored) as Record<string, string>).map((blob) => Buffer.from(blob, 'base64').toString('latin1', 0, 3))).toEqual(['v11']) // by the keyring's key; v10 is the one everybody knows
  expect(statSync(join(profileDir, 'secrets.json')).mode & 0o777).toBe(0o600)
  const secrets = [PASSWORD, Buffer.from(PASSWORD).toString('base64').slice(0, -4), Buffer.from(PASSWORD).toString('hex')]
  const files = readdirSync(profileDir, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
  expect(files.filter((file) => secrets.some((secret) => readFileSync(file).includes(secret)))).toEqual([])

  const second = await launch(env, profileDir)
  await untilIs(second, '"online"')
  await second.close()

  const third = await launch(await startKeyring(), profileDir) // another keyring, with another key in it
  await untilIs(third, 'secret-store')
  await third.page.getByText('The stored password could not be read').first().waitFor()
  await third.screenshot('keychain-emptied')
  expect(readFileSync(join(profileDir, 'secrets.json'), 'utf8')).toBe(stored) // nothing is thrown away: the keyring may come back
  await third.close()

  const fourth = await launch(await startKeyring(env.HOME), profileDir)
  await untilIs(fourth, 'secret-store')
  await fourth.page.getByText('The stored password could not be read').first().waitFor()
  expect(readFileSync(join(profileDir, 'secrets.json'), 'utf8')).toBe(stored)
  await fourth.close()
})

/** The check-up as a command: exit codes, what goes where, and an end in order. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readReport } from '#shared/check-up/reader'
import { titleOf } from '#shared/check-up/sentences'
import { xml } from '#xmpp/element'
import { NS_DISCO_INFO } from '#xmpp/xep/0030'
import { leftOf } from '../support/check-up'
import { belongings, lookInto } from '../support/check-up-belongings'
import { startServer, type TestServer } from '../support/servers'
import { atExit, tempDir } from '../support/temp'
import { connect } from '../support/xmpp-client'

const repo = process.env.MAGPIE_REPO ?? process.cwd()
const accounts = [{ user: 'lina', password: '密码 "tea"' }, { user: 'wei', password: 'wei-pw' }]
const dir = tempDir('check-up-command')
let server: TestServer

beforeAll(async () => {
  server = await startServer('prosody', { accounts })
})
afterAll(() => server?.stop())

function fileOf(name: string, users = accounts): string {
  const file = join(dir, name)
  const of = ({ user, password }: (typeof accounts)[0]) => ({ address: `${user}@${server.domain}`, password, host: server.host, port: server.port, connection: 'starttls', ca: server.caFile })
  writeFileSync(file, JSON.stringify(users.length === 1 ? of(users[0]!) : { accounts: users.map(of) }))
  return file
}

/** `until`: the signal when stderr has this. */
async function run(
  args: string[],
  { program = [process.execPath, join(repo, 'dist/main/headless.js')], until, signal = 'SIGTERM', env = {} }: { program?: string[]; until?: RegExp; signal?: NodeJS.Signals; env?: Record<string, string> } = {},
) {
  const [command, ...before] = program
  const child = spawn(command!, [...before, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LANG: 'C', ...env } })
  const forget = atExit(() => child.kill('SIGKILL'))
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    if (until?.test(stderr)) child.kill(signal)
  })
  const [code] = (await once(child, 'close')) as [number | null]
  forget()
  return { code, stdout, stderr }
}

it('cannot run: says what to do, exit code 2, nothing on stdout', async () => {
  const broken = join(dir, 'broken.json')
  writeFileSync(broken, '{"address":"nobody"}')
  const cases: [string[], RegExp][] = [
    [['--check-up'], /--check-up needs a value/],
    [['--check-up', join(dir, 'none.json')], /Give a JSON file with "address"/],
    [['--check-up', broken], /not valid/],
    [['--check-up', fileOf('a.json'), '--compare', broken], /is not a report/],
    [['--check-up', fileOf('wrong.json', [{ user: 'lina', password: 'wrong' }]), '--language', 'zh', '--json'], /账号或密码不正确/],
  ]
  for (const [args, words] of cases) {
    const { code, stdout, stderr } = await run(args)
    expect([code, stdout], stderr).toEqual([2, ''])
    expect(stderr).toMatch(words)
  }
})

it('prints the report, writes the others, exit code 1: something is broken', async () => {
  const [html, junit] = [join(dir, 'r.html'), join(dir, 'r.xml')]
  const { code, stdout, stderr } = await run(['--check-up', fileOf('pair.json'), '--only', 'messages', '--json', '--html', html, '--junit', junit])
  const report = readReport(stdout)!
  expect(report, stderr).toMatchObject({ accounts: [`lina@${server.domain}`, `wei@${server.domain}`], isAborted: false, server: { brand: 'prosody' } })
  expect(leftOf(report)).toEqual([])
  expect(stderr).toMatch(/left behind on the server: messages of the check-up in the archive of lina@[^:]+: \d+ \(no client can delete them\)/)
  const broken = report.lines.filter((line) => line.verdict === 'broken').length
  expect([code, broken > 0], stderr).toEqual([1, true])
  expect(readFileSync(html, 'utf8')).toContain(server.domain)
  expect(readFileSync(junit, 'utf8').match(/<failure/g)!.length).toBe(broken)
  for (const text of [stdout, stderr]) expect(text).not.toContain('密码')
  writeFileSync(join(dir, 'old.json'), stdout)
})

it('a second account that cannot log in, a file that cannot be written: said, the rest is there, exit code 2', async () => {
  const file = fileOf('half.json', [accounts[0]!, { user: 'wei', password: 'wrong' }])
  const { code, stdout, stderr } = await run(['--check-up', file, '--only', 'archive', '--json', '--html', join(dir, 'nowhere', 'r.html'), '--language', 'en'])
  expect(code, stderr).toBe(2)
  expect(readReport(stdout)?.lines.length, stderr).toBeGreaterThan(5)
  expect(stderr).toMatch(/r\.html could not be written/)
  expect(stderr).toMatch(/the second account could not log in/)
})

it('is in the app, too: no screen, no profile; compared with the other; exit code 0: nothing is broken', async () => {
  const markdown = join(dir, 'r.md')
  const flags = process.env.MAGPIE_NO_SANDBOX ? ['--no-sandbox'] : []
  const args = ['--check-up', fileOf('one.json', accounts.slice(0, 1)), '--only', 'services', '--compare', join(dir, 'old.json'), '--markdown', markdown, '--language', 'zh']
  const { code, stdout, stderr } = await run(args, {
    program: [process.env.MAGPIE_ELECTRON ?? 'electron', ...flags, repo], env: { DISPLAY: '', WAYLAND_DISPLAY: '', HOME: dir, XDG_CONFIG_HOME: join(dir, 'config') },
  })
  expect(stdout, stderr).toMatch(/^# 服务器体检：/)
  expect(stdout).toContain('## 与上一次比较')
  expect(readFileSync(markdown, 'utf8')).toMatch(/^# 服务器体检：/)
  expect(readdirSync(dir), 'a profile was made').not.toContain('config')
  expect(code, stderr).toBe(0)
})

it('ended by SIGTERM: removes its room, prints what there is, exit code 2', async () => {
  const made = titleOf({ id: 'rooms.create', area: 'rooms' }, 'en')
  const { code, stdout, stderr } = await run(['--check-up', fileOf('one.json', accounts.slice(0, 1)), '--only', 'rooms', '--json', '--language', 'en'], { until: new RegExp(`✓ ${made}`) })
  const report = readReport(stdout)!
  expect(report, stderr).toMatchObject({ isAborted: true, leftBehind: [] })
  expect(code).toBe(2)
  const room = new RegExp(`to="(magpie-check-[0-9a-f]{8}[^@"]*@[^/"]+)`).exec(report.lines.map((line) => line.evidence.map((one) => one.xml).join('')).join(''))![1]!
  const { user, password } = accounts[1]!
  const wei = connect({ jid: `${user}@${server.domain}`, password, transport: 'starttls', host: server.host, port: server.port, extraCa: [server.caPem] })
  wei.connection.start()
  await wei.online()
  const reply = await wei.connection.request({ type: 'get', to: room as never, payload: xml('query', { xmlns: NS_DISCO_INFO }) })
  await wei.connection.stop()
  expect(reply).toMatchObject({ ok: false, error: { condition: 'item-not-found' } })
})

it('killed in the middle: what it has made, the next one removes, another client says', async () => {
  const file = fileOf('killed.json')
  // Its sessions themselves wait for their owner for some minutes, as those of any client that was cut off.
  const here = async () => Object.fromEntries(
    Object.entries(await belongings(server, accounts)).map(([what, found]) => [what, what.endsWith(': waiting') ? (found as string[]).filter((xml) => !xml.includes('/magpie-check-')) : found]),
  )
  const before = await here()
  const args = ['--check-up', file, '--only', 'account,publishing,rooms', '--json', '--language', 'en']
  const joined = titleOf({ id: 'rooms.join', area: 'rooms' }, 'en')
  expect(await run(args, { until: new RegExp(`✓ ${joined}`), signal: 'SIGKILL' })).toMatchObject({ code: null, stdout: '' })
  const unfinished = `${file}.unfinished`
  const room = /"what":"room ([^"]+)"/.exec(readFileSync(unfinished, 'utf8'))![1]!
  expect(await here(), 'it was not killed in the middle').not.toEqual(before)
  expect((await lookInto(server, accounts[1]!, [room]))[room]).toMatch(/identity/)

  const { stdout, stderr } = await run(['--check-up', file, '--only', 'services', '--json', '--language', 'en'])
  expect(leftOf(readReport(stdout)!), stderr).toEqual([])
  expect(await here()).toEqual(before)
  expect(['item-not-found', 'gone']).toContain((await lookInto(server, accounts[1]!, [room]))[room])
  expect(existsSync(unfinished)).toBe(false)
})

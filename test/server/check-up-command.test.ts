/** The check-up as a command: exit codes, what goes where, and an end in order. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readReport } from '#shared/check-up/reader'
import { startServer, type TestServer } from '../support/servers'
import { atExit, tempDir } from '../support/temp'

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

/** `until`: SIGTERM when stderr has this. */
async function run(args: string[], { program = [process.execPath, join(repo, 'dist/main/headless.js')], until, env = {} }: { program?: string[]; until?: RegExp; env?: Record<string, string> } = {}) {
  const [command, ...before] = program
  const child = spawn(command!, [...before, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LANG: 'C', ...env } })
  const forget = atExit(() => child.kill('SIGKILL'))
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    if (until?.test(stderr)) child.kill('SIGTERM')
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

it('prints the report, writes the others, exit code as is found', async () => {
  const [html, junit, markdown, old] = ['r.html', 'r.xml', 'r.md', 'old.json'].map((name) => join(dir, name)) as [string, string, string, string]
  const first = await run(['--check-up', fileOf('pair.json'), '--json', '--html', html, '--junit', junit])
  const report = readReport(first.stdout)!
  expect(report, first.stderr).toMatchObject({ accounts: [`lina@${server.domain}`, `wei@${server.domain}`], isAborted: false, leftBehind: [], server: { brand: 'prosody' } })
  expect(first.code).toBe(report.lines.some((line) => line.verdict === 'broken') ? 1 : 0)
  expect(readFileSync(html, 'utf8')).toContain(server.domain)
  expect(readFileSync(junit, 'utf8')).toContain('<testsuites>')
  for (const text of [first.stdout, first.stderr]) expect(text).not.toContain('密码')

  // The app itself, where there is no screen.
  writeFileSync(old, first.stdout)
  const flags = process.env.MAGPIE_NO_SANDBOX ? ['--no-sandbox'] : []
  const app = await run(['--check-up', fileOf('one.json', accounts.slice(0, 1)), '--compare', old, '--markdown', markdown, '--language', 'zh'], {
    program: [process.env.MAGPIE_ELECTRON ?? 'electron', ...flags, repo], env: { DISPLAY: '', WAYLAND_DISPLAY: '', HOME: dir, XDG_CONFIG_HOME: join(dir, 'config') },
  })
  expect(app.stdout, app.stderr).toMatch(/^# 服务器体检: /)
  expect(app.stdout).toContain('## 与上一次比较')
  expect(readFileSync(markdown, 'utf8')).toMatch(/^# 服务器体检: /)
  expect(app.code).toBe(app.stdout.includes('✗') ? 1 : 0)
  expect(readdirSync(dir), 'a profile was made').not.toContain('config')
})

import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'vite'
import { beforeAll, expect, test } from 'vitest'
import { accepts } from '../support/ports'
import { serverKinds } from '../support/servers'
import { tempDir } from '../support/temp'

// What `npm run demo` does: the helpers bundled, in a plain Node process that ends by a signal.
const dir = tempDir('bundle')

beforeAll(async () => {
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }')
  const entry = join(dir, 'entry.ts')
  writeFileSync(entry, `
import { startServer } from ${JSON.stringify(join(import.meta.dirname, '../support/servers'))}
const server = await startServer(process.argv[2], { accounts: [{ user: 'alice', password: 'pw' }] })
console.log(JSON.stringify({ pid: server.pid, port: server.port, caFile: server.caFile }))
setInterval(() => undefined, 1000)
`)
  await build({ configFile: false, logLevel: 'error', root: dir, build: { ssr: entry, outDir: join(dir, 'out'), target: 'node20' } })
})

async function firstLine(parent: ChildProcessByStdio<null, Readable, null>): Promise<{ pid: number; port: number; caFile: string }> {
  const ended = once(parent, 'exit').then(() => Promise.reject(new Error('the program ended before its server was up')))
  const [line] = (await Promise.race([once(parent.stdout, 'data'), ended])) as [Buffer]
  return JSON.parse(line.toString()) as { pid: number; port: number; caFile: string }
}

for (const kind of serverKinds) {
  test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(`${kind} goes when its parent ends by %s`, async (signal) => {
    const parent = spawn(process.execPath, [join(dir, 'out/entry.js'), kind], {
      stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TMPDIR: tempDir('exit') },
    })
    const { pid, port, caFile } = await firstLine(parent)
    expect(await accepts(port)).toBe(true)
    expect(existsSync(caFile)).toBe(true)
    const group = processesIn(pid)
    expect(group).toContain(pid)

    parent.kill(signal)
    expect(await once(parent, 'exit')).toEqual([null, signal])
    const deadline = performance.now() + 10_000
    while (processesIn(pid).length > 0 || (await accepts(port))) {
      if (performance.now() > deadline) throw new Error(`still there: ${processesIn(pid).join(', ')}`)
      await sleep(20)
    }
    // Nobody can tidy up after SIGKILL; the outer test does.
    if (signal !== 'SIGKILL') expect(existsSync(caFile)).toBe(false)
  })
}

test('a server listens on 127.0.0.1 only', async () => {
  for (const kind of serverKinds) {
    const parent = spawn(process.execPath, [join(dir, 'out/entry.js'), kind], { stdio: ['ignore', 'pipe', 'inherit'] })
    const { pid } = await firstLine(parent)
    const addresses = listening(pid)
    expect(addresses.length).toBeGreaterThanOrEqual(3)
    expect(new Set(addresses)).toEqual(new Set(['0100007F'])) // 127.0.0.1 as /proc/net/tcp writes it
    parent.kill('SIGTERM')
    await once(parent, 'exit')
  }
})

/** Pids of the living processes of this group. */
function processesIn(group: number): number[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false
    // pid (name) state ppid pgrp …; the name may hold blanks and brackets.
    const [state, , pgrp] = read(`/proc/${name}/stat`).replace(/^.*\) /s, '').split(' ')
    return Number(pgrp) === group && state !== 'Z'
  }).map(Number)
}

/** Local addresses, in hexadecimal, on which the process listens; IPv4 and IPv6. */
function listening(pid: number): string[] {
  const inodes = new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${fd}`))?.[1]))
  return ['tcp', 'tcp6'].flatMap((table) => read(`/proc/net/${table}`).trim().split('\n').slice(1)).flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
    return state === '0A' && inodes.has(inode) ? [local.split(':')[0]!] : [] // 0A: LISTEN
  })
}

/** Empty when the process or the file is gone meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

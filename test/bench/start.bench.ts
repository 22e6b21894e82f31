/**
 * Cold start to a usable window, and idle memory, of Magpie beside a bare Electron window: A B A B … in one run, medians, as
 * ratios. "Usable" is the page's own mark `magpie-usable` (set when the login or main view takes input; in the bare page at
 * its first frame), read afterwards: nothing is attached while it counts. Profiles exist already, as on any day but the first.
 */
import { chromium } from 'playwright-core'
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { median, pssMbOf } from './memory'

const IDLE_MS = 6_000
const CONNECT_MS = 20_000
const END_MS = 8_000
const repo = process.env.MAGPIE_REPO!

interface Reading {
  startMs: number
  memoryMb: number
}

/** One start of `app`: from spawn to its mark, then its memory after some idle seconds. */
async function measure(app: string, args: string[]): Promise<Reading> {
  // A virtual screen has no GPU: without the switch Chromium sometimes keeps a software one, 70 MB, and sometimes gives up.
  // No GPU behind a virtual screen: without the switch Chromium now keeps a software one (70 MB), now gives it up.
  const flags = process.env.MAGPIE_NO_SANDBOX ? ['--no-sandbox'] : []
  const spawnedAt = performance.timeOrigin + performance.now()
  const child = spawn(electron, [...flags, '--disable-gpu', '--remote-debugging-port=0', app, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  let err = ''
  const endpoint = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no window after ${CONNECT_MS / 1000} s\n${err}`)), CONNECT_MS)
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString()
      const found = /DevTools listening on (ws:\S+)/.exec(err)?.[1]
      if (found) resolve((clearTimeout(timer), found))
    })
    child.once('exit', (code) => reject(new Error(`${app} ended with code ${code}\n${err}`)))
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  try {
    const url = await endpoint
    await sleep(IDLE_MS)
    const memoryMb = pssMbOf(child.pid!)
    const browser = await chromium.connectOverCDP(url)
    const page = browser.contexts()[0]?.pages()[0]
    const usableAt = await page?.evaluate(() => {
      const mark = performance.getEntriesByName('magpie-usable')[0]
      return mark ? performance.timeOrigin + mark.startTime : null
    })
    await browser.close()
    if (usableAt === null || usableAt === undefined) throw new Error(`${app} did not become usable within ${IDLE_MS / 1000} s\n${err}`)
    return { startMs: usableAt - spawnedAt, memoryMb }
  } finally {
    child.kill('SIGTERM')
    await Promise.race([ended, sleep(END_MS).then(() => child.kill('SIGKILL'))])
  }
}

if (process.platform !== 'linux') {
  console.error('this bench reads /proc: Linux only')
  process.exit(1)
}
const args = process.argv.slice(2)
const runs = Number(args[args.indexOf('--runs') + 1]) || 7
const profile = mkdtempSync(join(tmpdir(), 'magpie-bench-'))
// A copy of its own: with another Electron running from the same file PSS would give that one half of the shared pages.
const installed = process.env.MAGPIE_ELECTRON!
cpSync(dirname(installed), join(profile, 'electron'), { recursive: true })
const electron = join(profile, 'electron', basename(installed))
const apps = {
  bare: () => measure(join(repo, 'test/bench/bare'), [`--user-data-dir=${join(profile, 'bare')}`]),
  magpie: () => measure(repo, ['--profile-dir', join(profile, 'magpie')]),
}
const readings: Record<keyof typeof apps, Reading[]> = { bare: [], magpie: [] }
try {
  for (let round = 0; round <= runs; round += 1) {
    for (const name of ['bare', 'magpie'] as const) {
      const reading = await apps[name]()
      if (round === 0) continue // makes the profile and warms the disk cache, for both
      readings[name].push(reading)
      console.error(`${round}/${runs} ${name.padEnd(6)} ${reading.startMs.toFixed(0)} ms, ${reading.memoryMb.toFixed(0)} MB`)
    }
  }
} finally {
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
}

const round2 = (value: number) => Math.round(value * 100) / 100
const of = (name: keyof typeof apps, key: keyof Reading) => median(readings[name].map((reading) => reading[key]))
const result = {
  startRatio: round2(of('magpie', 'startMs') / of('bare', 'startMs')),
  memoryRatio: round2(of('magpie', 'memoryMb') / of('bare', 'memoryMb')),
  runs,
  magpie: { startMs: Math.round(of('magpie', 'startMs')), memoryMb: Math.round(of('magpie', 'memoryMb')) },
  bare: { startMs: Math.round(of('bare', 'startMs')), memoryMb: Math.round(of('bare', 'memoryMb')) },
  raw: readings,
}
if (!args.includes('--json')) {
  console.log(`start to usable window: ${result.magpie.startMs} ms, bare window ${result.bare.startMs} ms: ratio ${result.startRatio} (aim 1.5)`)
  console.log(`idle memory (PSS):      ${result.magpie.memoryMb} MB, bare window ${result.bare.memoryMb} MB: ratio ${result.memoryRatio} (aim 1.5)`)
}
console.log(JSON.stringify(result))

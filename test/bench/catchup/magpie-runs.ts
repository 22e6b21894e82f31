/** Magpie catching up into an empty store: headless, and as the real app with its window open and somebody clicking in it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ContractEvent } from '#contract'
import { Magpie } from '../../chaos/magpie'
import { launchApp } from '../../e2e/support'
import type { TestServer } from '../../support/servers'
import { tempDir } from '../../support/temp'
import { cpuSecondsOf, pssMbOf, treeOf, vmPeakMbOf } from '../memory'
import type { Reading } from './bare'
import { watchStalls, type Stall } from '../stalls.mjs'
import { OWNER } from './history'

const LIMIT_MS = 900_000
const POLL_MS = 50
const repo = process.env.MAGPIE_REPO ?? process.cwd()

/** From the first sight of catching up to its end, as those see it who are told. */
function createWatch() {
  let startMs = 0
  let endMs = 0
  let seen = 0
  return {
    take: (event: ContractEvent, atMs: number) => {
      if (event.name !== 'archive.progress') return
      seen = event.payload.seen
      const isBusy = event.payload.isCatchingUp || event.payload.isFetchingHistory
      if (isBusy) startMs ||= atMs
      else if (startMs > 0) endMs ||= atMs
    },
    get begun() { return startMs > 0 },
    get done() { return endMs > 0 },
    get seen() { return seen },
    get seconds() { return (endMs - startMs) / 1000 },
  }
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const endMs = performance.now() + LIMIT_MS; !(await isSo()); await sleep(POLL_MS)) {
    if (performance.now() > endMs) throw new Error(`${what}: not within ${LIMIT_MS / 1000} s`)
  }
}

export const accountOf = (server: TestServer) =>
  ({ address: `${OWNER}@${server.domain}`, password: OWNER, host: server.host, port: server.port, connection: 'starttls' as const, ca: server.caFile })

/** `inspect` is called when all is stored, before the end. */
export async function runHeadless(
  server: TestServer, nodeArgs: string[] = [], inspect: (magpie: Magpie) => Promise<void> = async () => undefined,
): Promise<Reading> {
  const dir = tempDir('bench-catchup')
  const watch = createWatch()
  let cpuAtStart = 0
  const magpie = new Magpie({
    name: OWNER, dir, profileDir: join(dir, 'profile'), program: join(repo, 'dist/main/headless.js'), account: accountOf(server), nodeArgs,
    onEvent: (event) => {
      watch.take(event, performance.now())
      if (watch.begun && magpie.pid !== null) cpuAtStart ||= cpuSecondsOf([magpie.pid])
    },
  })
  try {
    await magpie.start()
    await until('headless catch-up', () => watch.done)
    const pid = magpie.pid as number
    const reading = { messages: watch.seen, seconds: watch.seconds, cpuSeconds: cpuSecondsOf([pid]) - cpuAtStart, peakMemoryMb: vmPeakMbOf(pid) }
    await inspect(magpie)
    return reading
  } finally {
    await magpie.stop()
  }
}

export interface WindowReading extends Reading {
  /** Of the main process's event loop. */
  stall: Stall
  /** From a click on a conversation until its messages stand there. */
  clickMs: number[]
  /** A page of messages asked of the main process. */
  callMs: number[]
  /** All of the app's processes. */
  treeMemoryMb: number
  treeCpuSeconds: number
}

interface Seen {
  events: { atMs: number; event: ContractEvent }[]
  clickMs: number[]
  callMs: number[]
}
type BenchWindow = typeof window & { bench: Seen }

/** The server stands still until all watches are set; then nothing of the catch-up is missed. */
export async function runWindow(server: TestServer, screenshot: string | null): Promise<WindowReading> {
  const profileDir = tempDir('bench-catchup')
  const accountFile = join(profileDir, 'account.json')
  writeFileSync(accountFile, JSON.stringify(accountOf(server)))
  process.kill(server.pid as number, 'SIGSTOP')
  const { app, page, close, screenshot: shoot } = await launchApp({ profileDir, accountFile, args: ['--disable-gpu'] })
  const main = app.process().pid as number
  try {
    await page.evaluate(watchPage)
    await sleep(2000) // the start itself is no part of this
    await app.evaluate((_, text) => Object.assign(globalThis, { benchStalls: (0, eval)(`(${text})()`) as unknown }), watchStalls.toString())
    const cpu = [cpuSecondsOf([main]), cpuSecondsOf(treeOf(main))] as const
    process.kill(server.pid as number, 'SIGCONT')
    const watch = createWatch()
    let treeMemoryMb = 0
    await until('catch-up with a window', async () => {
      await sleep(500)
      treeMemoryMb = Math.max(treeMemoryMb, pssMbOf(main))
      const events = await page.evaluate(() => (window as BenchWindow).bench.events.splice(0))
      for (const { atMs, event } of events) watch.take(event, atMs)
      return watch.done
    })
    const stall = await app.evaluate(() => (globalThis as unknown as { benchStalls: { longest: Stall } }).benchStalls.longest)
    const { clickMs, callMs } = await page.evaluate(() => (window as BenchWindow).bench)
    if (screenshot) await shoot(screenshot)
    return {
      messages: watch.seen, seconds: watch.seconds, stall, clickMs, callMs, treeMemoryMb, peakMemoryMb: vmPeakMbOf(main),
      cpuSeconds: cpuSecondsOf([main]) - cpu[0], treeCpuSeconds: cpuSecondsOf(treeOf(main)) - cpu[1],
    }
  } finally {
    process.kill(server.pid as number, 'SIGCONT')
    await close()
  }
}

/** Runs in the page: keeps the progress, and from time to time does what a user does. */
function watchPage(): void {
  const bench: Seen = { events: [], clickMs: [], callMs: [] }
  Object.assign(window, { bench })
  window.magpie.subscribe((events) => {
    const atMs = performance.now()
    for (const event of events) if (event.name === 'archive.progress') bench.events.push({ atMs, event })
  })
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const rowOf = (id: string) => document.querySelector<HTMLElement>(`[data-conversation="${id}"]`)
  const click = async (id: string) => {
    const startMs = performance.now()
    for (let target = rowOf(id); target; target = target.parentElement) {
      if (target.matches('button, [role=option], a') || target.parentElement?.matches('[role=listbox]')) {
        target.click()
        break
      }
    }
    while (!rowOf(id)?.classList.contains('selected') || !document.querySelector('[data-message]')) {
      if (performance.now() - startMs > 5000) break
      await frame()
    }
    bench.clickMs.push(performance.now() - startMs)
  }
  const ask = async () => {
    const accounts = Object.entries((await window.magpie.snapshot()).accounts)
    const [accountId, slices] = accounts[0] ?? []
    const conversationId = slices?.conversations?.conversations[0]?.id
    if (!accountId || conversationId === undefined) return
    const startMs = performance.now()
    await window.magpie.call('conversation.history', { accountId: Number(accountId), conversationId, limit: 50 } as never)
    bench.callMs.push(performance.now() - startMs)
  }
  let n = 0
  const act = async () => {
    const ids = [...document.querySelectorAll<HTMLElement>('[data-conversation]')].map((el) => el.dataset['conversation'] as string)
    if (ids.length > 1) await click(ids[n++ % Math.min(ids.length, 5)] as string)
    await ask()
  }
  setInterval(() => void act(), 700)
}

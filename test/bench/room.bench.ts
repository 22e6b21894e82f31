/**
 * Joining a big room: from the join sent to the whole list known (and told to the windows), and the longest time the process
 * did nothing else; beside a bare @xmpp/client that only counts the presences. Then 100 changes a second. The server, the
 * core and the bare client each run in a process of their own; rounds take turns, medians count.
 */
import { client as xmppClient } from '@xmpp/client'
import { xml } from '@xmpp/xml'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createCore } from '#core/create-core'
import { silentLog } from '#core/log'
import { memorySecrets } from '#core/secrets'
import { features } from '#features/index'
import { systemClock } from '#shared/time'
import { createConnection } from '#xmpp/connection'
import { openRegistrationStream } from '#xmpp/registration-stream'
import { serve } from '../../electron/ipc/serve'
import { DOMAIN } from '../support/scripted-server'
import { tempDir } from '../support/temp'
import { median } from './memory'
import { OWN_NICK, ROOM, runCrowd } from './room-crowd'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '5' }, sizes: { type: 'string', default: '3000,5000' },
    role: { type: 'string' }, occupants: { type: 'string', default: '3000' }, changes: { type: 'string', default: '0' },
    port: { type: 'string' }, ca: { type: 'string' },
  },
})
const RESOLUTION_MS = 5
const CHANGES = 100
const CHANGE_SECONDS = 10
/** They begin before the measuring and go on until it is over. */
const CHANGE_MARGIN_SECONDS = 3
const occupants = Number(values.occupants)

interface Run {
  joinMs: number
  stallMs: number
  /** Of the processor, meanwhile: tells more than the clock where others use the machine. */
  cpuMs: number
  /** While the changes came in. */
  changes?: { stallMs: number; seen: number; events: number; cpuPercent: number }
}

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
const cpuMs = (since: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}
const longestMs = () => Math.max(0, Number((delay.max / 1e6 - RESOLUTION_MS).toFixed(1)))

/** What the bare client needs too: all presences, parsed. */
async function runBare(): Promise<Run> {
  const xmpp = xmppClient({ service: `xmpp://127.0.0.1:${values.port}`, domain: DOMAIN, username: 'lina', password: 'secret' })
  xmpp.on('error', (error: Error) => {
    throw error
  })
  await xmpp.start()
  await xmpp.send(xml('presence', {}))
  await sleep(300)
  delay.enable()
  await sleep(50)
  delay.reset()
  const startMs = performance.now()
  const before = process.cpuUsage()
  const endMs = await new Promise<number>((resolve) => {
    let count = 0
    xmpp.on('stanza', (stanza: { name: string }) => {
      if (stanza.name === 'presence' && ++count === occupants + 1) resolve(performance.now())
    })
    void xmpp.send(xml('presence', { to: `${ROOM}/${OWN_NICK}` }, xml('x', { xmlns: 'http://jabber.org/protocol/muc' })))
  })
  const usedMs = cpuMs(before)
  await sleep(50)
  return { joinMs: endMs - startMs, stallMs: longestMs(), cpuMs: usedMs }
}

async function runCore(): Promise<Run> {
  const core = createCore({
    profileDir: tempDir('bench-room'), features, secrets: memorySecrets(), clock: systemClock, log: silentLog,
    info: { name: 'Magpie', version: '0', os: null }, createConnection, openRegistrationStream,
    extraCa: [readFileSync(values.ca!, 'utf8')], nativeBinding: process.env['MAGPIE_SQLITE_BINDING'],
  })
  const server = serve(core)
  let isOnline = false
  let events = 0
  let listed = 0
  let seen = 0
  let onComplete: () => void = () => {}
  core.subscribe((event) => {
    if (event.name === 'account.changed' && JSON.stringify(event.payload).includes('"phase":"online"')) isOnline = true
    if (event.name !== 'room.occupantsChanged') return
    events++
    const { changed, isReset } = event.payload as { changed: unknown[]; isReset: boolean }
    if (isReset) listed = 0
    listed += changed.length
    seen += changed.length
    if (listed >= occupants + 1) onComplete()
  })
  const settings = { transport: 'starttls', host: '127.0.0.1', port: Number(values.port) }
  const login = await server.call('account.login', { address: `lina@${DOMAIN}`, password: 'secret', remember: false, autoLogin: false, server: settings })
  const { accountId } = (login as { value: { accountId: number } }).value
  while (!isOnline) await sleep(20)
  await sleep(500) // the steps after the login are not measured
  delay.enable()
  await sleep(50)
  delay.reset()
  const startMs = performance.now()
  const atStart = process.cpuUsage()
  const complete = new Promise<number>((resolve) => (onComplete = () => resolve(performance.now())))
  await server.call('room.join', { accountId, room: ROOM, nick: OWN_NICK })
  const endMs = await complete
  const usedMs = cpuMs(atStart)
  await sleep(100)
  const run: Run = { joinMs: endMs - startMs, stallMs: longestMs(), cpuMs: usedMs }
  if (Number(values.changes) > 0) {
    await sleep((CHANGE_MARGIN_SECONDS - 1) * 1000)
    events = seen = 0
    delay.reset()
    const before = process.cpuUsage()
    const beganMs = performance.now()
    await sleep(CHANGE_SECONDS * 1000)
    run.changes = { stallMs: longestMs(), seen, events, cpuPercent: Math.round((cpuMs(before) * 100) / (performance.now() - beganMs)) }
  }
  await core.stop()
  return run
}

// ---- who starts whom ----

const startChild = (args: string[], env: Record<string, string> = {}): ChildProcess =>
  fork(process.argv[1]!, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], env: { ...process.env, ...env }, execArgv: process.execArgv })

async function firstLine(child: ChildProcess): Promise<string> {
  let text = ''
  for await (const chunk of child.stdout!) {
    text += String(chunk)
    const end = text.indexOf('\n')
    if (end >= 0) return text.slice(0, end)
  }
  throw new Error('the process ended without a word')
}

async function measure(role: 'bare' | 'core', size: number, changes = 0): Promise<Run> {
  const crowd = startChild(['--role', 'server', '--occupants', String(size), '--changes', String(changes)])
  try {
    const { port, caFile } = JSON.parse(await firstLine(crowd)) as { port: number; caFile: string }
    const args = ['--role', role, '--occupants', String(size), '--changes', String(changes), '--port', String(port), '--ca', caFile]
    const child = startChild(args, { NODE_EXTRA_CA_CERTS: caFile })
    const run = JSON.parse(await firstLine(child)) as Run
    if (child.exitCode === null) await once(child, 'exit')
    return run
  } finally {
    crowd.kill()
  }
}

async function main(): Promise<void> {
  const sizes = values.sizes.split(',').map(Number)
  const rounds = Number(values.rounds)
  const report: Record<string, unknown> = {}
  let ratioToCount = 0
  let maxStallMs = 0
  for (const size of sizes) {
    const bare: Run[] = []
    const core: Run[] = []
    for (let round = 0; round < rounds; round++) {
      const order = round % 2 === 0 ? (['bare', 'core'] as const) : (['core', 'bare'] as const)
      for (const role of order) (role === 'bare' ? bare : core).push(await measure(role, size))
    }
    const of = (runs: Run[], key: 'joinMs' | 'stallMs' | 'cpuMs') => Number(median(runs.map((run) => run[key])).toFixed(1))
    const ratio = Number((of(core, 'joinMs') / of(bare, 'joinMs')).toFixed(2))
    report[size] = {
      coreMs: of(core, 'joinMs'), bareMs: of(bare, 'joinMs'), ratio,
      coreCpuMs: of(core, 'cpuMs'), bareCpuMs: of(bare, 'cpuMs'), cpuRatio: Number((of(core, 'cpuMs') / of(bare, 'cpuMs')).toFixed(2)),
      coreStallMs: of(core, 'stallMs'), bareStallMs: of(bare, 'stallMs'),
    }
    ratioToCount = Math.max(ratioToCount, ratio)
    maxStallMs = Math.max(maxStallMs, of(core, 'stallMs'))
    if (!values.json) console.log(`${size} occupants: ${JSON.stringify(report[size])}`)
  }
  const { changes } = await measure('core', sizes.at(-1)!, CHANGES)
  const churnMaxStallMs = changes?.stallMs ?? null
  maxStallMs = Math.max(maxStallMs, churnMaxStallMs ?? 0)
  if (!values.json) console.log(`${CHANGES} changes a second for ${CHANGE_SECONDS} s in the room of ${sizes.at(-1)}: ${JSON.stringify(changes)}`)
  console.log(JSON.stringify({ ratioToCount, maxStallMs, churnMaxStallMs, sizes: report, changes }))
}

if (values.role === undefined) await main()
else if (values.role === 'server') await runCrowd({ occupants, changes: Number(values.changes), seconds: CHANGE_SECONDS + 2 * CHANGE_MARGIN_SECONDS })
else {
  console.log(JSON.stringify(await (values.role === 'bare' ? runBare() : runCore())))
  process.exit(0)
}

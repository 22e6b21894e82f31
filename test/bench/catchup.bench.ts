/**
 * A long archive into an empty store. Side by side in each round, on the same server: (a) a bare loop that reads the same pages
 * through @xmpp/client and throws them away, (b) a bare insertion of the same rows, Magpie headless, and Magpie as the real app
 * with a window in which somebody clicks. Medians of the rounds; the worst stall of all, also in CPU time of the process itself. The server is Prosody as installed: it
 * gives 50 messages a page, whatever is asked for.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { STREAM_PAGE } from '#features/archive/query'
import type { TestServer } from '../support/servers'
import { tempDir } from '../support/temp'
import { bareInsert, bareRead, type Reading } from './catchup/bare'
import { startWithPast } from './catchup/history'
import { runHeadless, runWindow, type WindowReading } from './catchup/magpie-runs'
import { median } from './memory'

/** What Prosody gives at most (max_archive_query_results), and so one transaction of ours. */
const SERVER_PAGE = 50
const nativeBinding = process.env.MAGPIE_SQLITE_BINDING
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    messages: { type: 'string', default: '50000' },
    rounds: { type: 'string', default: '3' },
    // Only headless, with `node --cpu-prof` into this folder. */
    profile: { type: 'string' },
    as: { type: 'string' },
    task: { type: 'string', default: '{}' },
  },
})
const count = Number(values.messages)
const say = (text: string) => console.error(text)

/** The bare programs: this same file in a process of its own. */
async function child(as: 'read' | 'insert', task: object): Promise<Reading> {
  const args = ['--enable-source-maps', import.meta.filename, '--as', as, '--task', JSON.stringify(task)]
  // The test server's certificate is of its own authority; checking it costs nothing that is measured.
  const process_ = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' } })
  let out = ''
  process_.stdout.on('data', (data: Buffer) => (out += data.toString()))
  const [code] = (await once(process_, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${as} ended with ${code}\n${out}`)
  return JSON.parse(out) as Reading
}

const read = ({ host, port, domain }: TestServer) => child('read', { host, port, domain, page: STREAM_PAGE })
const insert = ({ domain }: TestServer) => child('insert', { file: join(tempDir('bench-insert'), 'bare.db'), count, domain, page: SERVER_PAGE, nativeBinding })

const round = (value: number, digits = 2) => Number(value.toFixed(digits))
const show = (name: string, one: Reading, more = '') =>
  say(`  ${name.padEnd(9)} ${one.seconds.toFixed(1)} s, CPU ${one.cpuSeconds.toFixed(1)} s, ${Math.round(one.messages / one.seconds)} messages/s, peak ${one.peakMemoryMb.toFixed(0)} MB${more}`)

async function measure(server: TestServer) {
  const all = { read: [] as Reading[], insert: [] as Reading[], headless: [] as Reading[], window: [] as WindowReading[] }
  for (let n = 1; n <= Number(values.rounds); n++) {
    say(`round ${n}/${values.rounds}, ${count} messages`)
    const readings = { read: await read(server), insert: await insert(server), headless: await runHeadless(server), window: await runWindow(server, 'bench-catchup') }
    const { window } = readings
    show('read', readings.read)
    show('insert', readings.insert)
    show('headless', readings.headless)
    show('window', window, `, stall ${window.stall.ms.toFixed(1)} ms (CPU ${window.stall.cpuMs.toFixed(1)}), click ${median(window.clickMs).toFixed(0)} ms (worst ${Math.max(...window.clickMs).toFixed(0)})`)
    for (const one of Object.values(readings)) if (one.messages !== count) throw new Error(`${one.messages} instead of ${count} messages`)
    all.read.push(readings.read)
    all.insert.push(readings.insert)
    all.headless.push(readings.headless)
    all.window.push(window)
  }
  return all
}

function sum(all: Awaited<ReturnType<typeof measure>>) {
  const of = <K extends keyof Reading>(kind: keyof typeof all, key: K) => median(all[kind].map((one) => one[key]))
  const clicks = all.window.flatMap((one) => one.clickMs)
  const calls = all.window.flatMap((one) => one.callMs)
  return {
    messages: count,
    ratioToRead: round(of('window', 'seconds') / of('read', 'seconds')),
    ratioToInsert: round(of('window', 'seconds') / of('insert', 'seconds')),
    maxStallMs: round(Math.max(...all.window.map((one) => one.stall.ms)), 1),
    messagesPerSecond: Math.round(count / of('window', 'seconds')),
    peakMemoryMb: Math.round(of('window', 'peakMemoryMb')),
    headlessRatioToRead: round(of('headless', 'seconds') / of('read', 'seconds')),
    cpuSeconds: { read: round(of('read', 'cpuSeconds')), insert: round(of('insert', 'cpuSeconds')), headless: round(of('headless', 'cpuSeconds')),
      main: round(of('window', 'cpuSeconds')), app: round(median(all.window.map((one) => one.treeCpuSeconds))) },
    seconds: { read: round(of('read', 'seconds')), insert: round(of('insert', 'seconds')), headless: round(of('headless', 'seconds')), window: round(of('window', 'seconds')) },
    stalls: all.window.map(({ stall }) => ({ ms: round(stall.ms, 1), cpuMs: round(stall.cpuMs, 1) })),
    appMemoryMb: Math.round(median(all.window.map((one) => one.treeMemoryMb))),
    clickMs: { count: clicks.length, median: round(median(clicks), 1), worst: round(Math.max(...clicks), 1) },
    callMs: { count: calls.length, median: round(median(calls), 1), worst: round(Math.max(...calls), 1) },
    rounds: Number(values.rounds),
  }
}

async function main(): Promise<void> {
  const server = await startWithPast(count, nativeBinding, read)
  try {
    if (values.profile) return show('headless', await runHeadless(server, ['--cpu-prof', `--cpu-prof-dir=${values.profile}`]))
    const result = sum(await measure(server))
    if (!values.json) for (const [key, value] of Object.entries(result)) console.log(`${key.padEnd(20)} ${JSON.stringify(value)}`)
    console.log(JSON.stringify(result))
  } finally {
    await server.stop()
  }
}

if (values.as === 'read') console.log(JSON.stringify(await bareRead(JSON.parse(values.task) as Parameters<typeof bareRead>[0])))
else if (values.as === 'insert') console.log(JSON.stringify(bareInsert(JSON.parse(values.task) as Parameters<typeof bareInsert>[0])))
else await main()
process.exit(0)

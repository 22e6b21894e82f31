/**
 * The program that is fuzzed, told what to do from outside: in this process (a test), or in one of its own (`npm run fuzz`), so that what is
 * measured of its memory and its stalls is Magpie's and not the generator's.
 */
import { fork } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRandom } from '../chaos/random'
import { Findings } from './findings'
import { Pipeline, type FarEnd } from './pipeline'

/** As its arguments the program is the fuzzed side. */
export const APP_ROLE = 'fuzzed-side'

export type Task = { do: 'start' } | { do: 'feed'; stanzas: string[]; isBroken: boolean } | { do: 'stop' }
/** `words`: what went wrong in this task; all else since the beginning. */
export interface Report {
  /** A good message came through behind it. */
  arrived: boolean
  /** Or another one, after a new login. */
  canGoOn: boolean
  words: string[]
  uncaught: number
  hangs: number
  markersLost: number
  maxStallMs: number
  reconnects: number
  /** Of this process, its highest. */
  peakMemoryMb: number
}
export interface FuzzApp {
  carryOut(task: Task): Promise<Report>
  close(): void
}

const status = '/proc/self/status'
/** Not of resourceUsage(): that begins with what the process had that started this one. */
const peakMemoryKb = () =>
  existsSync(status) ? Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8'))?.[1]) : process.resourceUsage().maxRSS

export function appHere(server: FarEnd, seed: number): FuzzApp {
  const random = createRandom(seed)
  const findings = new Findings(() => undefined)
  let pipeline: Pipeline | null = null
  let reconnects = 0
  let told = 0

  const feed = async (stanzas: readonly string[], isBroken: boolean): Promise<Pick<Report, 'arrived' | 'canGoOn'>> => {
    const at = pipeline!
    findings.resume()
    await at.feed(stanzas)
    const arrived = isBroken ? await at.recover() : await at.marker()
    if (arrived) return { arrived, canGoOn: true }
    findings.markersLost++
    findings.note(`a good message did not arrive\n${at.logs.join('\n')}`)
    return { arrived, canGoOn: await at.recover() }
  }
  const stop = async () => {
    pipeline!.look()
    reconnects += pipeline!.reconnects
    await pipeline!.stop()
  }
  return {
    carryOut: async (task) => {
      let fed = { arrived: true, canGoOn: true }
      if (task.do === 'start') {
        pipeline = new Pipeline(server, random, findings)
        findings.resume()
        await pipeline.start()
      } else if (task.do === 'feed') fed = await feed(task.stanzas, task.isBroken)
      else await stop()
      const { uncaught, hangs, markersLost, maxStallMs } = findings
      const words = findings.words.slice(told)
      told = findings.words.length
      return { ...fed, words, uncaught, hangs, markersLost, maxStallMs, reconnects, peakMemoryMb: Math.round(peakMemoryKb() / 1024) }
    },
    close: () => findings.stop(),
  }
}

type ToApp = { task: Task } | { answers: string[] } | { open: { port: number; caPem: string; seed: number } }
type FromApp = { report: Report } | { failed: string } | { takes: true }

/** The same in a process of its own: `program` is this program. What the server has to say it fetches from here. */
export function appElsewhere(server: FarEnd, seed: number, program: string): FuzzApp {
  const child = fork(program, [APP_ROLE], { execArgv: process.execArgv })
  const tell = (message: ToApp) => void child.send(message)
  let settle: { resolve(report: Report): void; reject(error: Error): void } | null = null
  child.on('message', (message: FromApp) => {
    if ('takes' in message) void Promise.resolve(server.takeAnswers()).then((answers) => tell({ answers }))
    else if ('report' in message) settle?.resolve(message.report)
    else settle?.reject(new Error(message.failed))
  })
  child.on('exit', (code, signal) => settle?.reject(new Error(`the program has ended: ${signal ?? code}`)))
  tell({ open: { port: server.port, caPem: server.caPem, seed } })
  return {
    carryOut: (task) => new Promise((resolve, reject) => {
      settle = { resolve, reject }
      tell({ task })
    }),
    close: () => void child.kill(),
  }
}

/** What that process does: as it is told, until who started it is gone. */
export function runFuzzedSide(): void {
  const tell = (message: FromApp) => void process.send!(message)
  let take: ((answers: string[]) => void) | null = null
  let app: FuzzApp | null = null
  process.on('message', (message: ToApp) => {
    if ('answers' in message) return take?.(message.answers)
    if ('open' in message) {
      const takeAnswers = () => new Promise<string[]>((resolve) => {
        take = resolve
        tell({ takes: true })
      })
      app = appHere({ port: message.open.port, caPem: message.open.caPem, takeAnswers }, message.open.seed)
      return
    }
    app!.carryOut(message.task).then((report) => tell({ report }), (error: Error) => tell({ failed: error.stack ?? String(error) }))
  })
  process.on('disconnect', () => process.exit(1))
}

import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { accepts } from './ports'
import { atExit } from './temp'

/** Slow machines: both servers need 1 to 5 s here, but the machine is shared. */
const startTimeoutMs = 90_000
const stopTimeoutMs = 15_000
// Takes the server along even when this process dies by SIGKILL. Only Linux has it.
const setpriv = '/usr/bin/setpriv'

export interface ProcessOptions {
  name: string
  command: string
  args: string[]
  env?: Record<string, string>
  cwd: string
  /** Where stdout and stderr go; the server may write its log to the same file. */
  logFile: string
  /** What the server writes itself. */
  moreLogFiles?: string[]
  /** All must accept connections before `start` is done. */
  ports: number[]
  /** Text in the log that says that something cannot work, e.g. a taken port. */
  fatal?: RegExp
}

/** One server process that can be started, stopped, killed and started again. */
export class ServerProcess {
  private child: ChildProcess | undefined
  private forget: () => void = () => undefined

  constructor(private readonly options: ProcessOptions) {}

  get pid(): number | undefined {
    return this.child?.pid
  }

  log(): string {
    return this.logFrom([]).join('')
  }

  /** The log files' contents, each from its offset on (characters). */
  private logFrom(offsets: number[]): string[] {
    const { logFile, moreLogFiles = [] } = this.options
    const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '')
    return [logFile, ...moreLogFiles].map((file, at) => read(file).slice(offsets[at] ?? 0))
  }

  async start(): Promise<void> {
    if (this.child) return
    const { name, command, args, env, cwd, logFile, ports, fatal } = this.options
    for (const port of ports) {
      if (await accepts(port)) throw new Error(`${name}: port ${port} is taken by another process`)
    }
    const before = this.logFrom([]).map((text) => text.length)
    const out = openSync(logFile, 'a')
    const [program, parameters] = existsSync(setpriv)
      ? [setpriv, ['--pdeathsig', 'KILL', '--', command, ...args]]
      : [command, args]
    // A process group of its own: Ctrl-C in the terminal reaches us first, and helpers of the server die with it.
    const stdio = ['ignore', out, out] as ['ignore', number, number]
    const child = spawn(program, parameters, { cwd, env: { ...process.env, ...env }, detached: true, stdio })
    closeSync(out)
    this.child = child
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('exit', (code, signal) => resolve(`exit ${signal ?? code}`))
    })
    void ended.then(() => {
      this.forget()
      if (this.child === child) this.child = undefined
    })
    this.forget = atExit(() => killGroup(child, 'SIGKILL'))

    const deadline = performance.now() + startTimeoutMs
    for (const port of ports) {
      while (!(await accepts(port))) {
        const wrong = fatal?.exec(this.logFrom(before).join('\n'))
        const why = wrong ? wrong[0] : performance.now() > deadline ? `not ready after ${startTimeoutMs} ms` : undefined
        if (why || this.child !== child) {
          killGroup(child, 'SIGKILL')
          throw new Error(`${name} did not start: ${why ?? (await ended)}\n${this.tail()}`)
        }
        await sleep(50)
      }
    }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.child
    if (!child) return
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill(signal)
    const inTime = await Promise.race([ended.then(() => true), sleep(stopTimeoutMs, false, { ref: false })])
    killGroup(child, 'SIGKILL') // the rest of the group, or all of it
    await ended
    this.child = undefined
    if (!inTime) throw new Error(`${this.options.name} did not stop within ${stopTimeoutMs} ms after ${signal}\n${this.tail()}`)
  }

  private tail(): string {
    return `--- end of ${this.options.logFile}\n${this.log().slice(-3000)}`
  }
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (!child.pid) return
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    if ((error as { code?: string }).code !== 'ESRCH') throw error // ESRCH: already gone, which is what we want
  }
}

/** The first of the paths that is there; otherwise an error that names the Debian package. */
export function findProgram(paths: string[], aptPackage: string): string {
  const found = paths.find((path) => existsSync(path))
  if (found) return found
  throw new Error(`${paths[0]} is missing: this test needs a real server. On Debian: apt-get install ${aptPackage}`)
}

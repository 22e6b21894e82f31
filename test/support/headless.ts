/** The real program without a window, spoken to as a tester's script does. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { CallName, ContractEvent, EventName, EventPayload } from '#contract'
import type { Result } from '#shared/result'
import type { TestServer } from './servers'
import { atExit, tempDir } from './temp'

const program = join(process.env.MAGPIE_REPO ?? process.cwd(), 'dist/main/headless.js')

/** For `--account-file`. */
export function accountFile(server: TestServer, who: { user: string; password: string }, more: object = {}): string {
  const file = join(tempDir('account'), 'account.json')
  const { host, port, domain, caFile } = server
  writeFileSync(file, JSON.stringify({ address: `${who.user}@${domain}`, password: who.password, host, port, connection: 'starttls', ca: caFile, ...more }))
  return file
}

export type Line = { event?: ContractEvent | { name: 'core.ready' | 'core.failed'; payload: Record<string, unknown> }; id?: unknown; result?: Result<unknown> }

export class Headless {
  readonly lines: Line[] = []
  stderr = ''
  private readonly child: ChildProcessWithoutNullStreams
  private readonly waiting = new Set<() => void>()
  private lastId = 0
  readonly exited: Promise<number | null>

  constructor(...args: string[]) {
    this.child = spawn(process.execPath, [program, ...args], { stdio: 'pipe' })
    // Writing to a process that was killed: its end is what `exited` reports.
    this.child.stdin.on('error', (error) => (this.stderr += `${error.message}\n`))
    const forget = atExit(() => this.child.kill('SIGKILL'))
    this.child.stderr.on('data', (data: Buffer) => (this.stderr += data.toString()))
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.lines.push(JSON.parse(line) as Line) // a line that is no JSON fails the test here
      for (const check of this.waiting) check()
    })
    this.exited = once(this.child, 'close').then(([code]) => (forget(), code as number | null))
  }

  write = (text: string) => this.child.stdin.write(text)
  endInput = () => this.child.stdin.end()
  signal = (name: NodeJS.Signals) => this.child.kill(name)

  /** The first line of which `pick` makes something, past or future. */
  find<T>(what: string, pick: (line: Line) => T | undefined | false | null): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no ${what} in\n${this.lines.map((l) => JSON.stringify(l)).join('\n')}\n${this.stderr}`)), 15_000)
      const check = () => {
        for (const line of this.lines) {
          const found = pick(line)
          if (found === undefined || found === false || found === null) continue
          clearTimeout(timer)
          this.waiting.delete(check)
          return resolve(found)
        }
      }
      this.waiting.add(check)
      check()
    })
  }

  event<K extends EventName>(name: K, isIt: (payload: EventPayload<K>) => boolean = () => true): Promise<EventPayload<K>> {
    return this.find(name, ({ event }) => {
      const payload = event?.name === name ? (event.payload as EventPayload<K>) : null
      return payload !== null && isIt(payload) && payload
    })
  }

  async call<T = unknown>(call: CallName | 'app.snapshot', input: unknown = {}): Promise<T> {
    const id = ++this.lastId
    this.write(`${JSON.stringify({ id, call, input })}\n`)
    const result = await this.find(`answer ${id}`, (line) => line.id === id && line.result)
    if (!result.ok) throw new Error(`${call}: ${JSON.stringify(result.error)}`)
    return result.value as T
  }
}

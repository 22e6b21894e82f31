/** One headless Magpie in a process of its own, spoken to in JSON lines, that can be killed and started again on its profile. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { CallName, ContractEvent } from '#contract'
import type { Account } from '#shared/model/account'
import type { Message } from '#shared/model/message'
import type { Result } from '#shared/result'
import { atExit } from '../support/temp'
import type { Row } from './checker'

export interface MagpieOptions {
  name: string
  /** The bundled headless program. */
  program: string
  /** Holds profile/, account.json and the output. */
  dir: string
  profileDir: string
  account: { address: string; password: string; host: string; port: number; connection: 'starttls' | 'plain'; ca: string }
  /** Told of every event; for timing. */
  onEvent?: (event: ContractEvent) => void
  nodeArgs?: string[]
  env?: Record<string, string>
}

/** `core.ready` and `core.failed` come, too, but tell nothing that the end of the process does not. */
type Line = { event?: ContractEvent; id?: number; result?: Result<unknown> }
const PAGE = 200
const START_MS = 30_000

export class Magpie {
  accountId = 0
  account: Account | null = null
  stderr = ''
  private child: ChildProcessWithoutNullStreams | null = null
  private ended: Promise<unknown> = Promise.resolve()
  private readonly calls = new Map<number, (result: Result<unknown> | null) => void>()
  private lastId = 0

  constructor(readonly options: MagpieOptions) {}

  get name(): string {
    return this.options.name
  }

  get isRunning(): boolean {
    return this.child !== null
  }

  get pid(): number | null {
    return this.child?.pid ?? null
  }

  get phase(): string {
    return this.child ? (this.account?.connection.phase ?? 'starting') : 'dead'
  }

  async start(): Promise<void> {
    if (this.child) return
    const { dir, program, profileDir, account, name, nodeArgs = [], env } = this.options
    const accountFile = join(dir, `${name}.json`)
    writeFileSync(accountFile, JSON.stringify(account))
    const args = [...nodeArgs, program, '--profile-dir', profileDir, '--account-file', accountFile]
    const child = spawn(process.execPath, args, { stdio: 'pipe', env: { ...process.env, ...env, MAGPIE_WIRE_LOG: join(dir, `${name}.wire.log`) } })
    this.child = child
    this.account = null
    const forget = atExit(() => child.kill('SIGKILL'))
    child.stderr.on('data', (data: Buffer) => (this.stderr = (this.stderr + data.toString()).slice(-20_000)))
    child.stdin.on('error', (error) => (this.stderr += `${error.message}\n`)) // its death is reported by 'close'
    this.ended = once(child, 'close').then(() => {
      forget()
      if (this.child === child) this.child = null
      for (const done of this.calls.values()) done(null)
      this.calls.clear()
    })
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${name} did not start\n${this.stderr}`)), START_MS)
      const over = (error?: Error) => {
        clearTimeout(timer)
        if (error) reject(error)
        else resolve()
      }
      void this.ended.then(() => over(new Error(`${name} ended at its start\n${this.stderr}`)))
      createInterface({ input: child.stdout }).on('line', (text) => {
        const line = parse(text)
        if (line) this.take(line)
        if (this.accountId > 0 && this.account) over()
      })
    })
  }

  private take({ event, id, result }: Line): void {
    if (id !== undefined && result) {
      this.calls.get(id)?.(result)
      this.calls.delete(id)
    }
    if (!event) return
    if (event.name === 'account.changed') {
      this.account = event.payload.account
      this.accountId = event.payload.account.id
    }
    this.options.onEvent?.(event)
  }

  signal(name: NodeJS.Signals): void {
    this.child?.kill(name)
  }

  async kill(): Promise<void> {
    this.child?.kill('SIGKILL')
    await this.ended
  }

  /** An orderly end. */
  async stop(): Promise<void> {
    const patience = setTimeout(() => this.child?.kill('SIGKILL'), 15_000)
    this.child?.kill('SIGTERM')
    await this.ended
    clearTimeout(patience)
  }

  /** Null: it died before it answered. */
  tryCall<T>(call: CallName, input: object = {}): Promise<Result<T> | null> {
    if (!this.child) return Promise.resolve(null)
    const id = ++this.lastId
    const answer = new Promise<Result<T> | null>((resolve) => this.calls.set(id, resolve as (result: Result<unknown> | null) => void))
    this.child.stdin.write(`${JSON.stringify({ id, call, input: { accountId: this.accountId, ...input } })}\n`)
    return answer
  }

  async call<T>(call: CallName, input: object = {}): Promise<T> {
    const result = await this.tryCall<T>(call, input)
    if (!result?.ok) throw new Error(`${this.name}: ${call}: ${JSON.stringify(result)}`)
    return result.value
  }

  async open(kind: 'chat' | 'room', peer: string): Promise<number> {
    return (await this.call<{ id: number }>('conversation.open', { kind, peer })).id
  }

  /** The whole conversation in reading order, as a window would page through it. */
  async history(conversationId: number): Promise<Message[]> {
    const pages: Message[][] = []
    for (let before: { orderMs: number; id: number } | undefined; ;) {
      const { messages } = await this.call<{ messages: Message[] }>('conversation.history', { conversationId, limit: PAGE, ...(before && { before }) })
      pages.unshift(messages)
      if (messages.length < PAGE) return pages.flat()
      before = { orderMs: messages[0]!.orderMs, id: messages[0]!.id }
    }
  }
}

export const rowsOf = (messages: Message[], authorOf: (sender: string) => string): Row[] =>
  messages.filter((message) => message.kind === 'text').map(({ sender, body }) => ({ author: authorOf(sender), body }))

function parse(text: string): Line | null {
  try {
    return JSON.parse(text) as Line
  } catch {
    return null // the last line of a process that was killed while it wrote
  }
}

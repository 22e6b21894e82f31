/** A screen, a session bus and a home of its own for one graphical client, and the hands of the one who sits before it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { atExit, tempDir } from '../support/temp'

const repo = process.env.MAGPIE_REPO ?? process.cwd()
const POLL_MS = 200

/** Asks or changes a program's own database. */
export function askDatabase(file: string, sql: string, ...args: unknown[]): Record<string, unknown>[] {
  const db = new Database(file, { ...(process.env.MAGPIE_SQLITE_BINDING && { nativeBinding: process.env.MAGPIE_SQLITE_BINDING }) })
  try {
    const statement = db.prepare(sql)
    if (statement.reader) return statement.all(...args) as Record<string, unknown>[]
    statement.run(...args)
    return []
  } finally {
    db.close()
  }
}

export class Desk {
  readonly home = tempDir('desk')
  env: NodeJS.ProcessEnv
  /** What the programs said. */
  said = ''
  private readonly children: ChildProcess[] = []

  private constructor(readonly name: string) {
    const in_ = (folder: string) => {
      mkdirSync(join(this.home, folder), { recursive: true, mode: 0o700 })
      return join(this.home, folder)
    }
    this.env = {
      ...process.env, HOME: this.home, XDG_CONFIG_HOME: in_('config'), XDG_DATA_HOME: in_('share'), XDG_STATE_HOME: in_('state'),
      XDG_CACHE_HOME: in_('cache'), XDG_RUNTIME_DIR: in_('run'), LC_ALL: 'C.UTF-8', WAYLAND_DISPLAY: '',
      // No graphics card, no sound, no keychain; the accessibility bus is wanted: it names the parts of the windows.
      GSK_RENDERER: 'cairo', LIBGL_ALWAYS_SOFTWARE: '1', GDK_BACKEND: 'x11', NO_AT_BRIDGE: '', GTK_A11Y: 'atspi', GSETTINGS_BACKEND: 'memory',
    }
  }

  static async open(name: string): Promise<Desk> {
    const desk = new Desk(name)
    const number = await desk.firstLine('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], 3)
    desk.env = { ...desk.env, DISPLAY: `:${number}` }
    desk.env = { ...desk.env, DBUS_SESSION_BUS_ADDRESS: await desk.firstLine('dbus-daemon', ['--session', '--nofork', '--print-address=3'], 3) }
    desk.start('openbox', [])
    return desk
  }

  start(command: string, args: string[], stdio: ('ignore' | 'pipe')[] = ['ignore', 'pipe', 'pipe']): ChildProcess {
    const child = spawn(command, args, { env: this.env, stdio })
    const forget = atExit(() => child.kill('SIGKILL'))
    child.once('close', forget).once('error', (error) => (this.said += `${command}: ${error.message}\n`))
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (this.said = (this.said + data.toString()).slice(-20_000)))
    this.children.push(child)
    return child
  }

  private firstLine(command: string, args: string[], fd: number): Promise<string> {
    const child = this.start(command, args, ['ignore', 'pipe', 'pipe', 'pipe'])
    return new Promise((resolve, reject) => {
      child.stdio[fd]!.once('data', (data: Buffer) => resolve(data.toString().trim()))
      child.once('error', reject).once('close', () => reject(new Error(`${command} ended: ${this.said}`)))
    })
  }

  run(command: string, ...args: string[]): string {
    const { status, stdout, stderr } = spawnSync(command, args, { env: this.env, encoding: 'utf8', timeout: 30_000 })
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${status} ${stderr}`)
    return stdout
  }

  /** Keys by their X names, e.g. `ctrl+a`. */
  press = (...keys: string[]) => this.run('xdotool', 'key', '--clearmodifiers', '--delay', '60', ...keys)

  /** Through the clipboard: xdotool types characters without a key by bending the keyboard map, and programs miss some of them. */
  async paste(words: string): Promise<void> {
    const child = spawn('xclip', ['-selection', 'clipboard', '-quiet', '-loops', '0'], { env: this.env, stdio: ['pipe', 'ignore', 'ignore'] })
    child.stdin.end(words)
    await sleep(300)
    this.press('ctrl+v')
    await sleep(500)
    child.kill()
  }

  click(x: number, y: number): void {
    this.run('xdotool', 'mousemove', String(x), String(y), 'sleep', '0.5', 'mousedown', '1', 'sleep', '0.1', 'mouseup', '1')
  }

  /** ASCII only. */
  async type(words: string): Promise<void> {
    this.run('xdotool', 'type', '--delay', '50', words)
    await sleep(1000)
  }

  async until<T>(what: string, look: () => T | undefined | null | false, withinMs = 30_000): Promise<T> {
    for (const end = performance.now() + withinMs; ; await sleep(POLL_MS)) {
      const found = look()
      if (found !== undefined && found !== null && found !== false) return found
      if (performance.now() < end) continue
      throw new Error(`${this.name}: ${what}: not within ${withinMs} ms (${this.picture('failed')})\n${this.said.slice(-2000)}`)
    }
  }

  /** A picture of the whole screen under out/interop. */
  picture(name: string): string {
    const dir = join(repo, 'out/interop')
    mkdirSync(dir, { recursive: true })
    const file = join(dir, `${this.name}-${name}.png`)
    this.run('import', '-window', 'root', file)
    return file
  }

  async close(): Promise<void> {
    for (const child of this.children.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      const ended = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGTERM')
      const patience = setTimeout(() => child.kill('SIGKILL'), 3000)
      await ended
      clearTimeout(patience)
    }
  }
}

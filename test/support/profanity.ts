/**
 * Profanity (Debian's `profanity` or `profanity-light`) as a person uses it: typed to in a terminal of its own (util-linux'
 * `script`), in a throw-away home. What it understood is read from its message database and its log of stanzas.
 */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import type { TestServer } from './servers-types'
import { atExit, tempDir } from './temp'

const PROGRAM = '/usr/bin/profanity'
/** For a busy machine. */
const WAIT_MS = 45_000
const POLL_MS = 50

/** Null where it is not installed. */
export function profanityVersion(): string | null {
  if (!existsSync(PROGRAM)) return null
  return /version (\d[\w.]*)/.exec(spawnSync(PROGRAM, ['--version'], { encoding: 'utf8' }).stdout)?.[1] ?? 'unknown'
}

/** A row of its message database; `replace_id`: the stanza that this one corrects. */
export interface ProfanityMessage {
  id: number
  from_jid: string
  message: string
  type: 'chat' | 'muc' | 'mucpm'
  stanza_id: string | null
  replace_id: string | null
}

export class Profanity {
  readonly home = tempDir('profanity')
  /** Everything that it drew, with the terminal's control characters. */
  screen = ''
  private readonly child: ChildProcessWithoutNullStreams
  private readonly ended: Promise<unknown>

  private constructor(private readonly server: TestServer, readonly address: string, password: string) {
    const config = join(this.home, 'config', 'profanity')
    const share = join(this.home, 'share', 'profanity')
    for (const dir of [config, share, join(this.home, 'state'), join(this.home, 'cache')]) mkdirSync(dir, { recursive: true })
    const certificates = join(this.home, 'certificates')
    mkdirSync(certificates)
    writeFileSync(join(certificates, 'ca.pem'), server.caPem)
    writeFileSync(join(config, 'profrc'), [
      '[connection]', `account=${address}`, `tls.certpath=${certificates}`, 'carbons=true', 'receipts.send=true', 'receipts.request=true',
      '[ui]', 'correction.allow=true', 'notify=', 'splash=false', 'beep=false', '[logging]', 'chlog=true', 'grlog=true', '[chatstates]', 'enabled=true', 'outtype=true', '',
    ].join('\n'))
    writeFileSync(join(share, 'accounts'), [
      `[${address}]`, 'enabled=true', `jid=${address}`, 'resource=profanity', `password=${password}`, `server=${server.host}`, `port=${server.port}`,
      'tls.policy=trust', 'presence.last=online', 'presence.login=online', `muc.service=${server.mucDomain}`, 'muc.nick=profanity', '',
    ].join('\n'))
    const env = {
      ...process.env, HOME: this.home, TERM: 'xterm', COLUMNS: '160', LINES: '50', LC_ALL: 'C.UTF-8', DISPLAY: '',
      XDG_CONFIG_HOME: join(this.home, 'config'), XDG_DATA_HOME: join(this.home, 'share'), XDG_STATE_HOME: join(this.home, 'state'), XDG_CACHE_HOME: join(this.home, 'cache'),
    }
    this.child = spawn('script', ['-qfec', `stty cols 160 rows 50; exec ${PROGRAM} -l DEBUG`, '/dev/null'], { stdio: 'pipe', env })
    this.child.stdin.on('error', (error) => (this.screen += error.message))
    this.child.stdout.on('data', (data: Buffer) => (this.screen += data.toString()))
    const forget = atExit(() => this.child.kill('SIGKILL'))
    this.ended = new Promise((resolve) => this.child.once('close', resolve)).then(forget)
  }

  /** Logged in, its contact list there. */
  static async start(server: TestServer, user: string, password: string): Promise<Profanity> {
    const one = new Profanity(server, `${user}@${server.domain}`, password)
    await one.until('logged in', () => /RECV:.*jabber:iq:roster/.test(one.log()) && /SENT:.*<presence/.test(one.log()))
    return one
  }

  /** What is typed into the field, with Enter: a command, or words for the window that is open. */
  type(line: string): void {
    this.press(`${line}\r`)
  }

  /** As the terminal sends them. */
  press(keys: string): void {
    this.child.stdin.write(keys)
  }

  /** Its log, in which every stanza stands. */
  log(): string {
    const dirs = [join(this.home, 'share', 'profanity', 'logs'), join(this.home, 'state', 'profanity', 'logs')].filter(existsSync)
    return dirs.flatMap((dir) => readdirSync(dir).map((name) => readFileSync(join(dir, name), 'utf8'))).join('')
  }

  messages(): ProfanityMessage[] {
    const file = join(this.home, 'share', 'profanity', 'database', this.address.replace('@', '_at_'), 'chatlog.db')
    if (!existsSync(file)) return []
    const db = new Database(file, { readonly: true, ...(process.env.MAGPIE_SQLITE_BINDING && { nativeBinding: process.env.MAGPIE_SQLITE_BINDING }) })
    try {
      return db.prepare('SELECT id, from_jid, message, type, stanza_id, replace_id FROM ChatLogs ORDER BY id').all() as ProfanityMessage[]
    } finally {
      db.close()
    }
  }

  async until<T>(what: string, look: () => T | undefined | null | false, withinMs = WAIT_MS): Promise<T> {
    for (const end = performance.now() + withinMs; ; await sleep(POLL_MS)) {
      const found = look()
      if (found !== undefined && found !== null && found !== false) return found
      if (performance.now() < end) continue
      throw new Error(`Profanity: ${what}: not within ${withinMs} ms\n${JSON.stringify(this.messages().slice(-5))}\n${this.log().slice(-4000)}\n${this.screen.slice(-1500)}`)
    }
  }

  /** It has kept a message of these words. */
  heard(message: string, look: (one: ProfanityMessage) => boolean = () => true): Promise<ProfanityMessage> {
    return this.until(message, () => this.messages().find((one) => one.message === message && look(one)))
  }

  async stop(): Promise<void> {
    this.type('/quit')
    const patience = setTimeout(() => this.child.kill('SIGKILL'), 3000)
    await this.ended
    clearTimeout(patience)
  }
}

/** Where Profanity finds a file that is to be sent. */
export function fileToSend(name: string, bytes: Uint8Array): string {
  const file = join(tempDir('send'), name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, bytes)
  return file
}

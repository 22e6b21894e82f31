/**
 * The core without a window, under plain Node, for scripts: JSON lines on stdin and stdout.
 *   in   {"id":1,"call":"message.send","input":{…}}
 *   out  {"id":1,"result":{"ok":true,"value":…}}      in the order in which calls finish
 *        {"event":{"revision":7,"name":"message.added","payload":{…}}}
 * First comes the event `core.ready`, or `core.failed` and exit code 1. The end of stdin, SIGTERM and SIGINT end it in order.
 * The log goes to stderr and into the profile; passwords are kept in memory only. With `--check-up FILE` it is a check-up of a server instead.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { memorySecrets } from '#core/secrets'
import { fail } from '#shared/result'
import { systemClock } from '#shared/time'
import { asStoreError } from '#store/database'
import { serve } from './ipc/serve'
import { readAccountFile } from './start/account-file'
import { parseArgv, parseCheckUp, type Options } from './start/argv'
import { checkUpCommand } from './start/check-up-command'
import { parseRequest } from './start/json-lines'
import { watchNetwork } from './start/network-watch'
import { profileDirOf } from './start/profile-dir'
import { appInfo, openProfile, prepareProfile, startCore } from './start/start-core'

/** How long calls under way may still answer after the end of stdin. */
const LAST_ANSWERS_MS = 10_000

const write = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)
const say = (name: string, payload: unknown) => write({ event: { revision: 0, name, payload } })
/** Leaves after what was written has left. */
const exit = (code: number) => process.stdout.write('', () => process.exit(code))

const ownVersion = () => (JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }).version

async function open(options: Options) {
  const account = options.accountFile === null ? null : readAccountFile(options.accountFile)
  if (account && !account.ok) return account
  const version = ownVersion()
  const profileDir = profileDirOf(options)
  try {
    const log = openProfile(profileDir, (line) => void process.stderr.write(line))
    const prepared = await prepareProfile({ profileDir, log, isPackaged: false })
    const core = startCore({
      profileDir, log, prepared,
      info: appInfo(version),
      secrets: memorySecrets(),
      account: account?.value ?? null,
      isPackaged: false,
    })
    return { ok: true as const, value: { core, version, profileDir } }
  } catch (error) {
    const { code, message } = asStoreError(error)
    return { ok: false as const, error: { code, message } }
  }
}

async function run(options: Options): Promise<void> {
  const opened = await open(options)
  if (!opened.ok) {
    say('core.failed', opened.error)
    return void exit(1)
  }
  const { core, version, profileDir } = opened.value
  const server = serve(core)
  const pending = new Set<Promise<unknown>>()
  core.subscribe((event) => write({ event }))
  watchNetwork(systemClock, core.retryNow)

  const answer = async (line: string) => {
    const { id, call, input } = parseRequest(line)
    const result = call === null ? fail('bad-input', 'not a line of {"id", "call", "input"}') : await server.call(call, input)
    write({ id, result })
  }
  const stop = () => void core.stop().finally(() => exit(0))

  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity })
  lines.on('line', (line) => {
    if (line.trim() === '') return
    const answered = answer(line).finally(() => pending.delete(answered))
    pending.add(answered)
  })
  lines.on('close', () => {
    const late = new Promise((resolve) => setTimeout(resolve, LAST_ANSWERS_MS))
    void Promise.race([Promise.allSettled(pending), late]).then(stop)
  })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)
  process.stdout.on('error', stop) // nobody reads any more
  say('core.ready', { version, profileDir, pid: process.pid })
}

const args = process.argv.slice(2)
const checkUp = parseCheckUp(args, process.env)
const options = parseArgv(args)
if (checkUp !== null) {
  if ('problem' in checkUp) {
    process.stderr.write(`magpie: ${checkUp.problem}\n`)
    exit(2)
  } else void checkUpCommand(checkUp, ownVersion()).then(exit)
} else if ('problem' in options) {
  say('core.failed', { code: 'bad-input', message: options.problem })
  exit(1)
} else void run(options)

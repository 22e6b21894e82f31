import { spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Every process started from here carries this in its environment: so daemons that left the tree are found too. */
export const runId = randomUUID()
/** After the marks of the runs around this one: those end this run's processes too, not the other way round. */
const MARKS = [process.env.MAGPIE_RUN_ID, runId].filter(Boolean).join(' ')
const children = new Set()

export function start(command, args, { env, ...options } = {}) {
  const child = spawn(command, args, { ...options, env: { ...process.env, ...env, MAGPIE_RUN_ID: MARKS } })
  children.add(child)
  child.once('close', () => children.delete(child))
  child.once('error', () => children.delete(child))
  return child
}

/** Runs to the end and gives {code, signal, out, err}; never rejects. `timeoutMs` kills it. */
export function run(command, args, { timeoutMs, ...options } = {}) {
  return new Promise((done) => {
    const child = start(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let [out, err] = ['', '']
    child.stdout?.on('data', (data) => (out += data))
    child.stderr?.on('data', (data) => (err += data))
    const timer = timeoutMs && setTimeout(() => {
      err += `\nETIMEDOUT after ${timeoutMs / 1000} s`
      child.kill('SIGKILL')
    }, timeoutMs)
    const end = (code, signal, error) => {
      clearTimeout(timer)
      done({ code, signal, out, err: error ? `${err}${error.message}` : err })
    }
    child.once('error', (error) => end(-1, null, error))
    child.once('close', (code, signal) => end(code, signal))
  })
}

/** For quick questions (milliseconds) only. */
export function ask(command, args, options) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', ...options })
  return { ok: status === 0, out: stdout ?? '' }
}

export const has = (command) => ask('sh', ['-c', `command -v ${command}`]).ok

function markedPids() {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(runId)
    } catch {
      return false // gone meanwhile, or another user's
    }
  }).map(Number)
}

function signal(pid, name) {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error
  }
}

/** Ends everything started from here, politely first, then for good. */
export async function stopAll() {
  const alive = () => [...new Set([...[...children].map((child) => child.pid), ...markedPids()])].filter(Boolean)
  for (const pid of alive()) signal(pid, 'SIGTERM')
  for (let waited = 0; waited < 3000 && alive().length > 0; waited += 50) await sleep(50)
  for (const pid of alive()) signal(pid, 'SIGKILL')
}

/** Ctrl-C and SIGTERM end the children too. */
export function stopChildrenOnSignal() {
  for (const [name, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
    process.once(name, () => void stopAll().then(() => process.exit(code)))
  }
}

/**
 * `npm run setup [app|test|demo|headless]`: everything the other commands need, from a clean clone. Every command runs it
 * first; when nothing changed it costs a fraction of a second. Imports nothing from node_modules at the top: it makes that.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureElectron } from './lib/electron.mjs'
import { Stop, main, say } from './lib/log.mjs'
import { ensureDependencies, lockHash } from './lib/npm.mjs'
import { runtimeFile } from './lib/paths.mjs'
import { stopChildrenOnSignal } from './lib/proc.mjs'
import { ensureSqlite } from './lib/sqlite.mjs'
import { ensureSystem, noSandbox, sandboxHint } from './lib/system.mjs'

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19) || major === 21) {
    throw new Stop(`Node ${process.versions.node} is too old; Magpie is built with Node 20.19 or newer, or 22 and newer.`)
  }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null // first run, or a file cut short: found out anew
  }
}

function write(file, value) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(value, null, 2))
  renameSync(`${file}.${process.pid}`, file)
}

/** What the answer "this binding loads" depends on. */
function keyOf(electron) {
  const file = electron && statSync(electron.path)
  return [lockHash(), process.version, process.arch, electron?.path, file?.size, file?.mtimeMs].join(' ')
}

/**
 * @param {'app'|'test'|'demo'|'headless'} purpose what will be run; `headless` needs neither Electron nor a screen
 * @returns {Promise<{electronPath: string|null, electronDist: string|null, electronVersion: string|null,
 *   electronKind: 'official'|'override'|'fallback'|null, sqliteBinding: string|null, noSandbox: boolean}>}
 */
export async function setup(purpose = 'app') {
  checkNode()
  await ensureDependencies()
  await ensureSystem(purpose)
  const electron = purpose === 'headless' ? null : await ensureElectron()
  // Apart: plain Node may take another binding than Electron, and must not take the tests' answer away.
  const file = electron ? runtimeFile : runtimeFile.replace('runtime', 'headless')
  const before = read(file)
  const key = keyOf(electron)
  const known = before?.key === key && (before.sqliteBinding === null || existsSync(before.sqliteBinding))
  if (electron) say(`Electron ${electron.version} (${electron.why})`)
  if (electron && !known && sandboxHint()) say(sandboxHint())
  const sqliteBinding = known ? before.sqliteBinding : await ensureSqlite(electron?.path)
  const runtime = {
    electronPath: electron?.path ?? null,
    electronDist: electron?.dist ?? null,
    electronVersion: electron?.version ?? null,
    electronKind: electron?.kind ?? null,
    sqliteBinding,
    noSandbox: noSandbox(),
    key,
  }
  if (JSON.stringify(runtime) !== JSON.stringify(before)) write(file, runtime)
  return runtime
}

/** The environment that carries the runtime to the app and to the tools. */
export function runtimeEnv({ electronDist, electronPath, electronKind, sqliteBinding }) {
  return {
    ...(sqliteBinding && { MAGPIE_SQLITE_BINDING: sqliteBinding }),
    ...(electronDist && electronKind !== 'official' && { ELECTRON_OVERRIDE_DIST_PATH: electronDist, ELECTRON_EXEC_PATH: electronPath }),
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  stopChildrenOnSignal()
  await main(async () => {
    const purpose = process.argv[2] ?? 'test'
    if (!['app', 'test', 'demo', 'headless'].includes(purpose)) throw new Stop('setup [app|test|demo|headless]')
    await setup(purpose)
  })
}

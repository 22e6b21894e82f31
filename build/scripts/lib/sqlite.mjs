/**
 * better-sqlite3 13 ships Node-API 10 binaries. Node 20 and Electron 33 have Node-API 9 and die at loading them: there it is
 * compiled once from the package's own source, outside of node_modules, and handed over by MAGPIE_SQLITE_BINDING.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { withLock } from './lock.mjs'
import { Stop, progress, say, stopFor } from './log.mjs'
import { cacheDir, inRepo } from './paths.mjs'
import { run } from './proc.mjs'
import { ensureSystem } from './system.mjs'

const PACKAGE = inRepo('node_modules/better-sqlite3')
const PROBE = `
const open = require(process.argv[1])
const db = new open(':memory:', process.argv[2] ? { nativeBinding: process.argv[2] } : {})
process.stdout.write(db.prepare('select sqlite_version() v').get().v)`

/** In a process of its own: a binary that does not fit takes the process down (SIGSEGV). */
async function loads(runtime, binding) {
  const env = runtime === process.execPath ? {} : { ELECTRON_RUN_AS_NODE: '1' }
  const { code, out } = await run(runtime, ['-e', PROBE, PACKAGE, binding ?? ''], { env, timeoutMs: 60_000 })
  return code === 0 && /^3\./.test(out)
}
const loadsInAll = async (runtimes, binding) => (await Promise.all(runtimes.map((runtime) => loads(runtime, binding)))).every(Boolean)

/** Headers beside this Node (`<prefix>/bin/node` → `<prefix>/include/node`); node-gyp fetches them where they are not. */
function headers() {
  const prefix = resolve(dirname(process.execPath), '..')
  return existsSync(join(prefix, 'include/node/node_api.h')) ? [`--nodedir=${prefix}`] : []
}

async function compile(target) {
  await ensureSystem('compile')
  const work = mkdtempSync(join(tmpdir(), 'magpie-sqlite-'))
  const done = progress('Compiling better-sqlite3 for this Node (1-2 minutes, once)')
  try {
    const copy = join(work, 'node_modules/better-sqlite3')
    cpSync(PACKAGE, copy, { recursive: true })
    cpSync(inRepo('node_modules/node-addon-api'), join(work, 'node_modules/node-addon-api'), { recursive: true })
    // NAPI_EXPERIMENTAL lifts the version the package asks for (10) to whatever this Node has.
    const env = { CXXFLAGS: '-UNAPI_VERSION -DNAPI_VERSION=2147483647 -DNAPI_EXPERIMENTAL' }
    const args = ['rebuild', '-C', copy, '--release', '--force_build=1', ...headers()]
    const { code, err, out } = await run(process.execPath, [inRepo('node_modules/node-gyp/bin/node-gyp.js'), ...args], { env })
    if (code !== 0) throw stopFor('Compiling better-sqlite3', `${out}\n${err}`)
    mkdirSync(dirname(target), { recursive: true })
    // Beside, then rename: another process never sees half a file.
    cpSync(join(copy, 'build/Release/better_sqlite3.node'), `${target}.${process.pid}`)
    renameSync(`${target}.${process.pid}`, target)
  } finally {
    done()
    rmSync(work, { recursive: true, force: true })
  }
  say('Compiled better-sqlite3.')
}

/** The path of the binding both Node and Electron can load; null when it is the stock one. */
export async function ensureSqlite(electronPath) {
  const runtimes = [process.execPath, electronPath].filter(Boolean)
  if (await loadsInAll(runtimes, null)) return null
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'))
  const name = `better_sqlite3-${version}-${process.platform}-${process.arch}-node${process.versions.node.split('.')[0]}.node`
  const target = join(cacheDir(), 'native', name)
  const good = async () => existsSync(target) && (await loadsInAll(runtimes, target))
  await withLock('sqlite', async () => void ((await good()) || (await compile(target))))
  if (await good()) return target
  throw new Stop(`better-sqlite3 was compiled but does not load in ${runtimes.join(' and ')}. Use Node 22.14 or newer and the official Electron.`)
}

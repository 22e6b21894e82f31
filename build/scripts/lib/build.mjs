import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { Stop, progress } from './log.mjs'
import { inRepo, repo } from './paths.mjs'
import { run } from './proc.mjs'

const vite = inRepo('node_modules/vite/bin/vite.js')

/** A fingerprint of every source file: path, size, time of change. */
function fingerprint(roots) {
  const hash = createHash('sha256')
  const visit = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat?.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name))
    else if (stat) hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`)
  }
  for (const root of roots) visit(inRepo(root))
  return hash.digest('hex')
}

async function whenStale(name, roots, build) {
  const stamp = inRepo('dist', `.${name}`)
  const fresh = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(roots)
  if (fresh()) return
  await withLock(`build-${createHash('sha256').update(repo).digest('hex').slice(0, 12)}`, async () => {
    if (fresh()) return
    const before = fingerprint(roots)
    const done = progress(`Building ${name}`)
    const { code, out, err } = await build()
    done()
    if (code !== 0) throw new Stop(`the build of ${name} failed.\n${`${out}\n${err}`.trim()}`)
    mkdirSync(inRepo('dist'), { recursive: true })
    writeFileSync(stamp, before)
  })
}

const SOURCES = ['electron', 'renderer', 'vite.config.ts', 'package.json', 'package-lock.json']

/** Builds dist/ when a source changed since. Nothing goes to stdout. */
export const ensureBuilt = () =>
  whenStale('app', SOURCES, () => run(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], { cwd: repo, env: { NO_COLOR: '1' } }))

/** Bundles one TypeScript program for plain Node into dist/NAME/ (packages stay outside) and gives its path. */
export async function ensureProgram(name, entry, env = {}) {
  await whenStale(name, [...SOURCES, 'test/support', 'test/attack', 'test/bench', 'test/chaos', 'test/cripple', 'test/e2e', 'test/fuzz', 'test/interop', 'test/mutants', 'build/vite.program.ts'], () =>
    run(process.execPath, [vite, 'build', '--config', inRepo('build/vite.program.ts'), '--logLevel', 'warn'], {
      cwd: repo, env: { NO_COLOR: '1', MAGPIE_PROGRAM: name, MAGPIE_ENTRY: inRepo(entry), ...env },
    }))
  return inRepo('dist', name, `${name}.js`)
}

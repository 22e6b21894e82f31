import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FALLBACK_ELECTRON, canFallBack, ensureFallback } from './fallback.mjs'
import { withLock } from './lock.mjs'
import { Stop, progress, stopFor } from './log.mjs'
import { cacheDir, inRepo } from './paths.mjs'
import { run } from './proc.mjs'

const PACKAGE = inRepo('node_modules/electron')
/** How long a failed download is believed; a network that blocks it today most likely does so for the day. */
const REMEMBER_MS = 12 * 3600_000
const PROBE_MS = 6_000
const DOWNLOAD_MS = 15 * 60_000

const executable = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron'
const wantedVersion = () => JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')).version
const officialPresent = () => existsSync(join(PACKAGE, 'path.txt')) && existsSync(join(PACKAGE, 'dist', executable))

const failureFile = () => join(cacheDir(), 'electron-download-failed.json')
function rememberedFailure() {
  try {
    const { version, atMs, reason } = JSON.parse(readFileSync(failureFile(), 'utf8'))
    return version === wantedVersion() && Date.now() - atMs < REMEMBER_MS ? reason : null
  } catch {
    return null // nothing remembered, or not readable: then it is tried again
  }
}

/** Asks the download host for a sign of life; with a proxy or a mirror set only the real download can tell. */
async function reachable(version) {
  if (Object.keys(process.env).some((name) => /^(https?_proxy|all_proxy|electron_mirror|npm_config_electron_mirror)$/i.test(name))) return null
  const url = `https://github.com/electron/electron/releases/download/v${version}/SHASUMS256.txt`
  try {
    const answer = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PROBE_MS) })
    return answer.status < 400 ? null : `github.com answered ${answer.status}`
  } catch (error) {
    return `github.com: ${error.cause?.code ?? error.name}`
  }
}

/** Electron's own installer. Gives null, or why not. */
async function download() {
  const version = wantedVersion()
  let reason = await reachable(version)
  if (reason === null) {
    const done = progress(`Downloading Electron ${version} (about 120 MB)`)
    const { code, err } = await run(process.execPath, [join(PACKAGE, 'install.js')], { timeoutMs: DOWNLOAD_MS })
    done()
    if (code === 0 && officialPresent()) return null
    if (/ENOSPC/.test(err)) throw stopFor('Downloading Electron', err)
    rmSync(join(PACKAGE, 'path.txt'), { force: true })
    reason = /^.*Error.*$/m.exec(err)?.[0] ?? 'the installer failed'
  }
  mkdirSync(cacheDir(), { recursive: true })
  writeFileSync(failureFile(), JSON.stringify({ version, atMs: Date.now(), reason }))
  return reason
}

const official = (why) => ({ kind: 'official', dist: join(PACKAGE, 'dist'), path: join(PACKAGE, 'dist', executable), version: wantedVersion(), why })

/** Finds or fetches the Electron to run: {kind, dist, path, version, why}. The order is RUNTIME.md's. */
export async function ensureElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    if (!existsSync(join(override, executable))) throw new Stop(`ELECTRON_OVERRIDE_DIST_PATH=${override} has no ${executable} in it.`)
    const noted = join(override, 'version')
    const version = existsSync(noted) ? readFileSync(noted, 'utf8').trim().replace(/^v/, '') : 'of unknown version'
    return { kind: 'override', dist: override, path: join(override, executable), version, why: 'ELECTRON_OVERRIDE_DIST_PATH is set' }
  }
  if (officialPresent()) return official('installed')
  const reason = rememberedFailure() ?? (await withLock('electron-download', async () => (officialPresent() ? null : rememberedFailure() ?? download())))
  if (reason === null) return official('just downloaded')
  if (!canFallBack()) {
    rmSync(failureFile(), { force: true })
    throw new Stop(`Electron ${wantedVersion()} could not be downloaded (${reason}).\n  Set ELECTRON_MIRROR to a mirror you reach, or ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron.`)
  }
  const dist = await ensureFallback()
  return { kind: 'fallback', dist, path: join(dist, executable), version: FALLBACK_ELECTRON, why: `official ${wantedVersion()} not to be had, ${reason}; for development and tests only` }
}

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { withLock } from './lock.mjs'
import { Stop, progress, say, stopFor } from './log.mjs'
import { inRepo, repo } from './paths.mjs'
import { run } from './proc.mjs'

const STAMP = inRepo('node_modules/.magpie-lock')
/** What npm notes about node_modules itself. */
const NOTED = inRepo('node_modules/.package-lock.json')
const NEEDED_BYTES = 500e6
export const lockHash = () => createHash('sha256').update(readFileSync(inRepo('package-lock.json'))).digest('hex')

/** True when what npm noted in node_modules is what the lock asks for (optional packages of other platforms aside). */
function isInstalled() {
  if (!existsSync(NOTED)) return false
  const packages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages
  const [have, want] = [packages(NOTED), packages(inRepo('package-lock.json'))]
  return Object.entries(want).every(([path, { version, optional }]) => path === '' || optional || have[path]?.version === version)
}

const upToDate = (hash) => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash

/** The npm that runs us, else the one beside this Node, else the one in PATH. */
export function npm(args, options) {
  const cli = process.env.npm_execpath
  const quiet = ['--loglevel=warn', '--no-audit', '--no-fund', '--no-update-notifier', '--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=4000']
  if (cli && /npm-cli\.c?js$/.test(cli)) return run(process.execPath, [cli, ...args, ...quiet], options)
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', [...args, ...quiet], { shell: process.platform === 'win32', ...options })
}

/** Installs the packages of package-lock.json when they are not there. */
export async function ensureDependencies() {
  const hash = lockHash()
  if (upToDate(hash)) return
  await withLock(`packages-${createHash('sha256').update(repo).digest('hex').slice(0, 12)}`, async () => {
    if (upToDate(hash)) return
    if (!isInstalled()) {
      const { bavail, bsize } = statfsSync(repo)
      if (bavail * bsize < NEEDED_BYTES) {
        throw new Stop(`the npm packages need ${NEEDED_BYTES / 1e6} MB in ${repo}, only ${Math.floor((bavail * bsize) / 1e6)} MB are free.`)
      }
      const done = progress('Installing the npm packages (about 300 MB on disk)')
      const { code, err, out } = await npm(['ci', '--ignore-scripts', '--prefer-offline'], { cwd: repo })
      done()
      if (code === -1) throw new Stop('npm was not found; install Node.js with npm.')
      // npm calls it a success when files could not be written.
      const cutShort = /ENOSPC|TAR_ENTRY_ERROR/.test(err)
      if (cutShort) rmSync(NOTED, { force: true })
      if (code !== 0 || cutShort) throw stopFor('npm ci', err || out)
      say('Installed the npm packages.')
    }
    writeFileSync(STAMP, hash)
  })
}

/** Converse.js out of the npm registry, for `npm run interop` alone: it is no dependency of the project, and runs in the browser only. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { Stop, progress, stopFor } from './log.mjs'
import { npm } from './npm.mjs'
import { cacheDir } from './paths.mjs'
import { run } from './proc.mjs'

export const CONVERSE_VERSION = '14.0.0'
const PACKAGE = `converse.js@${CONVERSE_VERSION}`
const SHA512 = 'LFUg030jDalV47vI/vyVPqYPZfJYXFbubq8v0cFDe2zXNeeGEk3Up0Fj/WTzT6t+6do+cAIToy73eAj7RNDj2Q=='

/**
 * Fetched once, nothing of it is run here.
 * @returns {Promise<string>} the folder with its `converse.min.js`
 */
export async function ensureConverse() {
  const dir = join(cacheDir(), `converse-${CONVERSE_VERSION}-${createHash('sha256').update(SHA512).digest('hex').slice(0, 10)}`)
  if (existsSync(dir)) return join(dir, 'package/dist')
  return withLock('converse', async () => {
    if (existsSync(dir)) return join(dir, 'package/dist')
    const made = `${dir}.new`
    rmSync(made, { recursive: true, force: true })
    mkdirSync(made)
    const done = progress('Downloading Converse.js from the npm registry (9 MB, once)')
    const packed = await npm(['pack', PACKAGE, '--pack-destination', made], { cwd: made })
    done()
    if (packed.code !== 0) throw stopFor(`npm pack ${PACKAGE}`, packed.err || packed.out)
    const tarball = join(made, readdirSync(made).find((name) => name.endsWith('.tgz')))
    if (createHash('sha512').update(readFileSync(tarball)).digest('base64') !== SHA512) throw new Stop(`${PACKAGE} is not the file that was pinned (checksum differs); not used.`)
    const { code, err } = await run('tar', ['-xzf', tarball, '-C', made, 'package/dist', 'package/LICENSE'])
    if (code !== 0) throw stopFor('tar', err)
    rmSync(tarball)
    renameSync(made, dir)
    return join(dir, 'package/dist')
  })
}

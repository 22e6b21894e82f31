import { accessSync, constants, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

export const repo = resolve(import.meta.dirname, '../../..')
export const inRepo = (...parts) => join(repo, ...parts)
/** What the launchers and the tests read: {electronPath, electronDist, sqliteBinding, noSandbox, …}. */
export const runtimeFile = inRepo('node_modules/.cache/magpie/runtime.json')

let cache
/**
 * Where the Electron fallback and the rebuilt SQLite binding are kept: outside of node_modules (`npm ci` deletes that)
 * and shared by all clones of one user; inside the clone when the home directory cannot be written.
 */
export function cacheDir() {
  if (cache) return cache
  const wanted = [
    process.env.MAGPIE_CACHE_DIR,
    join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'magpie'),
    inRepo('.cache/magpie'),
  ].filter(Boolean)
  for (const dir of wanted) {
    try {
      mkdirSync(dir, { recursive: true })
      accessSync(dir, constants.W_OK)
      return (cache = dir)
    } catch (error) {
      if (dir === wanted.at(-1)) throw error
    }
  }
}

/**
 * One program per profile: an exclusive SQLite transaction on a file of its own. The system takes the lock back however
 * the holder ends, SIGKILL too, which a file with a process number in it cannot promise.
 */
import Database from 'better-sqlite3'
import { join } from 'node:path'
import { StoreError, asStoreError } from '#store/database'

/** How long a holder that is just ending is waited for. Blocks. */
const WAIT_MS = 1500

/** Throws StoreError('locked') when another program holds the profile. Gives the release. */
export function lockProfile(profileDir: string, nativeBinding?: string): () => void {
  let db: Database.Database | null = null
  try {
    db = new Database(join(profileDir, 'profile.lock'), { timeout: WAIT_MS, ...(nativeBinding && { nativeBinding }) })
    db.exec('BEGIN EXCLUSIVE')
    const held = db
    return () => void held.close()
  } catch (error) {
    db?.close()
    const problem = asStoreError(error)
    throw problem.code === 'locked' ? new StoreError('locked', 'another program has this profile open') : problem
  }
}

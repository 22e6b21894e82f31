import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Cleanup = () => void

const cleanups: Cleanup[] = []
let armed = false
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs `cleanup` when this process ends: by itself, by Ctrl-C or by a signal; not after SIGKILL. Last in, first out.
 * It must be synchronous. Returns a function that forgets it again.
 */
export function atExit(cleanup: Cleanup): () => void {
  arm()
  cleanups.push(cleanup)
  return () => {
    const at = cleanups.indexOf(cleanup)
    if (at >= 0) cleanups.splice(at, 1)
  }
}

function runCleanups() {
  for (let cleanup = cleanups.pop(); cleanup; cleanup = cleanups.pop()) {
    try {
      cleanup()
    } catch (error) {
      console.error('cleaning up at exit:', error) // the other cleanups still have to run
    }
  }
}

function arm() {
  if (armed) return
  armed = true
  process.on('exit', runCleanups)
  for (const signal of signals) {
    const onSignal = () => {
      // Somebody else who listens decides about the end of the process; 'exit' then brings us back here.
      if (process.listenerCount(signal) > 1) return
      runCleanups()
      process.removeListener(signal, onSignal)
      process.kill(process.pid, signal)
    }
    process.on(signal, onSignal)
  }
}

/** A new empty folder that is removed when this process ends. */
export function tempDir(name = 'test'): string {
  const dir = mkdtempSync(join(tmpdir(), `magpie-${name}-`))
  atExit(() => rmSync(dir, { recursive: true, force: true, maxRetries: 3 }))
  return dir
}

import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './log.mjs'
import { cacheDir } from './paths.mjs'

const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** The lock is a directory (mkdir is atomic) with the owner's pid in it; one left by a dead process is taken over. */
function isStale(dir) {
  try {
    return !isAlive(Number(readFileSync(join(dir, 'pid'), 'utf8')))
  } catch {
    // Made but without a pid yet: somebody is between mkdir and write. Ten seconds is far more than that takes.
    const made = statSync(dir, { throwIfNoEntry: false })?.mtimeMs
    return made !== undefined && Date.now() - made > 10_000
  }
}

/** Runs `work` while no other process of this user runs under the same name. */
export async function withLock(name, work) {
  const dir = join(cacheDir(), 'locks', name)
  mkdirSync(join(cacheDir(), 'locks'), { recursive: true })
  let told = false
  for (;;) {
    try {
      mkdirSync(dir)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (isStale(dir)) rmSync(dir, { recursive: true, force: true })
      else {
        if (!told) say(`Another magpie command is busy with ${name}; waiting for it.`)
        told = true
        await sleep(300)
      }
    }
  }
  try {
    writeFileSync(join(dir, 'pid'), String(process.pid))
    return await work()
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** The log on disk: magpie.log and the one before it, 1 MB each, for the user's eyes only. */
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const MAX_BYTES = 1_000_000

/** Gives the writer of whole lines. A log that cannot be written is said once on stderr and then left alone. */
export function openLogFile(dir: string, maxBytes = MAX_BYTES): (line: string) => void {
  const file = join(dir, 'magpie.log')
  let fd: number | null = null
  let bytes = 0
  let isBroken = false

  const open = () => {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    fd = openSync(file, 'a', 0o600)
    bytes = fstatSync(fd).size
  }
  const rotate = () => {
    closeSync(fd!)
    fd = null
    renameSync(file, join(dir, 'magpie.1.log'))
    open()
  }

  return (line) => {
    if (isBroken) return
    try {
      if (fd === null) open()
      if (bytes > 0 && bytes + Buffer.byteLength(line) > maxBytes) rotate()
      bytes += writeSync(fd!, line)
    } catch (error) {
      isBroken = true
      process.stderr.write(`magpie: no log from here on: ${String(error)}\n`)
    }
  }
}

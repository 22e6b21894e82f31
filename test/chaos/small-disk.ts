/** A disk of a few megabytes that can be filled to the last byte: a tmpfs of its own, which only root may mount. */
import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { atExit } from '../support/temp'

const SIZE_MB = 64

export interface SmallDisk {
  dir: string
  fill(): void
  empty(): void
  unmount(): void
}

/** Throws where this is not allowed: the campaign says so and is run without the fault. */
export function mountSmallDisk(dir: string): SmallDisk {
  mkdirSync(dir, { recursive: true })
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'tmpfs', dir], { encoding: 'utf8' })
  if (mounted.status !== 0) throw new Error(`no small disk (leave disk-full out with --faults): ${mounted.stderr || String(mounted.error)}`)
  const unmount = () => void spawnSync('umount', ['-l', dir])
  const forget = atExit(unmount)
  const filler = join(dir, 'filler')
  return {
    dir,
    fill: () => {
      // Big pieces first, then pages: what is left over is smaller than any write of the database.
      for (const size of [1 << 20, 4096]) appendUntilFull(filler, size)
    },
    empty: () => rmSync(filler, { force: true }),
    unmount: () => {
      forget()
      unmount()
    },
  }
}

function appendUntilFull(file: string, size: number): void {
  const piece = Buffer.alloc(size)
  try {
    for (;;) appendFileSync(file, piece)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}

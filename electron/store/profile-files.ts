/** The files of a profile's store besides the database itself: the mark of an open store, the reserve, durable renames. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statfsSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface StoreFiles {
  db: string
  /** There from opening to clean closing: found at start, the last run was killed. */
  mark: string
  /** 8 MB that are given back when the disk is full, so that what is under way can still be written. */
  reserve: string
  /** Which stanza is in hand: what it says after a crash, may have been the reason. */
  hand: string
  backups: string
  /** Files of messages. */
  files: string
  /** Names the backup that takes the place of the store at the next start. */
  restore: string
}

export const storeFiles = (profileDir: string): StoreFiles => ({
  db: join(profileDir, 'magpie.db'),
  mark: join(profileDir, 'magpie.db-open'),
  reserve: join(profileDir, 'reserve'),
  hand: join(profileDir, 'stanza-in-hand'),
  backups: join(profileDir, 'backups'),
  files: join(profileDir, 'files'),
  restore: join(profileDir, 'restore'),
})

export const RESERVE_BYTES = 8 * 1024 * 1024

export const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0)

/** Free for this user, in bytes. */
export function freeBytes(dir: string): number {
  const { bavail, bsize } = statfsSync(dir)
  return bavail * bsize
}

export function fsyncPath(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Windows cannot open folders; its renames are journalled. */
export const fsyncDir = (dir: string): void => {
  if (process.platform !== 'win32') fsyncPath(dir)
}

/** The new file is whole on the disk before it takes the name. */
export function durableRename(from: string, to: string): void {
  fsyncPath(from)
  renameSync(from, to)
  fsyncDir(dirname(to))
}

export function setMark(files: StoreFiles): void {
  closeSync(openSync(files.mark, 'a', 0o600))
  fsyncDir(dirname(files.mark))
}

const FULL = 'integrity'
/** The next start looks closely: a full check has found what a quick one does not see. */
export function markForFullCheck(files: StoreFiles): void {
  writeFileSync(files.mark, FULL, { mode: 0o600 })
  fsyncPath(files.mark)
}
export const needsFullCheck = (files: StoreFiles): boolean => existsSync(files.mark) && readFileSync(files.mark, 'utf8') === FULL

export const clearMark = (files: StoreFiles): void => rmSync(files.mark, { force: true })
/** A write-ahead log that was not folded in says the same as the mark. */
export const wasUnclean = (files: StoreFiles): boolean => existsSync(files.mark) || sizeOf(`${files.db}-wal`) > 0

/** True when the reserve stands in full. Written, not just sized: a hole reserves nothing. */
export function makeReserve(files: StoreFiles): boolean {
  if (sizeOf(files.reserve) === RESERVE_BYTES) return true
  const block = Buffer.alloc(1024 * 1024)
  try {
    const fd = openSync(files.reserve, 'w', 0o600)
    try {
      for (let at = 0; at < RESERVE_BYTES; at += block.length) writeFully(fd, block, at)
    } finally {
      closeSync(fd)
    }
    return true
  } catch (error) {
    void error // no space (or no right) for it: what was written is given back
    dropReserve(files)
    return false
  }
}

function writeFully(fd: number, block: Buffer, at: number): void {
  for (let done = 0; done < block.length; ) done += writeSync(fd, block, done, block.length - done, at + done)
}

export const dropReserve = (files: StoreFiles): void => rmSync(files.reserve, { force: true })

/** A folder of this name beside the store, or with a number behind it when there is one already. */
export function newFolder(profileDir: string, name: string): string {
  for (let n = 1; ; n++) {
    const dir = join(profileDir, n === 1 ? name : `${name}-${n}`)
    if (existsSync(dir)) continue
    mkdirSync(dir, { mode: 0o700 })
    return dir
  }
}

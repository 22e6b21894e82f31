/** Copies of the store: made while it runs (SQLite's online backup), checked, and only then under their name. */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { BackupInfo } from '#shared/model/store'
import type { EpochMs } from '#shared/time'
import { copyDatabase, quickCheck } from '#store/check'
import { StoreError } from '#store/database'
import { durableRename, freeBytes, sizeOf, type StoreFiles } from '#store/profile-files'

const KEPT = { daily: 2, migration: 1 }
const NAME = /^(daily|migration)-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z\.db$/

/** `2026-11-22T17-40-00-123Z`: a time that may stand in a file's name on every system. */
export const stamp = (atMs: EpochMs): string => new Date(atMs).toISOString().replace(/[:.]/g, '-')

/** Newest first. Only whole backups have such names. */
export function listBackups(files: StoreFiles): BackupInfo[] {
  if (!existsSync(files.backups)) return []
  return readdirSync(files.backups)
    .flatMap((name): BackupInfo[] => {
      const m = NAME.exec(name)
      if (!m) return []
      const atMs = Date.parse(`${m[2]}T${m[3]}:${m[4]}:${m[5]}.${m[6]}Z`) as EpochMs
      return [{ name, reason: m[1] as BackupInfo['reason'], atMs, bytes: statSync(join(files.backups, name)).size }]
    })
    .sort((a, b) => b.atMs - a.atMs)
}

/**
 * Throws StoreError('disk-full') before it begins when there is no room for the file twice, and StoreError('corrupt') when the
 * copy is not sound: the store then is not either.
 */
export async function makeBackup(files: StoreFiles, reason: BackupInfo['reason'], atMs: EpochMs, nativeBinding?: string): Promise<string> {
  mkdirSync(files.backups, { recursive: true, mode: 0o700 })
  const need = 2 * (sizeOf(files.db) + sizeOf(`${files.db}-wal`))
  const free = freeBytes(files.backups)
  if (free < need) throw new StoreError('disk-full', `a backup needs ${need} bytes of free space, there are ${free}`)
  const name = `${reason}-${stamp(atMs)}.db`
  const part = join(files.backups, `${name}.part`)
  removeDatabase(part)
  try {
    await copyDatabase(files.db, part, nativeBinding)
    const problem = await quickCheck(part, nativeBinding)
    if (problem !== null) throw new StoreError('corrupt', `the copy is not sound: ${problem}`)
    durableRename(part, join(files.backups, name))
  } finally {
    removeDatabase(part)
  }
  const ofReason = listBackups(files).filter((backup) => backup.reason === reason)
  for (const old of ofReason.slice(KEPT[reason])) removeDatabase(join(files.backups, old.name))
  return name
}

/** The newest backup that is sound, as a path. */
export async function newestGoodBackup(files: StoreFiles, nativeBinding?: string): Promise<string | null> {
  for (const { name } of listBackups(files)) {
    const path = join(files.backups, name)
    if ((await quickCheck(path, nativeBinding)) === null) return path
  }
  return null
}

export function removeDatabase(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true })
}

/** Leftovers of a run that was killed. */
export function removeParts(files: StoreFiles): void {
  for (const dir of [files.backups, dirname(files.db)]) {
    if (!existsSync(dir)) continue
    for (const name of readdirSync(dir)) if (/\.part(-wal|-shm|-journal)?$/.test(name)) rmSync(join(dir, name), { force: true })
  }
}

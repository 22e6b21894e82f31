/**
 * Tells the system that a file has come from outside, so that it asks before it runs it and opens documents guarded. Windows: the stream
 * `Zone.Identifier`, zone 3 "internet" (MS-FSCC 5.6.1), without the address. macOS: the attribute com.apple.quarantine, by the system's
 * own tool. Both stay when the file is renamed or copied ("save as"). Linux has nothing that programs heed, and user.xdg.origin.url would
 * only give away an address that is the file's one key (CVE-2018-20483): there our files are never executable (umask).
 */
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { AppContext } from '#core/context'
import type { EpochMs } from '#shared/time'
import { findFile, finishFile, type FoundFile } from './disk'

/** "Came by a program, asked about at the first start": as other messengers write it. */
const MAC_FLAGS = '0081'

/** Of com.apple.quarantine: flags, when (seconds, hex), by whom. */
export const macQuarantine = (nowMs: EpochMs): string => `${MAC_FLAGS};${Math.floor(nowMs / 1000).toString(16).padStart(8, '0')};Magpie;`

/** Rejects where the file system keeps no marks (FAT). @param path absolute */
export async function markFromOutside(path: string, nowMs: EpochMs, platform: NodeJS.Platform = process.platform): Promise<void> {
  if (platform === 'win32') await writeFile(`${path}:Zone.Identifier`, '[ZoneTransfer]\r\nZoneId=3\r\n', { flag: 'wx' })
  if (platform === 'darwin') await promisify(execFile)('/usr/bin/xattr', ['-w', 'com.apple.quarantine', macQuarantine(nowMs), path])
}

/** All of it is here, from outside. */
export async function finishMarked({ clock, filesDir, log }: Pick<AppContext, 'clock' | 'filesDir' | 'log'>, key: string, name: string): Promise<FoundFile | null> {
  await finishFile(filesDir, key, name)
  const found = await findFile(filesDir, key)
  if (found) await markFromOutside(found.path, clock.nowMs()).catch((error: unknown) => log('warn', 'a file bears no mark of the system', { error: String(error) }))
  return found
}

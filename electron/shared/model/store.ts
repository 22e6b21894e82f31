/** How the store on the disk is doing, and its backups. */
import type { EpochMs } from '#shared/time'

/** `disk-full`: writing goes on by itself once there is space. `io`, `damaged`: after a restart, which checks the file. */
export type StoreProblemCode = 'disk-full' | 'io' | 'damaged'
export interface StoreTrouble {
  code: StoreProblemCode
  sinceMs: EpochMs
}

/** The last full check of the running store; it is done about once a week. */
export interface StoreCheck {
  atMs: EpochMs
  isSound: boolean
}

/** What became of a damaged store at this start; the counts are what is there now. */
export interface StoreRecovery {
  accounts: number
  conversations: number
  messages: number
  isPartial: boolean
  /** Where the damaged files lie. */
  folder: string
}

export interface BackupInfo {
  name: string
  reason: 'daily' | 'migration'
  atMs: EpochMs
  bytes: number
}

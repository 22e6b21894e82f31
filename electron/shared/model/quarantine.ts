/** A stanza whose handling ended the program or failed, for the tester. */
import type { EpochMs } from '#shared/time'

export interface UnreadStanza {
  /** Names it among those of its account. */
  hash: string
  /** When it was last tried. */
  atMs: EpochMs
  /** How often the program ended while it was in hand. */
  crashes: number
  /** Not handled any more. Else: it is tried again when it comes again. */
  isLeftOut: boolean
  /** What was thrown, for those who read code. */
  reason: string
  /** Its beginning as XML; null while only its hash is known. */
  raw: string | null
}

/** Those of one account. */
export interface Quarantine {
  list(): UnreadStanza[]
  /** When it comes again it is tried like any other. False: there is none. */
  forget(hash: string): boolean
}

/** Several messages passed on as one ("chat record"): what whoever passes it on says that others wrote. Nothing of it is proved. */
import type { Spoiler } from '#shared/model/message-extras'
import type { SharedFile } from '#shared/model/files'
import type { EpochMs } from '#shared/time'

export interface ForwardedEntry {
  /** How its writer is called: a nick in a room, else the first part of his address. '' : not told. */
  name: string
  /** Bare JID of the writer; in rooms the room's with his nick. '' : not told. */
  address: string
  isRoom?: true
  sentAtMs: EpochMs | null
  body: string
  files?: SharedFile[]
  spoiler?: Spoiler
  /** It was a bundle itself. */
  inner?: ForwardedEntry[]
}

export interface Bundle {
  /** In the order in which they are passed on. */
  entries: ForwardedEntry[]
  /** There were more than are taken. */
  isPart?: true
  /** The words of the message are of whoever passes it on, not only there for programs that do not know bundles. */
  hasWords?: true
}

/** Of one bundle, those inside of its bundles among them. */
export const MAX_ENTRIES = 100
/** A bundle in a bundle in a bundle; what is deeper is told by its words only. */
export const MAX_BUNDLE_DEPTH = 3

/** Writers by name, each once, in order. */
export const writersOf = (entries: readonly ForwardedEntry[]): string[] => [...new Set(entries.map(({ name }) => name).filter((name) => name !== ''))]

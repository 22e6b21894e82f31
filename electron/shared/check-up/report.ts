/** The server check-up: what a run found, as plain data. Made by features/check-up, shown by the page, exported, compared. */
import type { EpochMs } from '../time'

/**
 * `pass`: there and as the text says. `missing`: not offered. `broken`: offered, and does not do what the text says (or a user would be
 * hurt by it). `untested`: could not be tried here; `reason` says why.
 */
export type Verdict = 'pass' | 'missing' | 'broken' | 'untested'

/** What the check is about: its part of the report. */
export type AreaKey = 'connection' | 'account' | 'messages' | 'archive' | 'publishing' | 'files' | 'services' | 'rooms'

/** One thing that is looked at; the order of the catalogue is the order of the run. */
export interface CheckInfo {
  /** `AREA.name`; stands in exports, so that runs can be compared: never changed. */
  id: string
  area: AreaKey
  /** `XEP-0313` or `RFC 6121`, and the section that says how it should be. */
  spec: string
  section: string
}

/** One stanza or other piece of the wire, without secrets. */
export interface Evidence {
  /** Of which session: `1` or `2`, and further ones of the same account `1b`, `1c`. */
  session: string
  direction: 'in' | 'out'
  xml: string
}

export interface Finding {
  verdict: Verdict
  /** Which of the check's own sentences (shared/check-up/texts) tells it; null: the common one of the verdict. */
  reason: string | null
  /** What stands in the sentence's `{gaps}`. */
  facts: Record<string, string | number>
}

export interface CheckLine extends Finding, CheckInfo {
  tookMs: number
  evidence: Evidence[]
}

/** Whose habits the hints for administrators speak of: by XEP-0092, else unknown. */
export type Brand = 'prosody' | 'ejabberd' | 'openfire' | 'tigase' | 'other'

export interface CheckReport {
  format: 'magpie-check-up/1'
  magpie: string
  startedAtMs: EpochMs
  tookMs: number
  server: { domain: string; brand: Brand; name: string | null; version: string | null; os: string | null }
  /** Bare addresses of the accounts it ran with, one or two. */
  accounts: string[]
  lines: CheckLine[]
  /** The user stopped it before the end. */
  isAborted: boolean
  /** What it made and could not remove again, in plain addresses (`room X`, `node Y of Z`, `messages 12 of Z`). */
  leftBehind: string[]
}

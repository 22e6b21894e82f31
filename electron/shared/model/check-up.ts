/** The check-up in the app: what runs, and the reports that are kept. The report itself: shared/check-up. */
import type { Verdict, CheckReport } from '../check-up/report'
import type { AccountId } from '../ids'
import type { EpochMs } from '../time'
import type { XmlLine } from './console'
import type { ProblemView } from './connection'

export interface CheckUpProgress {
  accountIds: AccountId[]
  startedAtMs: EpochMs
  total: number
  counts: Record<Verdict, number>
  /** What is being tried; null: logging in, or removing what was made. */
  current: { id: string; area: CheckReport['lines'][number]['area'] } | null
  isStopping: boolean
}

/** Why the last run could not begin. */
export interface CheckUpFailure {
  accountId: AccountId
  /** Null: a fault of Magpie itself, noted in the log. */
  problem: ProblemView | null
}

export interface CheckUpState {
  progress: CheckUpProgress | null
  failure: CheckUpFailure | null
}

export interface CheckUpSummary extends Pick<CheckReport, 'startedAtMs' | 'tookMs' | 'server' | 'accounts' | 'isAborted'> {
  id: number
  counts: Record<Verdict, number>
  /** Out of a file. */
  isImported: boolean
}

/** Evidence as it is shown. */
export interface EvidenceView {
  session: string
  direction: 'in' | 'out'
  lines: XmlLine[]
}

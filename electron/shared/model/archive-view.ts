/** An archive as its server answers, page by page. */
import type { EpochMs } from '../time'
import type { CallError } from '../result'

export interface ArchiveEnd {
  id: string
  stampMs: EpochMs | null
}

export interface ArchiveFacts {
  /** In which form it is announced; null: it is not. */
  namespace: string | null
  /** Whether it knows ids as filters, and tells of its ends. */
  isExtended: boolean
  /** Its oldest and newest message; null: it did not say. Empty: it has none. */
  ends: { first: ArchiveEnd; last: ArchiveEnd } | 'empty' | null
  /** Why it did not say. */
  error: CallError | null
}

export interface ArchiveResult {
  index: number
  id: string
  stampMs: EpochMs | null
  from: string
  to: string | null
  type: string
  /** The words; of a message without any what else is in it. */
  summary: string
  hasBody: boolean
}

export interface ArchivePage {
  page: number
  /** In the archive's order. */
  results: ArchiveResult[]
  first: string | null
  last: string | null
  firstIndex: number | null
  count: number | null
  /** As sent: of which end it speaks differs from server to server. */
  isComplete: boolean
}

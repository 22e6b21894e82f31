/** Whom the account's server keeps away (XEP-0191). */
import type { Jid } from '#shared/jid'

export const reportReasons = ['spam', 'abuse'] as const
export type ReportReason = (typeof reportReasons)[number]

export interface Blocking {
  /** Null: not known yet whether the server can. The list is then that of the last time. */
  isSupported: boolean | null
  /** The server takes a word on why (XEP-0377). */
  canReport: boolean
  /** People, whole servers, single devices: whatever other clients have put there, too. */
  jids: Jid[]
}

/** An address on the server's list, on the one that is kept here, or on both. */
export interface BlockedEntry {
  jid: Jid
  isOnServer: boolean
  isStored: boolean
}

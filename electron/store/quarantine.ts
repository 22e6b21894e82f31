/** Stanzas whose handling ended the program or threw, for the tester to look at. */
import type { AccountId } from '#shared/ids'
import type { UnreadStanza } from '#shared/model/quarantine'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import { all, run } from '#store/sql'

/** Per account; somebody could send such stanzas on purpose. */
const MAX_ROWS = 200

export interface QuarantineRow extends UnreadStanza {
  accountId: AccountId
}

export const listQuarantine = (db: Db): QuarantineRow[] =>
  all<Omit<QuarantineRow, 'isLeftOut'> & { isLeftOut: number }>(
    db, 'SELECT account_id AS accountId, hash, crashes, is_left_out AS isLeftOut, reason, raw, at_ms AS atMs FROM quarantine ORDER BY id',
  ).map((row) => ({ ...row, isLeftOut: row.isLeftOut === 1 }))

export function putQuarantine(db: Db, row: Omit<QuarantineRow, 'atMs'>, nowMs: EpochMs): void {
  run(
    db,
    `INSERT INTO quarantine (account_id, hash, crashes, is_left_out, reason, raw, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account_id, hash) DO UPDATE SET
       crashes = excluded.crashes, is_left_out = excluded.is_left_out, reason = excluded.reason, raw = coalesce(excluded.raw, raw), at_ms = excluded.at_ms`,
    row.accountId, row.hash, row.crashes, row.isLeftOut ? 1 : 0, row.reason, row.raw, nowMs,
  )
  run(
    db,
    'DELETE FROM quarantine WHERE account_id = ? AND id <= (SELECT id FROM quarantine WHERE account_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)',
    row.accountId, row.accountId, MAX_ROWS,
  )
}

/** It was handled after all, or is to be tried like any other. */
export const removeQuarantine = (db: Db, accountId: AccountId, hash: string): void =>
  void run(db, 'DELETE FROM quarantine WHERE account_id = ? AND hash = ?', accountId, hash)

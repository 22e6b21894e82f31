/** Ids of messages that something was said of before they came here, by who said it (out of archives, which are read backwards). */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Db } from '#store/database'
import { one, run } from '#store/sql'

/** R-HELD-LIMIT. Per account, and of one writer: whoever writes to us can say such things of nothing. */
const MAX_HELD = 5000
const MAX_HELD_OF_ONE = 1000
/** To see what is too much all of it is walked over: not with every one. */
const TRIM_EVERY = 100

type HeldTable = 'receipt_held' | 'marker_held'

/** The oldest of all make room; of one writer who says too much nothing more is taken: false. */
export function holdId(db: Db, table: HeldTable, accountId: AccountId, peer: BareJid, stanzaId: string): boolean {
  const ofOne = one<{ count: number }>(db, `SELECT count(*) AS count FROM ${table} WHERE account_id = ? AND peer = ?`, accountId, peer)
  if ((ofOne?.count ?? 0) >= MAX_HELD_OF_ONE) return false
  const isNew = run(db, `INSERT OR IGNORE INTO ${table} (account_id, peer, stanza_id) VALUES (?, ?, ?)`, accountId, peer, stanzaId) > 0
  if (!isNew || one<{ id: number }>(db, 'SELECT last_insert_rowid() AS id')!.id % TRIM_EVERY !== 0) return true
  run(
    db,
    `DELETE FROM ${table} WHERE id <= (SELECT id FROM ${table} WHERE account_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?) AND account_id = ?`,
    accountId,
    MAX_HELD,
    accountId,
  )
  return true
}

/** True when there was one. */
export const takeId = (db: Db, table: HeldTable, accountId: AccountId, peer: BareJid, stanzaId: string): boolean =>
  run(db, `DELETE FROM ${table} WHERE account_id = ? AND peer = ? AND stanza_id = ?`, accountId, peer, stanzaId) > 0

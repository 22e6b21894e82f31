/** Settings of the installation, one row per key, values as JSON; and small per-account values of features. */
import type { AccountId } from '#shared/ids'
import type { Db } from '#store/database'
import { all, one, run } from '#store/sql'

export function listSettings(db: Db): Record<string, unknown> {
  const rows = all<{ key: string; value: string }>(db, 'SELECT key, value FROM setting')
  return Object.fromEntries(rows.map((row) => [row.key, JSON.parse(row.value) as unknown]))
}

export function putSetting(db: Db, key: string, value: unknown): void {
  run(db, 'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', key, JSON.stringify(value))
}

export function getAccountValue(db: Db, accountId: AccountId, key: string): string | null {
  return one<{ value: string }>(db, 'SELECT value FROM account_value WHERE account_id = ? AND key = ?', accountId, key)?.value ?? null
}

export function putAccountValue(db: Db, accountId: AccountId, key: string, value: string): void {
  run(
    db,
    `INSERT INTO account_value (account_id, key, value) VALUES (?, ?, ?)
     ON CONFLICT (account_id, key) DO UPDATE SET value = excluded.value`,
    accountId,
    key,
    value,
  )
}

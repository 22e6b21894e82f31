/** Accounts on this computer. */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import { defaultServerSettings, type ServerSettings } from '#shared/model/account'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import { all, insert, one, run } from '#store/sql'

export interface AccountRow {
  id: AccountId
  address: BareJid
  server: ServerSettings
  resource: string
  isRemembered: boolean
  autoLogin: boolean
  isActive: boolean
  pinnedMechanism: string | null
  acceptedFingerprints: string[]
  lastLoginMs: EpochMs | null
}

interface Raw {
  id: number
  address: string
  server: string
  resource: string
  is_remembered: number
  auto_login: number
  is_active: number
  pinned_mechanism: string | null
  accepted_fingerprints: string
  last_login_ms: number | null
}

const fromRaw = (raw: Raw): AccountRow => ({
  id: raw.id as AccountId,
  address: raw.address as BareJid,
  server: { ...defaultServerSettings, ...(JSON.parse(raw.server) as Partial<ServerSettings>) },
  resource: raw.resource,
  isRemembered: raw.is_remembered === 1,
  autoLogin: raw.auto_login === 1,
  isActive: raw.is_active === 1,
  pinnedMechanism: raw.pinned_mechanism,
  acceptedFingerprints: JSON.parse(raw.accepted_fingerprints) as string[],
  lastLoginMs: raw.last_login_ms as EpochMs | null,
})

/** In the user's order; new ones come last. */
export const listAccounts = (db: Db): AccountRow[] =>
  all<Raw>(db, 'SELECT * FROM account ORDER BY place, id').map(fromRaw)

export function getAccount(db: Db, id: AccountId): AccountRow | null {
  const raw = one<Raw>(db, 'SELECT * FROM account WHERE id = ?', id)
  return raw && fromRaw(raw)
}

/** The existing account of that address, or a new one with this resource. */
export function putAccount(db: Db, address: BareJid, resource: string): AccountRow {
  const raw = one<Raw>(db, 'SELECT * FROM account WHERE address = ?', address)
  if (raw) return fromRaw(raw)
  const id = insert(
    db,
    `INSERT INTO account (address, server, resource, place)
     VALUES (?, ?, ?, (SELECT COALESCE(MAX(place), 0) + 1 FROM account))`,
    address,
    JSON.stringify(defaultServerSettings),
    resource,
  )
  return getAccount(db, id as AccountId) as AccountRow
}

export function updateAccount(db: Db, id: AccountId, change: Partial<Omit<AccountRow, 'id' | 'address'>>): void {
  const current = getAccount(db, id)
  if (!current) return
  const next = { ...current, ...change }
  run(
    db,
    `UPDATE account SET server = ?, resource = ?, is_remembered = ?, auto_login = ?, is_active = ?, pinned_mechanism = ?,
       accepted_fingerprints = ?, last_login_ms = ? WHERE id = ?`,
    JSON.stringify(next.server),
    next.resource,
    next.isRemembered ? 1 : 0,
    next.autoLogin ? 1 : 0,
    next.isActive ? 1 : 0,
    next.pinnedMechanism,
    JSON.stringify(next.acceptedFingerprints),
    next.lastLoginMs,
    id,
  )
}

/** Puts the accounts into this order; those not named come after them. */
export function orderAccounts(db: Db, ids: readonly AccountId[]): void {
  const rest = listAccounts(db).map((row) => row.id).filter((id) => !ids.includes(id))
  for (const [at, id] of [...ids, ...rest].entries()) run(db, 'UPDATE account SET place = ? WHERE id = ?', at + 1, id)
}

/** Never online and nothing in it: a login that failed. An imported or saved account was never online here either, but holds messages. */
export const isUnusedAccount = (db: Db, row: Pick<AccountRow, 'id' | 'lastLoginMs'>): boolean =>
  row.lastLoginMs === null && !one(db, 'SELECT 1 FROM conversation WHERE account_id = ? LIMIT 1', row.id)

/** With everything that belongs to it. */
export const removeAccount = (db: Db, id: AccountId): void => void run(db, 'DELETE FROM account WHERE id = ?', id)

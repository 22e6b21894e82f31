/** Migration 2026112270: accounts get places. */
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import { listAccounts, orderAccounts, putAccount } from '#store/accounts'
import { coreMigrations } from '#store/core-migrations'
import { migrate } from '#store/migrate'

const nativeBinding = process.env.MAGPIE_SQLITE_BINDING

it('accounts keep the order in which they came, then have the user’s; new ones come last', () => {
  const db = new Database(':memory:', nativeBinding ? { nativeBinding } : {})
  migrate(db, coreMigrations.filter(({ id }) => id < 2026112270))
  const add = db.prepare("INSERT INTO account (address, server, resource, last_login_ms) VALUES (?, '{}', 'r', ?)")
  for (const [address, at] of [['a@x', 1], ['b@x', 3], ['c@x', 2]]) add.run(address, at)
  migrate(db, coreMigrations)
  const order = () => listAccounts(db).map(({ address }) => address)
  expect(order()).toEqual(['a@x', 'b@x', 'c@x'])
  orderAccounts(db, [3, 1] as AccountId[])
  expect(order()).toEqual(['c@x', 'a@x', 'b@x'])
  putAccount(db, 'd@x' as BareJid, 'r')
  expect(order()).toEqual(['c@x', 'a@x', 'b@x', 'd@x'])
  db.close()
})

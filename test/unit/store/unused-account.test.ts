/** What the core forgets at the next start: a mistyped login, never somebody's messages. */
import { expect, it } from 'vitest'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import { getAccount, isUnusedAccount, putAccount, updateAccount } from '#store/accounts'
import { closeDatabase } from '#store/database'
import { fill, openStore } from '../../support/store'
import { tempDir } from '../../support/temp'

it('an account is unused only when it never was online and holds nothing', () => {
  const db = openStore(tempDir('profile'))
  const mistyped = putAccount(db, 'lina@example.org' as BareJid, 'r')
  expect(isUnusedAccount(db, mistyped)).toBe(true)
  // Imported: the messages came from another computer.
  const imported = getAccount(db, fill(db, 3).accountId)!
  expect(imported.lastLoginMs).toBeNull()
  expect(isUnusedAccount(db, imported)).toBe(false)
  updateAccount(db, mistyped.id, { lastLoginMs: 1 as EpochMs })
  expect(isUnusedAccount(db, getAccount(db, mistyped.id)!)).toBe(false)
  closeDatabase(db)
})

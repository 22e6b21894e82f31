/** What waits for a message that is not here does so in a limited number (rule R-HELD-LIMIT). */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { countHeld, putChange, type Change } from '#features/corrections/table'
import { heldFor, putReaction } from '#features/reactions/table'
import type { AccountId, ConversationId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import { putAccount } from '#store/accounts'
import { putConversation } from '#store/conversations'
import { openDatabase, type Db } from '#store/database'
import { holdId, takeId } from '#store/held'
import { one } from '#store/sql'
import { migrations, nativeBinding } from '../../support/store'

let db: Db
let accountId: AccountId
let conversationId: ConversationId
const EVE = 'eve@x' as BareJid
const BOB = 'bob@x' as BareJid
const at = 1 as EpochMs
const count = (table: string) => one<{ n: number }>(db, `SELECT count(*) AS n FROM ${table}`)?.n
beforeEach(() => {
  db = openDatabase({ file: ':memory:', nativeBinding, migrations })
  accountId = putAccount(db, 'me@x' as BareJid, 'r').id
  conversationId = putConversation(db, accountId, 'chat', EVE, at).id
})
afterEach(() => db.close())

test('receipts and markers: so many of one writer, and what others said is still there', () => {
  expect(holdId(db, 'marker_held', accountId, BOB, 'b')).toBe(true)
  const taken = Array.from({ length: 1020 }, (_, n) => holdId(db, 'marker_held', accountId, EVE, `e${n}`))
  expect([taken.filter(Boolean).length, taken.indexOf(false)]).toEqual([1000, 1000])
  expect(takeId(db, 'marker_held', accountId, BOB, 'b')).toBe(true)
  expect(count('marker_held')).toBe(1000)
})

test('of many writers the oldest make room', () => {
  for (let n = 0; n < 5600; n++) holdId(db, 'receipt_held', accountId, `p${n}@x` as BareJid, `r${n}`)
  expect(count('receipt_held')).toBeGreaterThanOrEqual(5000)
  expect(count('receipt_held')).toBeLessThanOrEqual(5100)
  expect(takeId(db, 'receipt_held', accountId, 'p0@x' as BareJid, 'r0')).toBe(false)
  expect(takeId(db, 'receipt_held', accountId, 'p5599@x' as BareJid, 'r5599')).toBe(true)
})

test('reactions: so many of one person', () => {
  const author = (sender: string) => ({ direction: 'in' as const, sender, speaker: null })
  const put = (target: string, sender: string) => putReaction(db, { conversationId, target, messageId: null }, author(sender), ['👍'], at)
  const taken = Array.from({ length: 250 }, (_, n) => put(`t${n}`, EVE))
  expect(taken.filter(Boolean)).toHaveLength(200)
  expect(put('t', BOB)).toBe(true)
  expect(heldFor(db, conversationId, 't')).toHaveLength(1)
})

test('what is taken back is counted by writer', () => {
  const change = (sender: string, target: string): Change => ({
    conversationId, kind: 'retraction', target, author: { direction: 'in', sender, speaker: null }, wireId: target, archiveId: null, sentAtMs: at,
  })
  for (let n = 0; n < 3; n++) putChange(db, change(EVE, `t${n}`), {})
  expect([countHeld(db, change(EVE, 'x')), countHeld(db, change(BOB, 'x'))]).toEqual([3, 0])
})

/** Backups while the store is written to, restore, export and import (SAFETY D3). */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { EpochMs } from '#shared/time'
import type { BareJid } from '#shared/jid'
import { putAccount } from '#store/accounts'
import { listBackups, makeBackup } from '#store/backup'
import { closeDatabase, openDatabase } from '#store/database'
import { prepareStore } from '#store/prepare'
import { storeFiles } from '#store/profile-files'
import { listConversations, setNotify } from '#store/conversations'
import { exportAccount, importAccount } from '#store/transfer'
import { addMessage, bodiesOf, bodyOf, dbFile, fill, integrityOf, migrations, nativeBinding, openStore } from '../../support/store'
import { tempDir } from '../../support/temp'

const DAY_MS = 86_400_000
const at = (day: number) => (Date.UTC(2026, 10, 22) + day * DAY_MS) as EpochMs

it('is made while messages come in, sound and a whole moment of the store', async () => {
  const dir = tempDir('backup')
  const db = openStore(dir)
  const filled = fill(db, 40_000)
  let written = 40_000
  const writer = setInterval(() => addMessage(db, filled, written++), 1)
  const name = await makeBackup(storeFiles(dir), 'daily', at(0), nativeBinding)
  clearInterval(writer)
  expect(written).toBeGreaterThan(40_000)
  const copy = openDatabase({ file: join(dir, 'backups', name), nativeBinding, migrations })
  expect(integrityOf(copy)).toBe('ok')
  const bodies = bodiesOf(copy)
  expect(bodies.length).toBeGreaterThanOrEqual(40_000)
  expect(bodies.every((body, n) => body === bodyOf(n))).toBe(true) // a prefix: nothing between is missing
  closeDatabase(copy)
  closeDatabase(db)
}, 60_000)

it('keeps two daily ones and one of a migration; no leftovers', async () => {
  const dir = tempDir('backup')
  const db = openStore(dir)
  fill(db, 10)
  for (let day = 0; day < 4; day++) await makeBackup(storeFiles(dir), 'daily', at(day), nativeBinding)
  for (let day = 0; day < 3; day++) await makeBackup(storeFiles(dir), 'migration', at(day), nativeBinding)
  closeDatabase(db)
  expect(listBackups(storeFiles(dir)).map((backup) => [backup.reason, backup.atMs])).toEqual([['daily', at(3)], ['daily', at(2)], ['migration', at(2)]])
  expect(readdirSync(join(dir, 'backups')).length).toBe(3)
})

it('takes the place of the store at the next start; what was there is kept', async () => {
  const dir = tempDir('backup')
  let db = openStore(dir)
  fill(db, 30)
  const name = await makeBackup(storeFiles(dir), 'daily', at(0), nativeBinding)
  fill(db, 10, 30)
  closeDatabase(db)
  writeFileSync(storeFiles(dir).restore, name)
  await prepareStore({ profileDir: dir, migrations, nativeBinding, nowMs: at(1), log: () => undefined })
  db = openStore(dir)
  expect(integrityOf(db)).toBe('ok')
  expect(bodiesOf(db)).toEqual(Array.from({ length: 30 }, (_, n) => bodyOf(n)))
  closeDatabase(db)
  expect(existsSync(storeFiles(dir).restore)).toBe(false)
  const kept = readdirSync(dir).find((entry) => entry.startsWith('replaced-'))!
  const before = openDatabase({ file: join(dir, kept, 'magpie.db'), nativeBinding, migrations })
  expect(bodiesOf(before).length).toBe(40)
  closeDatabase(before)
})

it('a damaged store with a backup gets from it what cannot be read', async () => {
  const dir = tempDir('backup')
  const db = openStore(dir)
  fill(db, 300)
  await makeBackup(storeFiles(dir), 'daily', at(0), nativeBinding)
  closeDatabase(db)
  writeFileSync(dbFile(dir), Buffer.alloc(50_000, 7))
  const recovery = await prepareStore({ profileDir: dir, migrations, nativeBinding, nowMs: at(1), log: () => undefined })
  expect(recovery).toMatchObject({ messages: 300, conversations: 3, accounts: 1, isPartial: true })
})

const LI_NA = 'li.na@example.org'
it('export and import give the same messages; a second import adds nothing; queued ones do not leave from here', async () => {
  const from = openStore(tempDir('export'))
  const filled = fill(from, 500)
  from.prepare("UPDATE message SET state = 'queued' WHERE id = 6").run()
  from.prepare("UPDATE message SET body = '', is_retracted = 1, recall = ? WHERE id = 8").run('{"by":"wang","reason":"广告"}')
  from.prepare('UPDATE message SET is_edited = 1, is_mention = 1, mentions = ?, extras = ? WHERE id = 9').run('[{"begin":0,"end":1,"isMe":true}]', '{"note":"x"}')
  setNotify(from, { accountId: filled.accountId, kind: 'chat', peer: 'wang@example.org' }, { chosen: 'on-mention' })
  const path = join(tempDir('export'), 'li.na.jsonl')
  const account = { id: filled.accountId, address: LI_NA }
  expect(await exportAccount(from, account, path, at(0), [{ type: 'contact' }])).toEqual({ conversations: 3, messages: 500 })

  const to = openStore(tempDir('import'))
  const target = { id: putAccount(to, LI_NA as BareJid, 'r').id, address: LI_NA }
  const begin = (work: () => void) => void to.transaction(work)()
  expect(await importAccount(to, target, path, begin)).toEqual({ added: 500, known: 0, skipped: 0 })
  expect(await importAccount(to, target, path, begin)).toEqual({ added: 0, known: 500, skipped: 0 })
  expect(await importAccount(from, account, path, (work) => void from.transaction(work)())).toEqual({ added: 0, known: 500, skipped: 0 })
  const list = (db: typeof to) => db.prepare(`SELECT peer, body, sender, direction, sent_at_ms, order_ms, stanza_id, archive_id,
    is_edited, is_retracted, recall, is_mention, mentions, extras
    FROM message JOIN conversation c ON c.id = conversation_id ORDER BY peer, order_ms, message.id`).raw().all()
  expect(list(to)).toEqual(list(from))
  expect(to.prepare("SELECT count(*) FROM message WHERE state = 'queued'").pluck().get()).toBe(0)
  expect(to.prepare("SELECT count(*) FROM message WHERE state = 'failed'").pluck().get()).toBe(1)

  const levels = (db: typeof to, id = target.id) => Object.fromEntries(listConversations(db, id).map(({ peer, notify }) => [peer, notify]))
  expect(levels(to)).toEqual(levels(from, account.id))
  expect(levels(to)['wang@example.org']).toBe('on-mention')

  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace('"in"', '"sideways"').replace(/}\n{"type":"message"/, '}\nno line\n{"type":"message"'))
  expect(await importAccount(to, target, path, begin)).toMatchObject({ added: 0, skipped: 2 })
  expect(await importAccount(to, { ...target, address: 'wang@example.org' }, path, begin)).toBe('other-account')
  writeFileSync(path, 'a letter')
  expect(await importAccount(to, target, path, begin)).toBe('not-an-export')
  for (const db of [from, to]) closeDatabase(db)
})

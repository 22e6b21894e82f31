/** From every state in which a store may have been left to the newest, with its data; killed in the middle: old or new, never half. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, readdirSync, readFileSync, statfsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, vi } from 'vitest'
import type { AccountId } from '#shared/ids'
import type { EpochMs } from '#shared/time'
import { listConversations } from '#store/conversations'
import { coreMigrations } from '#store/core-migrations'
import { closeDatabase, openDatabase, StoreError } from '#store/database'
import type { Migration } from '#store/migrate'
import { prepareStore } from '#store/prepare'
import { bodiesOf, bodyOf, dbFile, fill, integrityOf, migrations, nativeBinding } from '../../../support/store'
import { tempDir } from '../../../support/temp'

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  return { ...fs, statfsSync: vi.fn(fs.statfsSync) } // one test asks what a full disk would say
})

const known = [...coreMigrations, ...migrations].sort((a, b) => a.id - b.id)
const prepare = (profileDir: string, all: Migration[] = migrations) =>
  prepareStore({ profileDir, migrations: all, nativeBinding, nowMs: Date.UTC(2026, 10, 22) as EpochMs, log: () => undefined })

/** A store as the build with these migrations left it: its rows in every table that it had. */
function storeUpTo(dir: string, id: number): void {
  const db = new Database(dbFile(dir), nativeBinding ? { nativeBinding } : {})
  db.pragma(`application_id = ${0x4d475049}`)
  db.exec('CREATE TABLE migration (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT')
  for (const migration of known.filter((one) => one.id <= id)) {
    migration.up(db)
    db.prepare('INSERT INTO migration VALUES (?, ?)').run(migration.id, migration.name)
  }
  db.exec(`
    INSERT INTO account (id, address, server, resource) VALUES (7, 'li.na@example.org', '{}', 'magpie-1');
    INSERT INTO setting VALUES ('theme', '"dark"');
    INSERT INTO account_value VALUES (7, 'roster.version', 'v9');
    INSERT INTO conversation (id, account_id, kind, peer, draft, activity_ms) VALUES (3, 7, 'chat', 'wang@example.org', 'draft 草稿', 5);
    INSERT INTO message (id, account_id, conversation_id, direction, kind, body, sender, sent_at_ms, received_at_ms, order_ms, state)
      VALUES (11, 7, 3, 'in', 'text', '你好 👋🏽', 'wang@example.org', 1, 2, 3, 'received'),
             (12, 7, 3, 'out', 'text', 'queued one', 'li.na@example.org', 4, 4, 4, 'queued')`)
  db.close()
}

const rowsOf = (dir: string) => {
  const db = openDatabase({ file: dbFile(dir), nativeBinding, migrations })
  const get = (sql: string) => db.prepare(sql).raw().all()
  const rows = {
    message: get('SELECT id, body, state FROM message ORDER BY id'),
    conversation: get('SELECT id, peer, draft FROM conversation'),
    account: get('SELECT id, address FROM account'),
    value: get('SELECT key, value FROM account_value'),
    migrations: get('SELECT id FROM migration ORDER BY id').flat(),
    integrity: integrityOf(db),
  }
  closeDatabase(db)
  return rows
}

describe('every migration', () => {
  it.each(known.map((migration) => [migration.id, migration.name] as const))('from the store of %i (%s) to the newest, data kept', async (id) => {
    const dir = tempDir('migration')
    storeUpTo(dir, id)
    expect(await prepare(dir)).toBeNull()
    expect(rowsOf(dir)).toEqual({
      message: [[11, '你好 👋🏽', 'received'], [12, 'queued one', 'queued']],
      conversation: [[3, 'wang@example.org', 'draft 草稿']],
      account: [[7, 'li.na@example.org']],
      value: [['roster.version', 'v9']],
      migrations: known.map((migration) => migration.id),
      integrity: 'ok',
    })
    const isNewest = id === known.at(-1)!.id
    const backups = existsSync(join(dir, 'backups')) ? readdirSync(join(dir, 'backups')).filter((name) => name.endsWith('.db')) : []
    expect(backups.length).toBe(isNewest ? 0 : 1)
    if (isNewest) return
    const backup = new Database(join(dir, 'backups', backups[0]!), nativeBinding ? { nativeBinding } : {})
    expect(backup.prepare('SELECT max(id) FROM migration').pluck().get()).toBe(id)
    expect(bodiesOf(backup)).toEqual(['你好 👋🏽', 'queued one'])
    backup.close()
  })
})

it('a conversation that was muted tells nothing', async () => {
  const dir = tempDir('migration')
  storeUpTo(dir, 2026112345)
  const old = new Database(dbFile(dir), nativeBinding ? { nativeBinding } : {})
  old.exec('UPDATE conversation SET is_muted = 1')
  old.close()
  await prepare(dir)
  const db = openDatabase({ file: dbFile(dir), nativeBinding, migrations })
  expect(listConversations(db, 7 as AccountId).map(({ notify }) => notify)).toEqual(['never'])
  closeDatabase(db)
})

const future: Migration = { id: 2999010101, name: 'future', up: (db) => db.exec('ALTER TABLE message ADD COLUMN extra TEXT; UPDATE message SET extra = upper(body)') }

it('is not begun without twice the file of free space', async () => {
  const dir = tempDir('migration')
  const db = openDatabase({ file: dbFile(dir), nativeBinding, migrations })
  fill(db, 200)
  closeDatabase(db)
  const before = readFileSync(dbFile(dir))
  const real = statfsSync(dir)
  vi.mocked(statfsSync).mockReturnValue({ ...real, bsize: 1, bavail: before.length } as never)
  const problem = await prepare(dir, [...migrations, future]).catch((error: unknown) => error)
  vi.mocked(statfsSync).mockRestore()
  expect(problem).toBeInstanceOf(StoreError)
  expect((problem as StoreError).code).toBe('disk-full')
  expect(readFileSync(dbFile(dir)).equals(before)).toBe(true)
})

it('a newer store is refused untouched, also after a kill', async () => {
  const dir = tempDir('migration')
  closeDatabase(openDatabase({ file: dbFile(dir), nativeBinding, migrations: [...migrations, future] }))
  const before = readFileSync(dbFile(dir))
  await expect(prepare(dir)).rejects.toMatchObject({ code: 'newer' })
  expect(readFileSync(dbFile(dir)).equals(before)).toBe(true)
})

describe('SIGKILL in the middle', () => {
  /** Two long migrations over 20,000 rows, each in its transaction as migrate() does it. */
  const program = (file: string) => `
    const Database = require(${JSON.stringify(createRequire(import.meta.url).resolve('better-sqlite3'))})
    const db = new Database(${JSON.stringify(file)}, ${JSON.stringify(nativeBinding ? { nativeBinding } : {})})
    db.pragma('synchronous = FULL')
    console.log('begin')
    for (const n of [1, 2]) db.transaction(() => {
      db.exec('ALTER TABLE message ADD COLUMN extra' + n + ' TEXT')
      db.exec('UPDATE message SET extra' + n + ' = upper(body)')
      db.prepare('INSERT INTO migration VALUES (?, ?)').run(2999010100 + n, 'n')
    }).immediate()
    console.log('end'); setInterval(() => db.open, 1000)`

  it('leaves each migration done or not begun, in 20 kills', { timeout: 120_000 }, async () => {
    const model = tempDir('migration-kill')
    const db = openDatabase({ file: dbFile(model), nativeBinding, migrations })
    fill(db, 6000)
    closeDatabase(db)
    const seen = new Set<number>()
    for (let n = 0; n < 20; n++) {
      const dir = tempDir('migration-kill')
      cpSync(dbFile(model), dbFile(dir))
      const child = spawn(process.execPath, ['-e', program(dbFile(dir))], { stdio: ['ignore', 'pipe', 'inherit'] })
      await once(child.stdout, 'data')
      await new Promise((resolve) => setTimeout(resolve, n * 8))
      child.kill('SIGKILL')
      await once(child, 'exit')
      const after = new Database(dbFile(dir), nativeBinding ? { nativeBinding } : {})
      expect(integrityOf(after)).toBe('ok')
      const columns = (after.prepare("SELECT name FROM pragma_table_info('message') WHERE name GLOB 'extra[0-9]'").pluck().all() as string[]).length
      const rows = after.prepare('SELECT count(*) FROM migration WHERE id > 2999010100').pluck().get()
      expect(rows).toBe(columns)
      for (let c = 1; c <= columns; c++) expect(after.prepare(`SELECT count(*) FROM message WHERE extra${c} IS NULL`).pluck().get()).toBe(0)
      expect(bodiesOf(after)[5999]).toBe(bodyOf(5999))
      seen.add(columns)
      after.close()
    }
    expect(seen.size).toBeGreaterThan(1) // the kills were not all too early or too late
  })
})

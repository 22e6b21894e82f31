/** After damage: what is lost comes back out of the archive, once, at its place; what is there stays. */
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { getCursor, openGaps } from '#features/archive/table'
import { setBack } from '#features/archive/refill'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import { closeDatabase } from '#store/database'
import { salvage } from '#store/salvage'
import { dbFile, fill, migrations, nativeBinding, openStore } from '../../../support/store'
import { tempDir } from '../../../support/temp'
import { FakeArchive, START_MS } from './fake-archive'

const ACCOUNT = 1 as AccountId
const OWN = 'li.na@example.org' as BareJid

describe('the cursor', () => {
  const cursor = (db: ReturnType<typeof openStore>, n: number) =>
    db.prepare('INSERT INTO archive_cursor (account_id, archive, up_to_id, up_to_ms, is_caught_up) VALUES (1, ?, ?, ?, 1)').run(OWN, `a-${n}`, 1_790_000_000_000 + n * 1000)

  it('goes back to the newest message that is left, and all before it, as far as it was here, is a gap', () => {
    const db = openStore(tempDir('refill'))
    fill(db, 100)
    cursor(db, 99)
    db.exec(`INSERT INTO archive_gap (account_id, archive, after_id, before_id, is_lost) VALUES (1, '${OWN}', NULL, 'a-3', 0), (1, '${OWN}', NULL, 'a-1', 1);
      DELETE FROM message WHERE archive_id IN ('a-99', 'a-98', 'a-50')`)
    setBack(db)
    expect(getCursor(db, ACCOUNT, OWN)).toEqual({ upToId: 'a-97', upToMs: 1_790_000_097_000, isCaughtUp: true })
    expect(openGaps(db, ACCOUNT, OWN)).toMatchObject([
      { afterId: 'a-3', beforeId: 'a-97', isRefill: true },
      { afterId: null, beforeId: 'a-3', isRefill: false },
    ])
    closeDatabase(db)
  })

  it('is forgotten where no message is left; a room knows only its own', () => {
    const db = openStore(tempDir('refill'))
    fill(db, 10)
    cursor(db, 9)
    db.exec(`INSERT INTO archive_cursor (account_id, archive, up_to_id, up_to_ms, is_caught_up) VALUES (1, 'room@example.org', 'r', 1900000000000, 1);
      UPDATE conversation SET kind = 'room', peer = 'other@example.org' WHERE id = 1`)
    setBack(db)
    expect(getCursor(db, ACCOUNT, 'room@example.org' as BareJid)).toBeNull()
    expect(getCursor(db, ACCOUNT, OWN)?.upToId).toBe('a-8') // a-9 is of the room
    closeDatabase(db)
  })

  it('is taken back when a store is saved, and its stream is not resumed', async () => {
    const dir = tempDir('refill')
    const db = openStore(dir)
    fill(db, 100)
    cursor(db, 99)
    db.exec(`INSERT INTO stream_session (account_id, session_id, jid, inbound) VALUES (1, 's', 'x', 3)`)
    db.close()
    const target = `${dbFile(dir)}.new`
    await salvage(target, [dbFile(dir)], { nativeBinding, migrations, salvaged: setBack })
    const saved = new Database(target, nativeBinding ? { nativeBinding } : {})
    expect(saved.prepare('SELECT count(*) FROM archive_gap WHERE is_refill = 1').pluck().get()).toBe(1)
    expect(saved.prepare('SELECT count(*) FROM stream_session').pluck().get()).toBe(0)
    saved.close()
  })
})

describe('the messages', () => {
  let archive: FakeArchive
  afterEach(() => archive.replay.stop())

  it.each([['a second each', 1000], ['all in one second', 0], ['40 in a second', 25]])('come back once and in order, %s', async (_name, stepMs) => {
    archive = new FakeArchive()
    await archive.start()
    const texts = Array.from({ length: 190 }, (_, i) => archive.add(`t ${i}`, { stampMs: START_MS + i * stepMs }) && `t ${i}`)
    await archive.login()
    expect(await archive.bodies()).toEqual(texts)
    // A second connection to the store of the running core.
    const db = new Database(dbFile(archive.replay.profileDir), nativeBinding ? { nativeBinding } : {})
    const lost = texts.filter((_, i) => i === 0 || i === 17 || (i >= 60 && i < 130) || i % 31 === 5 || i > 186)
    for (const body of lost) db.prepare('DELETE FROM message WHERE body = ?').run(body)
    db.transaction(() => setBack(db))()
    db.close()
    expect((await archive.bodies()).length).toBe(texts.length - lost.length)
    await archive.login()
    expect(await archive.bodies()).toEqual(texts)
    await archive.login()
    expect(await archive.bodies()).toEqual(texts)
    expect(archive.queries.length).toBe(1)
  })
})

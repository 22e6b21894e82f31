/**
 * SIGKILL while messages are stored (SAFETY L2), and power cuts (L9): of what was acknowledged nothing is missing, nothing else is
 * there, and every state is one the store was in.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import type { EpochMs } from '#shared/time'
import { closeDatabase } from '#store/database'
import { prepareStore } from '#store/prepare'
import { setMark, storeFiles } from '#store/profile-files'
import { addMessage, bodiesOf, bodyOf, dbFile, fill, integrityOf, migrations, nativeBinding, openStore } from '../../support/store'
import { tempDir } from '../../support/temp'

const prepare = (profileDir: string) =>
  prepareStore({ profileDir, migrations, nativeBinding, nowMs: Date.UTC(2026, 10, 22) as EpochMs, log: () => undefined })

const CYCLES = 20
/** The store's own settings, a message per transaction; its number is said once it is committed. */
const writer = (file: string, from: number) => `
  const Database = require(${JSON.stringify(createRequire(import.meta.url).resolve('better-sqlite3'))})
  const db = new Database(${JSON.stringify(file)}, ${JSON.stringify(nativeBinding ? { nativeBinding } : {})})
  db.pragma('synchronous = FULL'); db.pragma('wal_autocheckpoint = 50')
  const add = db.prepare("INSERT INTO message (account_id, conversation_id, direction, kind, body, sender, sent_at_ms, received_at_ms, order_ms, state) VALUES (1, 1, 'in', 'text', ?, 'w', 1, 1, 1, 'received')")
  for (let n = ${from}; ; n++) { db.transaction(() => add.run('#' + n + ' 你好 👋🏽'.repeat(20)))(); require('fs').writeSync(1, n + '\\n') }`

async function killAfter(child: ChildProcess, lines: number): Promise<number> {
  let last = -1
  let seen = 0
  for await (const line of createInterface({ input: child.stdout! })) {
    last = Number(line)
    if (++seen === lines) child.kill('SIGKILL') // lines already in the pipe still come
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return last
}

it(`${CYCLES} kills at random moments on one store`, { timeout: 120_000 }, async () => {
  const dir = tempDir('kill')
  const db = openStore(dir)
  fill(db, 0)
  closeDatabase(db)
  let next = 0
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    setMark(storeFiles(dir))
    const child = spawn(process.execPath, ['-e', writer(dbFile(dir), next)], { stdio: ['ignore', 'pipe', 'inherit'] })
    const acked = await killAfter(child, 1 + ((cycle * 37) % 120))
    expect(await prepare(dir)).toBeNull() // sound, as it is
    const after = openStore(dir)
    expect(integrityOf(after)).toBe('ok')
    const bodies = bodiesOf(after)
    expect(bodies.length).toBeGreaterThan(acked)
    expect(bodies.length).toBeLessThanOrEqual(acked + 2) // committed, but killed before it could say so
    expect(bodies.every((body, n) => body.startsWith(`#${n} `))).toBe(true)
    closeDatabase(after)
    next = bodies.length
  }
})

const CUTS = 200
const FRAME_HEADER = 24
const WAL_HEADER = 32

/**
 * The disk at a power cut: all that an fsync had confirmed, and of what was written after it any part, in any order, sectors torn.
 * Simulated on the log, the only file that is written between two checkpoints: after every commit its length is noted (synchronous=FULL:
 * synced up to there); the cut then keeps that and a random mixture of the rest.
 */
it(`${CUTS} power cuts: every acknowledged message is there, each state a prefix`, { timeout: 120_000 }, async () => {
  const dir = tempDir('cut')
  const db = openStore(dir)
  const filled = fill(db, 50)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.pragma('wal_autocheckpoint = 0')
  const main = readFileSync(dbFile(dir))
  const synced: number[] = []
  for (let n = 50; n < 130; n++) {
    addMessage(db, filled, n)
    synced.push(readFileSync(`${dbFile(dir)}-wal`).length)
  }
  const log = readFileSync(`${dbFile(dir)}-wal`)
  const pageSize = db.pragma('page_size', { simple: true }) as number
  db.close()
  expect((log.length - WAL_HEADER) % (FRAME_HEADER + pageSize)).toBe(0)

  let seed = 1
  const random = () => ((seed = (seed * 1664525 + 1013904223) >>> 0), seed / 2 ** 32)
  let torn = 0
  for (let cut = 0; cut < CUTS; cut++) {
    const acked = Math.floor(random() * (synced.length - 1))
    const under = Math.min(log.length, synced[Math.min(synced.length - 1, acked + 1 + Math.floor(random() * 3))]!)
    const disk = Buffer.from(log.subarray(0, under))
    const isShort = random() < 0.5
    for (let at = Math.ceil(synced[acked]! / 512) * 512; at < disk.length; at += 512) {
      const fate = random()
      if (fate < 0.3) disk.fill(0, at, Math.min(at + 512, disk.length)) // never written
      else if (fate < 0.4) for (let i = at; i < Math.min(at + 512, disk.length); i++) disk[i] = Math.floor(random() * 256)
    }
    const end = isShort ? synced[acked]! + Math.floor(random() * (disk.length - synced[acked]! + 1)) : disk.length
    if (end !== under || !disk.equals(log.subarray(0, under))) torn++
    const place = tempDir('cut')
    writeFileSync(dbFile(place), main)
    writeFileSync(`${dbFile(place)}-wal`, disk.subarray(0, end))
    setMark(storeFiles(place))
    expect(await prepare(place)).toBeNull()
    const after = openStore(place)
    const bodies = bodiesOf(after)
    expect(bodies.length).toBeGreaterThanOrEqual(50 + acked + 1)
    expect(bodies).toEqual(Array.from({ length: bodies.length }, (_, n) => bodyOf(n)))
    expect(integrityOf(after)).toBe('ok')
    closeDatabase(after)
    rmSync(place, { recursive: true })
  }
  expect(torn).toBeGreaterThan(CUTS / 3)
})

it('the simulation finds a store that acknowledges before it is synced', () => {
  const dir = tempDir('cut')
  const db = openStore(dir)
  const filled = fill(db, 5)
  db.pragma('wal_checkpoint(TRUNCATE)')
  const main = readFileSync(dbFile(dir))
  addMessage(db, filled, 5)
  const synced = readFileSync(`${dbFile(dir)}-wal`).length
  addMessage(db, filled, 6) // said to be safe, yet only the first is
  const log = readFileSync(`${dbFile(dir)}-wal`)
  db.close()
  const place = tempDir('cut')
  writeFileSync(dbFile(place), main)
  writeFileSync(`${dbFile(place)}-wal`, Buffer.concat([log.subarray(0, synced), Buffer.alloc(log.length - synced)]))
  const after = openStore(place)
  expect(bodiesOf(after).length).toBe(6)
  closeDatabase(after)
})

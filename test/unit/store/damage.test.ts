/** 60 kinds of damage (SAFETY D1): never a crash, always a sound store afterwards, what was damaged is kept aside. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { closeDatabase } from '#store/database'
import { prepareStore, type PrepareOptions } from '#store/prepare'
import { makeReserve, setMark, storeFiles } from '#store/profile-files'
import type { EpochMs } from '#shared/time'
import { addMessage, bodiesOf, bodyOf, dbFile, fill, integrityOf, migrations, nativeBinding, openStore } from '../../support/store'
import { tempDir } from '../../support/temp'

const PAGE = 4096
const COUNT = 1500
/** Sound rows in the WAL besides those in the file. */
const IN_LOG = 60
let model: string
let otherWal: Buffer

/** A killed run: mark set, the newest rows only in the log. */
function makeModel(count: number): string {
  const dir = tempDir('damage-model')
  const db = openStore(dir)
  const filled = fill(db, count)
  db.pragma('wal_checkpoint(TRUNCATE)')
  for (let n = count; n < count + IN_LOG; n++) addMessage(db, filled, n)
  const copy = tempDir('damage-copy')
  for (const end of ['', '-wal']) cpSync(dbFile(dir) + end, dbFile(copy) + end)
  db.close()
  setMark(storeFiles(copy))
  makeReserve(storeFiles(copy))
  return copy
}

beforeAll(() => {
  model = makeModel(COUNT)
  otherWal = readFileSync(`${dbFile(makeModel(437))}-wal`)
})

const options = (profileDir: string, logs: string[] = []): PrepareOptions => ({
  profileDir, migrations, nativeBinding, nowMs: Date.UTC(2026, 10, 22) as EpochMs,
  log: (_level, message) => void logs.push(message),
})
type Damage = (file: string) => void
const change = (file: string, at: (bytes: Buffer) => void) => {
  const bytes = readFileSync(file)
  at(bytes)
  writeFileSync(file, bytes)
}
/** The same numbers in every run. */
function random(seed: number) {
  let state = seed * 2654435761
  return () => ((state = (state * 1664525 + 1013904223) >>> 0), state / 2 ** 32)
}
const dropLog: Damage = (file) => rmSync(`${file}-wal`)

const kinds: [string, Damage][] = [
  ...[0, 1, 15, 16, 99, 100, 512, PAGE - 1, PAGE, PAGE + 1].map((size): [string, Damage] => [`cut to ${size} bytes, no log`, (f) => (dropLog(f), truncateSync(f, size))]),
  ...[0.1, 0.25, 0.5, 0.75, 0.9].map((part): [string, Damage] => [`cut to ${part * 100} %`, (f) => truncateSync(f, Math.floor(statSync(f).size * part))]),
  ['half a page missing at the end', (f) => truncateSync(f, statSync(f).size - PAGE / 2)],
  ...[1, 2, 3, 5, 8, 13, 21, 34].map((page): [string, Damage] => [
    `page ${page} zero`, (f) => (dropLog(f), change(f, (b) => b.fill(0, (page - 1) * PAGE, page * PAGE))),
  ]),
  ...[1, 4, 9, 17, 33].map((page): [string, Damage] => [
    `page ${page} full of 0xff`, (f) => (dropLog(f), change(f, (b) => b.fill(0xff, (page - 1) * PAGE, page * PAGE))),
  ]),
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((seed): [string, Damage] => [
    `${seed * 40} bytes flipped`, (f) => change(f, (b) => {
      const next = random(seed)
      for (let i = 0; i < seed * 40; i++) b[Math.floor(next() * b.length)]! ^= 1 + Math.floor(next() * 255)
    }),
  ]),
  ['header text gone', (f) => change(f, (b) => b.fill(0x41, 0, 16))],
  ['header all random', (f) => change(f, (b) => { const next = random(9); for (let i = 0; i < 100; i++) b[i] = Math.floor(next() * 256) })],
  ['page size 0', (f) => change(f, (b) => b.writeUInt16BE(0, 16))],
  ['page size 512', (f) => change(f, (b) => b.writeUInt16BE(512, 16))],
  ['page size 65536', (f) => change(f, (b) => b.writeUInt16BE(1, 16))],
  ['file format 9', (f) => change(f, (b) => b.fill(9, 18, 20))],
  ['reserved bytes 200', (f) => change(f, (b) => { b[20] = 200 })],
  ['page count wrong', (f) => change(f, (b) => b.writeUInt32BE(3, 28))],
  ['free list to nowhere', (f) => change(f, (b) => { b.writeUInt32BE(9999, 32); b.writeUInt32BE(7, 36) })],
  ['schema format 77', (f) => change(f, (b) => b.writeUInt32BE(77, 44))],
  ['text encoding 3', (f) => change(f, (b) => b.writeUInt32BE(3, 56))],
  ['application id of somebody else', (f) => (dropLog(f), change(f, (b) => b.writeUInt32BE(1, 68)))],
  ['a letter instead of a database', (f) => writeFileSync(f, 'Dear Li Na, '.repeat(3000))],
  ['random bytes instead of a database', (f) => change(f, (b) => { const next = random(5); for (let i = 0; i < b.length; i++) b[i] = next() * 256 })],
  ['two pages swapped', (f) => (dropLog(f), change(f, (b) => { const four = Buffer.from(b.subarray(3 * PAGE, 4 * PAGE)); b.copy(b, 3 * PAGE, 9 * PAGE, 10 * PAGE); four.copy(b, 9 * PAGE) }))],
  ['the file twice in one', (f) => writeFileSync(f, Buffer.concat([readFileSync(f), readFileSync(f)]))],
  ['file gone, log there', (f) => rmSync(f)],
  ['log gone', dropLog],
  ['log cut in the middle', (f) => truncateSync(`${f}-wal`, Math.floor(statSync(`${f}-wal`).size / 2))],
  ['log header garbage', (f) => change(`${f}-wal`, (b) => b.fill(0x5a, 0, 32))],
  ['log bytes flipped', (f) => change(`${f}-wal`, (b) => { const next = random(3); for (let i = 0; i < 300; i++) b[Math.floor(next() * b.length)]! ^= 0xff })],
  ['log of another store', (f) => writeFileSync(`${f}-wal`, otherWal)],
  ['log all zeros', (f) => change(`${f}-wal`, (b) => b.fill(0))],
  ['shared memory file garbage', (f) => writeFileSync(`${f}-shm`, Buffer.alloc(32768, 0x77))],
  ['a folder in place of the log', (f) => { rmSync(`${f}-wal`); cpSync(join(f, '..', 'reserve'), `${f}-wal/x`) }],
]

const NEEDED = 60
describe(`${kinds.length} kinds of damage`, () => {
  it('are at least 60', () => expect(kinds.length).toBeGreaterThanOrEqual(NEEDED))

  it.each(kinds)('%s', async (_name, damage) => {
    const dir = tempDir('damage')
    cpSync(model, dir, { recursive: true })
    damage(dbFile(dir))
    const recovery = await prepareStore(options(dir))
    const db = openStore(dir)
    expect(integrityOf(db)).toBe('ok')
    expect(db.pragma('foreign_key_check')).toEqual([])
    const bodies = bodiesOf(db)
    if (recovery) {
      expect(existsSync(recovery.folder)).toBe(true)
      expect(bodies.length).toBe(recovery.messages)
    } else expect(bodies.length).toBeGreaterThanOrEqual(COUNT)
    addMessage(db, fill(db, 0), 999_999) // and it works
    closeDatabase(db)
    expect(readdirSync(dir).filter((name) => name.includes('.part') || name.includes('.saved'))).toEqual([])
    expect(await prepareStore(options(dir))).toBeNull() // sound from here on
  })
})

describe('saving', () => {
  it('loses only the rows of the damaged page', async () => {
    const dir = tempDir('damage')
    cpSync(model, dir, { recursive: true })
    const bytes = readFileSync(dbFile(dir))
    const page = Math.floor(bytes.indexOf(bodyOf(700)) / PAGE)
    change(dbFile(dir), (b) => b.fill(0xee, page * PAGE, page * PAGE + 16))
    const recovery = await prepareStore(options(dir))
    expect(recovery).toMatchObject({ accounts: 1, conversations: 3, isPartial: true })
    expect(recovery!.messages).toBeGreaterThan(COUNT + IN_LOG - 60)
    const db = openStore(dir)
    const expected = new Set(Array.from({ length: COUNT + IN_LOG }, (_, n) => bodyOf(n)))
    expect(bodiesOf(db).every((body) => expected.has(body))).toBe(true)
    closeDatabase(db)
    expect(readFileSync(join(recovery!.folder, 'magpie.db')).length).toBe(bytes.length) // kept as it was
  })
})

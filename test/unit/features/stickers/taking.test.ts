/** Packs of others: how much is taken, what is not even asked for, and that nothing stays of what was not taken whole. */
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { FilesApi } from '#features/files/public'
import type { BareJid } from '#shared/jid'
import { MAX_PACKS, MAX_STICKER_BYTES, MAX_STICKERS, OWN_PACK, type FoundPack } from '#shared/model/sticker'
import type { Db } from '#store/database'
import { xml } from '#xmpp/element'
import { packId } from '../../../../electron/features/stickers/pack-id'
import { buildPack } from '../../../../electron/features/stickers/pack-stanza'
import { countStickers, listOfPack, listPacks, putPack, putSticker } from '../../../../electron/features/stickers/table'
import { createTaking } from '../../../../electron/features/stickers/taking'
import { createWork } from '../../../../electron/features/stickers/work'
import { fill, openStore } from '../../../support/store'
import { tempDir } from '../../../support/temp'

type Session = Parameters<typeof createTaking>[0]
const AT = 'eve@example.org' as BareJid
const hashOf = (n: number) => createHash('sha256').update(String(n)).digest('base64')

let db: Db
let published: ReturnType<typeof xml>[] = []
/** Hashes, as they are asked for. */
let fetched: string[] = []
let dropped: string[] = []
let told: (number | null)[] = []
/** Of the last pack that was looked at. */
let shown: FoundPack
/** Before a picture is given out. */
let onFetch: (hash: string) => void = () => {}

const files = {
  fetchPicture: ({ hash, name }: { hash: string; name: string }, _maxBytes: number, signal: AbortSignal) => {
    fetched.push(hash)
    onFetch(hash)
    return signal.aborted ? Promise.reject(new Error('stopped')) : Promise.resolve({ key: `key ${hash}`, name, size: 5, type: 'image/png', width: 4, height: 3, hash })
  },
  drop: (key: string) => Promise.resolve(void dropped.push(key)),
} as unknown as FilesApi

let works: ReturnType<typeof createWork>
let taking: ReturnType<typeof createTaking>
beforeEach(() => {
  db = openStore(tempDir('taking'))
  const { accountId } = fill(db, 0)
  ;[published, fetched, dropped, told, onFetch] = [[], [], [], [], () => {}]
  const session = {
    accountId, db, log: () => {}, own: 'li.na@example.org', transaction: <T>(act: () => T) => db.transaction(act)(),
    publish: (_name: string, { done }: { done: number | null }) => void told.push(done),
    connection: { request: () => Promise.resolve({ ok: true, value: xml('iq', {}, xml('pubsub', { xmlns: 'http://jabber.org/protocol/pubsub' }, xml('items', { node: 'urn:xmpp:stickers:0' }, published))) }) },
  } as unknown as Session
  works = createWork(session)
  taking = createTaking(session, files, works)
})
afterEach(() => void (db.open && db.close()))

/** Published, and looked at. */
async function look(pictures: readonly { n: number; size?: number | null; words?: string }[], { name = 'Foxes', isRestricted = false } = {}) {
  const stickers = pictures.map(({ n, size = 5, words = `🦊${n}` }) => {
    const [hash, url] = [hashOf(n), `https://files.example/${n}.png`]
    return { words, file: { name: `${n}.png`, size, type: 'image/png', kind: 'picture' as const, width: 4, height: 3, url, hash, thumbnail: null, local: null, problem: null } }
  })
  const id = packId({ name, summary: '', stickers: stickers.map(({ words, file: { hash } }) => ({ words, hash })) })
  const pack = buildPack(name, '', stickers)
  if (isRestricted) pack.append(xml('restricted'))
  published = [xml('item', { id: 'another' }), xml('item', { id }, pack)]
  const found = await taking.look({ at: AT, id })
  if (!found.ok) throw new Error(found.error.message)
  shown = found.value.pack
  return { at: AT, id }
}
const have = (n: number, pack = OWN_PACK) => putSticker(db, { key: `own ${n}`, hash: hashOf(n), packId: pack, words: 'x', name: 'x.png', type: 'image/png', size: 1, width: 1, height: 1 })
const problemOf = (result: Awaited<ReturnType<typeof taking.take>>) => (result.ok ? null : (result.error.problem ?? result.error.code))
const here = () => [listPacks(db).length, countStickers(db)]

it('tells before what it is: its words, how large all of it is where that is known, from where it comes, whether it is here', async () => {
  const place = await look([{ n: 1 }, { n: 2, size: 7 }])
  expect(shown).toEqual({ name: 'Foxes', summary: '', isRestricted: false, packId: null, words: ['🦊1', '🦊2'], bytes: 12, hosts: ['files.example'] })
  const taken = await taking.take(place)
  await look([{ n: 1 }, { n: 2, size: 7 }])
  expect(shown.packId).toBe(taken.ok && taken.value.packId)
  const vague = await taking.take(await look([{ n: 3, words: `${'x'.repeat(50)}` }, { n: 4, size: null, words: '\n' }], { name: 'Vague' }))
  expect(shown.bytes).toBeNull()
  expect(listOfPack(db, vague.ok ? vague.value.packId : 0).map(({ words }) => words)).toEqual(['x'.repeat(40), '🖼️'])
})

it('as many as there is room for, those that are here already not counted', async () => {
  db.transaction(() => Array.from({ length: MAX_STICKERS - 1 }, (_, i) => have(1000 + i)))()
  const before = here()
  expect(problemOf(await taking.take(await look([{ n: 1 }, { n: 2 }])))).toBe('full')
  expect([here(), fetched]).toEqual([before, []])
  const taken = await taking.take(await look([{ n: 2 }, { n: 1001 }], { name: 'Known' }))
  expect(taken).toMatchObject({ ok: true, value: { missing: 0 } })
  expect([fetched, countStickers(db)]).toEqual([[hashOf(2)], MAX_STICKERS])
  expect([problemOf(await taking.take(await look([{ n: 2 }, { n: 1001 }], { name: 'Known' }))), listPacks(db).length]).toEqual(['not-found', 2]) // it is here
  expect(listOfPack(db, taken.ok ? taken.value.packId : 0).map(({ hash }) => hash)).toEqual([hashOf(2), hashOf(1001)]) // in the order of the pack
})

it('not more packs than there may be', async () => {
  db.transaction(() => Array.from({ length: MAX_PACKS - 1 }, (_, i) => putPack(db, `p${i}`)))()
  expect(await taking.take(await look([{ n: 1 }]))).toMatchObject({ ok: true })
  expect(problemOf(await taking.take(await look([{ n: 2 }], { name: 'One more' })))).toBe('full')
})

it('asks for nothing that is too large, that its author keeps for himself, or that was not looked at', async () => {
  expect(await taking.take(await look([{ n: 1, size: MAX_STICKER_BYTES + 1 }, { n: 2, size: MAX_STICKER_BYTES }]))).toMatchObject({ ok: true, value: { missing: 1 } })
  expect(fetched).toEqual([hashOf(2)])
  expect(problemOf(await taking.take(await look([{ n: 3 }], { name: 'Mine', isRestricted: true })))).toBe('forbidden')
  const first = await look([{ n: 3 }], { name: 'First' })
  expect(problemOf(await taking.take({ ...first, at: 'mallory@example.org' as BareJid }))).toBe('not-found') // as it is there nobody has seen it
  for (let i = 0; i < 10; i++) await look([{ n: 4 }], { name: `Later ${i}` })
  expect(problemOf(await taking.take(first))).toBe('not-found') // what was looked at long ago is looked at again first
  expect(fetched).toEqual([hashOf(2)])
})

it('leaves nothing of a pack when it is stopped, when the disk is full, and when no picture can be had', async () => {
  const before = here()
  onFetch = (hash) => void (hash === hashOf(2) && works.stop())
  expect(problemOf(await taking.take(await look([{ n: 1 }, { n: 2 }, { n: 3 }])))).toBe('stopped')
  expect([here(), dropped, fetched]).toEqual([before, [`key ${hashOf(1)}`], [hashOf(1), hashOf(2)]])
  expect(told).toEqual([0, 1, null])
  onFetch = (hash) => {
    if (hash === hashOf(5)) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
  }
  expect(problemOf(await taking.take(await look([{ n: 4 }, { n: 5 }])))).toBe('disk-full')
  expect([here(), dropped.at(-1)]).toEqual([before, `key ${hashOf(4)}`])
  onFetch = () => {
    throw new Error('404')
  }
  expect(problemOf(await taking.take(await look([{ n: 6 }])))).toBe('missing')
  expect(here()).toEqual(before)
})

it('touches nothing any more when the session is over meanwhile', async () => {
  const place = await look([{ n: 1 }])
  onFetch = () => {
    works.end()
    db.close()
  }
  expect(problemOf(await taking.take(place))).toBe('stopped')
})

it('one thing at a time', async () => {
  const places = [await look([{ n: 1 }]), await look([{ n: 2 }], { name: 'Cats' })]
  const both = await Promise.all(places.map((place) => taking.take(place)))
  expect(both.map(problemOf)).toEqual([null, 'busy'])
})

/** Own stickers in their packs: brought, ordered, named, moved, removed with their files; and what of them stands in a message. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Sticker, StickerPack } from '#shared/model/sticker'
import { tempDir } from '../../../support/temp'
import type { Replay } from '../rooms/replay'
import { conversationId, startChat, WANG } from '../support-chat'

const png = (edge: number) => {
  const bytes = Buffer.alloc(60, 7)
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes)
  for (const at of [16, 20]) bytes.writeUInt32BE(edge, at)
  return bytes.toString('base64')
}
let profile: string
let li: Replay
beforeEach(async () => {
  profile = tempDir('profile')
  li = await startChat(undefined, profile)
})
afterEach(() => li.stop())

const add = async (edge: number, packId = 1, name = 'fox.png') => {
  const { key } = (await li.call('file.begin', { name })).value as { key: string }
  await li.call('file.add', { key, base64: png(edge) })
  return li.call('sticker.add', { key, packId })
}
const shelf = async () => (await li.call('sticker.list', {})).value as { packs: StickerPack[]; stickers: Sticker[] }
const edges = async (packId: number) => (await shelf()).stickers.filter((one) => one.packId === packId).map(({ width }) => width)
const keyOf = async (edge: number) => (await shelf()).stickers.find(({ width }) => width === edge)!.key
const addPack = async (name: string) => ((await li.call('sticker.addPack', { name })).value as { packId: number }).packId
const code = async (asked: ReturnType<Replay['call']>) => (await asked).error?.code

it('stickers keep their order, go to another place or pack, and are there once', async () => {
  for (const edge of [10, 11, 12]) await add(edge)
  expect(await edges(1)).toEqual([10, 11, 12])
  await li.call('sticker.place', { key: await keyOf(12), packId: 1, place: 0 })
  expect(await edges(1)).toEqual([12, 10, 11])
  const packId = await addPack('Foxes')
  await add(13, packId)
  await li.call('sticker.place', { key: await keyOf(10), packId })
  await li.call('sticker.place', { key: await keyOf(11), packId, place: 0 })
  expect([await edges(1), await edges(packId)]).toEqual([[12], [11, 13, 10]])
  await add(12, packId) // the same picture again, into another pack
  expect([await edges(1), await edges(packId)]).toEqual([[], [11, 13, 10, 12]])
  await add(11, packId)
  expect(await edges(packId)).toEqual([11, 13, 10, 12])
})

it('packs are made, named, ordered and removed with their pictures; the user’s own ones stay', async () => {
  const [foxes, cats] = [await addPack('  Fo\nxes '), await addPack('Cats')]
  await li.call('sticker.placePack', { packId: cats, place: 0 })
  await li.call('sticker.namePack', { packId: cats, name: '猫' })
  expect((await shelf()).packs).toEqual([{ id: cats, name: '猫', shared: null }, { id: 1, name: '', shared: null }, { id: foxes, name: 'Fo xes', shared: null }])
  await add(20)
  await add(21, foxes)
  const [mine, gone] = [await keyOf(20), await keyOf(21)]
  await li.call('sticker.removePack', { packId: foxes })
  expect((await shelf()).stickers.map(({ key }) => key)).toEqual([mine])
  expect([mine, gone].map((key) => existsSync(join(profile, 'files', key)))).toEqual([true, false])
  expect(await code(li.call('sticker.removePack', { packId: 1 }))).toBe('not-found')
  expect(await code(li.call('sticker.namePack', { packId: 1, name: 'x' }))).toBe('not-found')
  expect(await code(add(22, foxes))).toBe('not-found') // it is gone
  for (const name of ['', ' \n', 'x'.repeat(61), '\ud800']) expect(await code(li.call('sticker.addPack', { name })), JSON.stringify(name)).toBe('bad-input')
  for (let i = 0; i < 39; i++) await addPack(`p${i}`)
  expect(await code(li.call('sticker.addPack', { name: 'more' }))).toBe('conflict')
})

it('words: of the file’s name where it is an emoji, else one’s own', async () => {
  await add(30, 1, '😘.png')
  await add(31, 1, '2026.png')
  const words = async () => Object.fromEntries((await shelf()).stickers.map((one) => [one.width, one.words]))
  expect(await words()).toEqual({ 30: '😘', 31: '🖼️' })
  const key = await keyOf(31)
  await li.call('sticker.setWords', { key, words: ' 晚安\u0000\n' })
  expect(await words()).toEqual({ 30: '😘', 31: '晚安' })
  for (const bad of ['', '\u0007', 'x'.repeat(41)]) expect(await code(li.call('sticker.setWords', { key, words: bad }))).toBe('bad-input')
  expect(await code(li.call('sticker.setWords', { key: '0'.repeat(32), words: 'x' }))).toBe('not-found')
  expect(await code(li.call('sticker.place', { key, packId: 99 }))).toBe('not-found')
})

it('a sticker is sent with its words; its pack is not named where nobody would find it', async () => {
  const id = await conversationId(li, WANG)
  const packId = await addPack('Foxes')
  await add(40, packId)
  await add(41)
  for (const edge of [40, 41]) expect((await li.call('sticker.send', { conversationId: id, key: await keyOf(edge) })).ok).toBe(true)
  const files = (await li.messages('chat', WANG)).map((one) => one.extras!.files![0]!)
  expect(files.map(({ stickerPack, description }) => [typeof stickerPack, description])).toEqual([['undefined', '🖼️'], ['undefined', '🖼️']])
  expect((await shelf()).stickers.every(({ usedAtMs }) => usedAtMs > 0)).toBe(true)
})

/** Files go with their messages: deleted, deleted by days, taken back; nothing else goes. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { Answer, Replay } from '../rooms/replay'
import { conversationId, startChat, WANG, withContacts } from '../support-chat'

const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
/** Two messages with files and one that is still being brought. */
async function start() {
  // The server never says whether it takes uploads: they wait.
  const contacts = withContacts()
  const li = await startChat(((iq, text) => (text.includes('disco#items') ? new Promise(() => undefined) : contacts(iq, text))) as Answer)
  open.push(li)
  const place = { conversationId: await conversationId(li, WANG) }
  const bring = async (name: string) => {
    const { key } = (await li.call('file.begin', { name })).value as { key: string }
    await li.call('file.add', { key, base64: Buffer.from(name).toString('base64') })
    return key
  }
  const keys = [await bring('one.txt'), await bring('two.txt')]
  const ids: number[] = []
  for (const key of keys) ids.push(((await li.call('file.send', { ...place, key })).value as { messageId: number }).messageId)
  const coming = await bring('coming.txt')
  const file = (key: string) => join(li.profileDir, 'files', key)
  expect(keys.map((key) => existsSync(file(key)))).toEqual([true, true])
  const untilGone = (key: string) => vi.waitUntil(() => !existsSync(file(key)), { timeout: 20_000, interval: 50 })
  return { li, place, ids, keys, file, untilGone, isComingThere: () => existsSync(`${file(coming)}.part`) }
}

test('a deleted message takes its file along, and only its own', async () => {
  const { li, ids, keys, file, untilGone, isComingThere } = await start()
  await li.call('message.delete', { messageId: ids[0]! })
  await untilGone(keys[0]!)
  expect(existsSync(file(keys[1]!))).toBe(true)
  expect(isComingThere()).toBe(true)
}, 40_000)

test('also one that was taken back', async () => {
  const { li, ids, keys, file, untilGone } = await start()
  expect(await li.call('message.recall', { messageId: ids[0]! })).toMatchObject({ ok: true })
  await untilGone(keys[0]!)
  expect(existsSync(file(keys[1]!))).toBe(true)
}, 40_000)

test('also those of some days, and of a whole conversation', async () => {
  const { li, place, keys, untilGone, isComingThere } = await start()
  await li.call('conversation.deleteRange', { ...place, fromMs: 0, untilMs: 9e15 })
  await Promise.all(keys.map(untilGone))
  expect(isComingThere()).toBe(true)
  const again = await start()
  await again.li.call('conversation.deleteHistory', again.place)
  await Promise.all(again.keys.map(again.untilGone))
}, 60_000)

/** Receipts and the archive: given once for what was missed, never for the past; those that came while we were away count. */
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ConversationId } from '#shared/ids'
import { dbFile, nativeBinding } from '../../../support/store'
import { FakeArchive, OWN, PEER } from '../archive/fake-archive'

const REQUEST = `<request xmlns='urn:xmpp:receipts'/>`
const received = (id: string) => `<received xmlns='urn:xmpp:receipts' id='${id}'/>`
let archive: FakeArchive
beforeEach(async () => {
  archive = new FakeArchive()
  archive.hasArchive = false
  await archive.start()
  archive.hasArchive = true
})
afterEach(() => archive.replay.stop())

/** Ids that we have given receipts for since the last look. */
const given = () => archive.replay.sent.splice(0).flatMap((text) => /<received xmlns="urn:xmpp:receipts" id="([^"]*)"/.exec(text)?.[1] ?? [])
const states = async () => (await archive.replay.messages('chat', PEER)).map((message) => message.state)

it('what was missed gets its receipt when all is in, but not what another device has confirmed, nor the past', async () => {
  archive.isFriend = true
  archive.add('of before', { inner: REQUEST, messageId: 'old' })
  await archive.login()
  await archive.quiet()
  expect(given()).toEqual([])
  archive.add('missed 1', { inner: REQUEST, messageId: 'one' })
  archive.add('missed 2', { inner: REQUEST, messageId: 'two' })
  archive.add('no receipt wanted', { messageId: 'three' })
  for (let i = 0; i < 60; i++) archive.add(`more ${i}`, { messageId: `more${i}` })
  archive.add('', { inner: received('one'), from: `${OWN}/phone`, to: `${PEER}/phone` })
  await archive.login()
  expect(given()).toEqual(['two'])
  await archive.login()
  expect(given()).toEqual([])
})

it('what is owed outlives the program, and is given once, whatever comes beside', async () => {
  archive.isFriend = true
  archive.add('of before')
  await archive.login()
  const says = (n: number) => archive.add(`missed ${n}`, { inner: REQUEST, messageId: `m${n}` })
  says(1)
  says(2)
  for (let i = 0; i < 60; i++) archive.add(`more ${i}`, { messageId: `more${i}` })
  // The second page never comes: nothing is given before all is in.
  archive.quirk = ({ after }) => (after === 'a50' ? { entries: [], error: 'forbidden' } : null)
  await archive.login()
  expect(given()).toEqual([])
  const db = new Database(dbFile(archive.replay.profileDir), { readonly: true, ...(nativeBinding && { nativeBinding }) })
  expect(db.prepare('SELECT stanza_id FROM receipt_owed ORDER BY 1').pluck().all(), 'in the store, not in memory').toEqual(['m1', 'm2'])
  db.close()
  // Out of the offline store, too: that is its first coming as much as the other.
  archive.live('missed 2', 'a2', REQUEST, 'm2')
  expect(given()).toEqual(['m2'])
  archive.quirk = () => null
  await archive.login()
  expect(given()).toEqual(['m1'])
  // The server brings again what was not acknowledged.
  archive.live('missed 2', 'a2', REQUEST, 'm2')
  archive.live('new', 'a100', REQUEST, 'new')
  archive.live('new', 'a100', REQUEST, 'new')
  await archive.login()
  expect(given()).toEqual(['new'])
})

it('a stranger gets none', async () => {
  archive.add('first')
  await archive.login()
  archive.add('missed', { inner: REQUEST, messageId: 'one' })
  await archive.login()
  expect(given()).toEqual([])
})

it('one that came while we were away marks our message delivered; also one whose message is in an older page', async () => {
  const { id: conversationId } = (await archive.replay.call('conversation.open', { kind: 'chat', peer: PEER })).value as { id: ConversationId }
  archive.addMany(2)
  await archive.login()
  await archive.replay.call('message.send', { conversationId, body: 'mine' })
  const messageId = /<message[^>]* id="([^"]*)"/.exec(archive.replay.sent.find((text) => text.includes('<body>mine</body>')) ?? '')?.[1] as string
  archive.add('mine', { from: `${OWN}/magpie`, to: PEER, messageId, inner: `<origin-id xmlns='urn:xmpp:sid:0' id='${messageId}'/>` })
  archive.add('', { inner: received(messageId) })
  await archive.login()
  expect((await states()).at(-1)).toBe('delivered')

  // A new device reads backwards: the receipt stands in the page before that of its message.
  const other = new FakeArchive()
  await other.start()
  other.add('from the phone', { from: `${OWN}/phone`, to: PEER, messageId: 'P' })
  other.add('not confirmed', { from: `${OWN}/phone`, to: PEER, messageId: 'Q' })
  other.addMany(60)
  other.add('', { inner: received('P') })
  other.add('', { inner: received('Q'), from: 'evil@example.net/x' })
  await other.login()
  const all = await other.replay.messages('chat', PEER)
  expect(all.slice(0, 2).map((message) => [message.body, message.state])).toEqual([['from the phone', 'delivered'], ['not confirmed', 'sent']])
  await other.replay.stop()
})

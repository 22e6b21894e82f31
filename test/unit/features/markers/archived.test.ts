/** Markers and the archive: it is read backwards, so that they come before what they speak of. */
import { afterEach, expect, it } from 'vitest'
import { FakeArchive, OWN, PEER } from '../archive/fake-archive'

const displayed = (id: string) => `<displayed xmlns='urn:xmpp:chat-markers:0' id='${id}'/>`
let archive: FakeArchive
afterEach(() => archive.replay.stop())
const mine = (id: string) => archive.add(id, { from: `${OWN}/phone`, to: PEER, messageId: id })
const states = async () => Object.fromEntries((await archive.replay.messages('chat', PEER)).filter((one) => one.direction === 'out').map((one) => [one.body, one.state]))

it('on a new device all up to the message that was seen is read, in whatever page it stands, and nobody else says so', async () => {
  archive = new FakeArchive()
  await archive.start()
  mine('first page')
  archive.addMany(60)
  mine('second page')
  mine('seen last')
  mine('not seen')
  archive.addMany(70)
  archive.add('', { inner: displayed('not seen'), from: 'evil@example.net/x' })
  archive.add('', { inner: displayed('seen last') })
  await archive.login()
  expect(await states()).toEqual({ 'first page': 'read', 'second page': 'read', 'seen last': 'read', 'not seen': 'sent' })
})

it('one that comes live, of what another device of ours wrote and we have still to fetch', async () => {
  archive = new FakeArchive()
  archive.isFriend = true
  await archive.start()
  archive.addMany(2)
  await archive.login()
  archive.addMany(60)
  mine('written there')
  let isTold = false
  archive.onQuery = () => {
    if (!isTold) archive.live('', null, displayed('written there'), 'marker')
    isTold = true
  }
  await archive.login()
  expect(isTold).toBe(true)
  expect(await states()).toEqual({ 'written there': 'read' })
})

import { afterEach, expect, test } from 'vitest'
import type { FormerOccupant } from '#shared/model/room-admin'
import { parseStanza } from '../../../support/transcripts'
import type { Replay } from '../rooms/replay'
import { processorMs } from '../../../support/processor-time'
import { gone, presence, ROOM, scene } from './scene'

const open: Replay[] = []
const start = async (options: Parameters<typeof scene>[0] = {}) => {
  const alice = await scene({ features: ['urn:xmpp:sid:0', 'urn:xmpp:occupant-id:0'], ...options })
  open.push(alice)
  return alice
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const former = async (alice: Replay, more: object = {}) =>
  (await alice.call('roomAdmin.formerOccupants', { room: ROOM, limit: 500, ...more })).value as { people: FormerOccupant[]; hasMore: boolean }
const id = (one: string) => `<occupant-id xmlns='urn:xmpp:occupant-id:0' id='${one}'/>`
const say = (nick: string, body: string) => parseStanza(`<message type='groupchat' from='${ROOM}/${nick}' id='i${body}'><body>${body}</body></message>`)

test('who came, and who went; with his id, under each nick; searched', async () => {
  const alice = await start()
  alice.receive(presence('Bob', { jid: 'bob@x.example/1', more: id('o1') }))
  alice.receive(presence('Ghost', {}))
  alice.receive(gone('Bob', { jid: 'bob@x.example/1', more: id('o1') }))
  alice.receive(presence('Robert', { jid: 'bob@x.example/2', more: id('o1') }))
  const { people } = await former(alice)
  expect(people.map((one) => [one.jid, one.nick, one.occupantId, one.isHere]).sort()).toEqual([['bob@x.example', 'Bob', 'o1', false], ['bob@x.example', 'Robert', 'o1', true]])
  expect((await former(alice, { text: 'rob' })).people).toHaveLength(1)
  expect((await former(alice, { text: '%' })).people).toEqual([])
})

test('who wrote it: sure, or nobody', async () => {
  const alice = await start()
  alice.receive(presence('Bob', { jid: 'bob@x.example/1' }))
  alice.receive(say('Bob', 'one'))
  alice.receive(gone('Bob', { jid: 'bob@x.example/1' }))
  const writer = async (body: string) => {
    const message = (await alice.messages('room', ROOM)).find((one) => one.body === body)!
    return (await alice.call('roomAdmin.writerOf', { messageId: message.id })).value
  }
  expect(await writer('one')).toEqual({ nick: 'Bob', jid: 'bob@x.example', isHere: false, hereAs: null })
  alice.receive(presence('Bob', { jid: 'other@x.example/1' }))
  alice.receive(say('Bob', 'two'))
  expect(await writer('two'), 'two have had the nick within seconds').toMatchObject({ jid: null })
  alice.receive(say('Ghost', 'three'))
  expect(await writer('three')).toEqual({ nick: 'Ghost', jid: null, isHere: false, hereAs: null })
})

test('a room of 5,000, and a storm of presences: bounded, without a stall', async () => {
  const alice = await start()
  let longest = 0
  let last = processorMs()
  const watch = setInterval(() => {
    longest = Math.max(longest, processorMs() - last)
    last = processorMs()
  }, 1)
  for (let from = 0; from < 6000; from += 200) {
    for (let i = from; i < from + 200; i++) alice.receive(presence(`n${i}`, { jid: `u${i}@x.example/1` }))
    await new Promise((resolve) => setImmediate(resolve))
  }
  await new Promise((resolve) => setTimeout(resolve, 4000))
  clearInterval(watch)
  let count = 0
  let before: { lastSeenMs: number; jid: string; nick: string } | undefined
  const seen = new Set<string>()
  for (;;) {
    const page = await former(alice, before === undefined ? {} : { before })
    for (const one of page.people) seen.add(one.jid)
    count += page.people.length
    const last = page.people.at(-1)
    if (!page.hasMore || !last) break
    before = { lastSeenMs: last.lastSeenMs, jid: last.jid, nick: last.nick }
  }
  expect([seen.size, count]).toEqual([5000, 5000])
  expect(longest, 'longest work without giving way, own ms').toBeLessThan(500)
}, 30_000)

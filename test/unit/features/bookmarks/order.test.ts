import { afterEach, expect, test } from 'vitest'
import type { IqReply } from '#xmpp/types'
import { parseStanza } from '../../../support/transcripts'
import { refuse, replayAs, type Replay } from '../rooms/replay'

const OWN = 'lina@example.org/a'
const ROOM = 'tea@muc.example.org'
const open: Replay[] = []
afterEach(() => Promise.all(open.splice(0).map((one) => one.stop())))

const event = (inside: string) =>
  parseStanza(
    `<message from='lina@example.org' to='${OWN}' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:bookmarks:1'>${inside}</items></event></message>`,
  )
const published = (autoJoin: boolean) =>
  event(`<item id='${ROOM}'><conference xmlns='urn:xmpp:bookmarks:1' autojoin='${autoJoin}'><nick>Li</nick></conference></item>`)
const retracted = () => event(`<retract id='${ROOM}'/>`)

const result = (inside: string): IqReply => ({ ok: true, value: parseStanza(`<iq type='result' from='lina@example.org'>${inside}</iq>`) })
/** An empty node that does not show its configuration, of a server that heeds conditions. */
function ofServer(text: string): IqReply | null {
  if (text.includes('<items node="urn:xmpp:bookmarks:1"')) return result("<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:bookmarks:1'/></pubsub>")
  const isAsked = text.startsWith('<query') && text.includes('disco#info')
  return isAsked ? result("<query xmlns='http://jabber.org/protocol/disco#info'><feature var='http://jabber.org/protocol/pubsub#publish-options'/></query>") : null
}

/** Our bookmark is taken; what the server tells stands in the same bytes as its answer. */
async function whileOursIsTaken(told: (() => ReturnType<typeof event>)[]) {
  let isTold = false
  const magpie: Replay = await replayAs(OWN, (_, text) => {
    if (!text.includes('<publish node="urn:xmpp:bookmarks:1"')) return ofServer(text)
    for (const one of isTold ? [] : told) magpie.receive(one())
    isTold = true
    return result('')
  })
  open.push(magpie)
  await magpie.call('room.join', { room: ROOM, nick: 'Li' })
  return magpie
}

test('changed by another device right behind ours: theirs is the later one', async () => {
  const magpie = await whileOursIsTaken([() => published(true), () => published(false)])
  await expect.poll(() => magpie.room(ROOM)).toMatchObject({ autoJoin: false, isBookmarked: true })
})

test('and before ours: ours is the later one', async () => {
  const magpie = await whileOursIsTaken([() => published(false), () => published(true)])
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(magpie.room(ROOM)).toMatchObject({ autoJoin: true, isBookmarked: true })
})

test('taken off the list right behind ours: off it is', async () => {
  const magpie = await whileOursIsTaken([() => published(true), retracted])
  await expect.poll(() => magpie.room(ROOM)).toMatchObject({ isBookmarked: false })
})

test('stopped while rooms wait to be told of: what is answered then harms nobody', async () => {
  const errors: string[] = []
  const waiting: (() => void)[] = []
  const magpie = await replayAs(OWN, (_, text) => {
    if (!text.includes('<publish node="urn:xmpp:bookmarks:1"')) return ofServer(text)
    return new Promise((resolve) => waiting.push(() => resolve(refuse('offline'))))
  }, undefined, (level, message, detail) => void (level === 'error' && errors.push(`${message} ${JSON.stringify(detail)}`)))
  for (const room of [ROOM, `green-${ROOM}`]) await magpie.call('room.join', { room, nick: 'Li' })
  await expect.poll(() => waiting.length).toBe(1)
  await magpie.stop()
  waiting[0]!()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(errors).toEqual([])
  expect(waiting).toHaveLength(1) // and the next is not tried
})

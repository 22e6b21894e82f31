/** What every status code and every condition becomes; that each has a sentence: test/unit/renderer/rooms/status-codes.test.ts. */
import { afterEach, describe, expect, test } from 'vitest'
import { refused } from '#features/rooms/errors'
import { joinProblem } from '#features/rooms/problem'
import { problemOf } from '#features/room-admin/problems'
import type { StanzaError } from '#xmpp/types'
import { CONDITIONS, ITEM, ROOM, STATUS_LINES, xOf } from '../../../support/status-codes'
import { parseStanza } from '../../../support/transcripts'
import { replayAs, type Replay } from './replay'

let bob: Replay
afterEach(() => bob?.stop())

async function noticesAfter(entering: number[], stanza?: string) {
  bob = await replayAs('bob@x.example/desk')
  const nick = entering.includes(210) ? 'bobby' : 'Bob'
  await bob.call('room.join', { room: ROOM, nick: 'Bob' })
  bob.receive(parseStanza(`<presence from='${ROOM}/Carol'>${xOf(ITEM)}</presence>`))
  bob.receive(parseStanza(`<presence from='${ROOM}/${nick}'>${xOf(ITEM, ...entering, 110)}</presence>`))
  bob.receive(parseStanza(`<message type='groupchat' from='${ROOM}'><subject/></message>`))
  if (stanza) bob.receive(parseStanza(stanza))
  return (await bob.messages('room', ROOM)).flatMap((one) => one.notice ?? [])
}

describe('status codes', () => {
  test.each(STATUS_LINES)('$code: $notice.code', async ({ entering = [], stanza, notice }) => {
    expect(await noticesAfter(entering, stanza)).toEqual([notice])
  })
  test('none is missing', () => {
    const registered = [100, 101, 102, 103, 104, 110, 170, 171, 172, 173, 201, 210, 301, 303, 307, 321, 322, 332, 333]
    expect([...new Set(STATUS_LINES.map(({ code }) => code))]).toEqual(registered)
  })
  test('100 and 170 are said once, also where nothing is ever said', async () => {
    const first = await noticesAfter([100, 170])
    await bob.call('room.leave', { room: ROOM, forget: false })
    await bob.call('room.join', { room: ROOM, nick: 'Bob' })
    bob.receive(parseStanza(`<presence from='${ROOM}/Bob'>${xOf(ITEM, 100, 170, 110)}</presence>`))
    expect(bob.room(ROOM)?.state).toBe('joined')
    expect((await bob.messages('room', ROOM)).flatMap((one) => one.notice ?? [])).toEqual(first)
    expect(first).toHaveLength(2)
  })
  test('101 counts from the room itself only', async () => {
    expect(await noticesAfter([], `<message type='chat' from='${ROOM}/Carol'>${xOf("<item affiliation='owner'/>", 101)}</message>`)).toEqual([])
  })
})

describe('conditions', () => {
  test.each(Object.entries(CONDITIONS))('%s', (condition, [entering, call, people]) => {
    const error: StanzaError = { condition, type: 'cancel', text: null, uri: null, application: [], element: null }
    expect(joinProblem(error, { hadPassword: false, isKnown: null }).code).toBe(entering)
    expect(refused(error, '').error.code).toBe(call)
    expect(problemOf(error, null)).toBe(people)
  })
  test('what §7.2.17 lists is told apart', () => {
    const listed = ['not-authorized', 'forbidden', 'item-not-found', 'not-allowed', 'not-acceptable', 'registration-required', 'conflict', 'service-unavailable']
    expect(new Set(listed.map((condition) => CONDITIONS[condition]?.[0])).size).toBe(listed.length)
  })
})

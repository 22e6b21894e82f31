import { afterEach, describe, expect, test, vi } from 'vitest'
import { verdictOf } from '#features/rooms/self-ping'
import { localError, parseStanzaError } from '#xmpp/stanza-error'
import type { IqReply } from '#xmpp/types'
import { parseStanza, transcriptsOf } from '../../../support/transcripts'
import { refuse, replayAs, type Replay } from './replay'

const open: Replay[] = []
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const room = 'tea@conference.x.example'
const MINUTE = 60_000
/** Just over the silence that is borne; what follows has not timed out yet. */
const SILENCE = 15 * MINUTE + 5000
const ok = { ok: true as const, value: parseStanza("<iq type='result'/>") }

/** In the room, with a service that answers pings as `state.ping` says and knows the room as `state.disco` says. */
const start = async () => {
  const state: { ping: IqReply; disco: IqReply } = { ping: ok, disco: ok }
  const bob = await replayAs('bob@x.example/desk', (iq, text) => {
    if (iq.to?.startsWith(room)) return text.includes('urn:xmpp:ping') ? state.ping : state.disco
    return null
  })
  open.push(bob)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const letIn = () => {
    const item = "<item role='participant' affiliation='none'/><status code='110'/>"
    bob.receive(parseStanza(`<presence from='${room}/Bob'><x xmlns='http://jabber.org/protocol/muc#user'>${item}</x></presence>`))
  }
  await bob.call('room.join', { room, nick: 'Bob' })
  letIn()
  bob.receive(parseStanza(`<message type='groupchat' from='${room}'><subject/></message>`))
  const pings = () => bob.sent.filter((line) => line.includes('urn:xmpp:ping')).length
  const joins = () => bob.sent.filter((line) => line.includes('<history')).length
  const hear = (body: string, more = '') =>
    bob.receive(parseStanza(`<message type='groupchat' id='${body}' from='${room}/Al'><body>${body}</body>${more}</message>`))
  return { bob, state, letIn, pings, joins, hear }
}

describe('a silent room', () => {
  test('is asked after 15 minutes without a word, not before; a word puts it off', async () => {
    const { pings, hear, joins } = await start()
    await vi.advanceTimersByTimeAsync(14 * MINUTE)
    hear('still here')
    await vi.advanceTimersByTimeAsync(14 * MINUTE)
    expect(pings()).toBe(0)
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect(pings()).toBe(1)
    await vi.advanceTimersByTimeAsync(16 * MINUTE)
    expect([pings(), joins()]).toEqual([2, 1])
  })

  test.each(['not-acceptable', 'not-allowed', 'bad-request'])('says %s: back in, no notice, nothing twice, what was missed is there', async (condition) => {
    const { bob, state, letIn, joins, hear } = await start()
    hear('one')
    state.ping = refuse(condition)
    await vi.advanceTimersByTimeAsync(SILENCE)
    expect(joins()).toBe(2)
    letIn()
    const stamp = new Date(Date.now()).toISOString()
    for (const body of ['one', 'missed']) hear(body, `<delay xmlns='urn:xmpp:delay' from='${room}' stamp='${stamp}'/>`)
    bob.receive(parseStanza(`<message type='groupchat' from='${room}'><subject/></message>`))
    vi.useRealTimers()
    expect((await bob.messages('room', room)).map((message) => `${message.kind} ${message.body}`)).toEqual(['text one', 'text missed'])
  })

  test.each(['remote-server-timeout', 'remote-server-not-found', 'timeout'])('%s says nothing: stays, asks again soon', async (condition) => {
    const { bob, state, pings, joins } = await start()
    state.ping = refuse(condition)
    await vi.advanceTimersByTimeAsync(16 * MINUTE)
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect([pings(), joins()]).toEqual([2, 1])
    expect(bob.room(room)?.state).toBe('joined')
  })

  test('item-not-found: in as long as there is the room, out when there is none', async () => {
    const { state, joins } = await start()
    state.ping = refuse('item-not-found')
    await vi.advanceTimersByTimeAsync(SILENCE)
    expect(joins()).toBe(1)
    state.disco = refuse('item-not-found')
    await vi.advanceTimersByTimeAsync(15 * MINUTE)
    expect(joins()).toBe(2)
  })

  test('left meanwhile: not asked any more', async () => {
    const { bob, pings } = await start()
    await bob.call('room.leave', { room, forget: false })
    await vi.advanceTimersByTimeAsync(60 * MINUTE)
    expect(pings()).toBe(0)
  })
})

describe.each(transcriptsOf('20-muc-self-ping'))('what %s says', (_server, transcript) => {
  const verdicts = transcript.steps.flatMap((step) => {
    const reply = step.entries.findLast((one) => one.element?.name === 'iq' && ['result', 'error'].includes(String(one.element.attrs.type)) && one.from === 'server')?.element
    if (!reply) return []
    const verdict = verdictOf(reply.attrs.type === 'error' ? { ok: false, error: parseStanzaError(reply) } : { ok: true, value: reply })
    return [[step.title, verdict] as const]
  })
  test('in: in; kicked, never in, another device only: out', () => {
    const of = (title: RegExp) => verdicts.filter(([step]) => title.test(step)).map(([, verdict]) => verdict)
    expect(of(/^own nickname, in the room/)).toEqual(['in'])
    expect(of(/after the kick/)).toEqual(['out'])
    expect(of(/another device/)).toEqual(['out'])
    expect(verdictOf({ ok: false, error: localError('timeout') })).toBe('unknown')
  })
})

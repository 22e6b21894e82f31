import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { buildTimer, NODE, parseTimer } from '#features/room-timers/stanza'
import type { BareJid } from '#shared/jid'
import type { RoomTimer } from '#shared/model/room-timers'
import type { EpochMs } from '#shared/time'
import { xml } from '#xmpp/element'
import { localError } from '#xmpp/stanza-error'
import { parseStanza } from '../../../support/transcripts'
import { ALICE, auditOf, gone, listAnswer, presence, result, ROOM, scene, type SceneOptions } from '../room-admin/scene'
import type { Replay } from '../rooms/replay'

const HOUR = 3_600_000
const open: Replay[] = []
let roles: string[] = []
let banned: string[] = []
/** A room that does what it is told, and a private node that keeps what it is given. */
let node: Map<string, string> | null = new Map()
let refusal: string | null = null

const pubsub = (text: string) => {
  if (!node) return { ok: false as const, error: localError('service-unavailable') }
  const id = /<item id="([^"]+)"/.exec(text)?.[1] ?? ''
  if (text.includes('<publish ')) node.set(id, text)
  if (text.includes('<retract ')) node.delete(id)
  if (text.includes('<items ')) {
    const items = [...node].map(([one, published]) => `<item id='${one}'>${/<timer[\s\S]*<\/timer>|<timer[^>]*\/>/.exec(published)![0]}</item>`).join('')
    return result(`<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='${NODE}'>${items}</items></pubsub>`)
  }
  if (text.includes('pubsub#owner')) {
    const field = (name: string, value: string) => `<field var='pubsub#${name}'><value>${value}</value></field>`
    return result(`<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='${NODE}'><x xmlns='jabber:x:data' type='form'>${field('access_model', 'whitelist')}${field('persist_items', '1')}${field('max_items', '255')}</x></configure></pubsub>`)
  }
  return result()
}
const start = async (more: SceneOptions = {}) => {
  let alice: Replay | null = null
  alice = await scene({
    people: { Bob: { jid: 'bob@x.example/1' } },
    answer: (iq, text) => {
      if (text.includes(NODE)) return pubsub(text)
      if (!text.includes('muc#admin')) return null
      if (iq.type === 'get') return text.includes('outcast') ? listAnswer(banned.map((jid) => `<item affiliation='outcast' jid='${jid}'/>`).join('')) : listAnswer('')
      if (refusal) return { ok: false, error: localError(refusal) }
      roles.push(/(?:role|affiliation)="(\w+)"/.exec(text)![1]!)
      const role = / role="(\w+)"/.exec(text)?.[1]
      const affiliation = / affiliation="(\w+)"/.exec(text)?.[1]
      if (affiliation === 'outcast') banned.push('bob@x.example')
      else if (affiliation) banned = []
      queueMicrotask(() => {
        if (role) alice?.receive(presence('Bob', { role, jid: 'bob@x.example/1' }))
        else if (affiliation === 'outcast') alice?.receive(gone('Bob', { affiliation, codes: [301], jid: 'bob@x.example/1' }))
      })
      return result()
    },
    ...more,
  })
  open.push(alice)
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'performance'] })
  return alice
}
const begin = async (alice: Replay, kind: 'mute' | 'ban', ms = HOUR): Promise<RoomTimer> => {
  const answer = await alice.call('roomTimer.start', { room: ROOM, kind, nick: 'Bob', untilMs: Date.now() + ms, reason: 'calm' })
  if (!answer.ok) throw new Error(JSON.stringify(answer.error))
  return (answer.value as { timer: RoomTimer }).timer
}
const timers = (alice: Replay) => (alice.core.snapshot().accounts[alice.accountId] as { 'room-timers': { timers: RoomTimer[] } })['room-timers'].timers
const ends = (alice: Replay) => alice.events.flatMap((one) => (one.name === 'roomTimer.removed' ? [(one.payload as { end: string }).end] : []))
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  roles = []
  banned = []
  node = new Map()
  refusal = null
})
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(open.splice(0).map((one) => one.stop()))
})

describe('when it is time', () => {
  test('a mute: not before, then at once, noted, and off the node', async () => {
    const alice = await start()
    expect(await begin(alice, 'mute')).toMatchObject({ isShared: true, waitingFor: null })
    expect([roles, node!.size]).toEqual([['visitor'], 1])
    await pass(HOUR - 5000)
    expect([roles, timers(alice).length]).toEqual([['visitor'], 1])
    await pass(6000)
    expect([roles, ends(alice), node!.size]).toEqual([['visitor', 'participant'], ['lifted'], 0])
    vi.useRealTimers()
    expect((await auditOf(alice)).map((one) => one.kind)).toEqual(['role', 'timer-set', 'role', 'timer-lifted'])
  })
  test('a ban: lifted from the list', async () => {
    const alice = await start()
    await begin(alice, 'ban')
    expect(banned).toEqual(['bob@x.example'])
    await pass(HOUR + 1000)
    expect([roles, ends(alice), banned]).toEqual([['outcast', 'none'], ['lifted'], []])
  })
  test('the computer sleeps meanwhile: seen when it wakes', async () => {
    const alice = await start()
    await begin(alice, 'mute')
    vi.setSystemTime(Date.now() + 3 * HOUR) // no timeout has run
    await pass(31_000)
    expect(ends(alice)).toEqual(['lifted'])
  })
  test('the mute is over when he has left; somebody else under his nick is left alone', async () => {
    const alice = await start()
    await begin(alice, 'mute')
    alice.receive(gone('Bob', { jid: 'bob@x.example/1' }))
    alice.receive(presence('Bob', { role: 'visitor', jid: 'other@x.example/1' }))
    await pass(HOUR + 1000)
    expect([roles, ends(alice)]).toEqual([['visitor'], ['lifted']])
  })
  test('he comes back too early, under another nick: muted again; a guest who becomes what he was is not', async () => {
    const alice = await start()
    await begin(alice, 'mute')
    alice.receive(gone('Bob', { jid: 'bob@x.example/1' }))
    alice.receive(presence('Robert', { jid: 'bob@x.example/1' }))
    await pass(10)
    expect(roles).toEqual(['visitor', 'visitor'])
    expect(alice.sent.filter((line) => line.includes('role="visitor"')).at(-1)).toContain('nick="Robert"')
    expect(ends(alice)).toEqual([])
  })
})

describe('what others have done', () => {
  test('voice given by somebody: the timer is void at once', async () => {
    const alice = await start()
    await begin(alice, 'mute')
    alice.receive(presence('Bob', { role: 'participant', jid: 'bob@x.example/1' }))
    expect(ends(alice)).toEqual(['void'])
    await pass(HOUR + 1000)
    expect(roles).toEqual(['visitor'])
  })
  test('voice given and a ban lifted by ourselves: no time is waited for', async () => {
    const alice = await start()
    await begin(alice, 'mute')
    const voice = alice.call('roomAdmin.setRole', { room: ROOM, nick: 'Bob', role: 'participant' })
    await pass(10)
    expect([(await voice).ok, ends(alice), node!.size]).toEqual([true, ['cancelled'], 0])
    await begin(alice, 'ban')
    await alice.call('roomAdmin.setAffiliation', { room: ROOM, jid: 'bob@x.example', affiliation: 'none' })
    await pass(10)
    expect([ends(alice), timers(alice)]).toEqual([['cancelled', 'cancelled'], []])
  })
  test('who was banned is there again: somebody has lifted it; who is still banned and let in has not', async () => {
    const alice = await start()
    await begin(alice, 'ban')
    alice.receive(presence('Bob', { affiliation: 'outcast', jid: 'bob@x.example/1' })) // COMPAT(ejabberd)
    expect(ends(alice)).toEqual([])
    alice.receive(gone('Bob', { jid: 'bob@x.example/1' }))
    alice.receive(presence('Bobby', { jid: 'bob@x.example/1' }))
    expect(ends(alice)).toEqual(['void'])
  })
  test('the room says that somebody has lifted a ban or made more of him; nobody else can say so', async () => {
    const alice = await start()
    const said = (from: string, affiliation: string, jid = 'bob@x.example', more = '') =>
      alice.receive(parseStanza(`<message from='${from}'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='${affiliation}' jid='${jid}'/></x>${more}</message>`))
    await begin(alice, 'ban')
    for (const stranger of [`${ROOM}/Eve`, 'other@conference.x.example', 'bob@x.example', 'x.example']) said(stranger, 'none')
    said(ROOM, 'outcast')
    said(ROOM, 'none', 'carol@x.example')
    said(ROOM, 'none', 'bob@x.example', `<delay xmlns='urn:xmpp:delay' from='${ROOM}' stamp='2020-01-01T00:00:00Z'/>`)
    expect(ends(alice)).toEqual([])
    said(ROOM, 'member')
    expect([ends(alice), timers(alice)]).toEqual([['void'], []])
    await pass(HOUR + 1000)
    expect(roles).toEqual(['outcast'])
    vi.useRealTimers()
    expect((await auditOf(alice)).slice(-2)).toMatchObject([{ kind: 'affiliation', to: 'member', jid: 'bob@x.example' }, { kind: 'timer-void' }])
  })
  test('unbanned by somebody: nothing is touched', async () => {
    const alice = await start()
    await begin(alice, 'ban')
    banned = []
    await pass(HOUR + 1000)
    expect([roles, ends(alice)]).toEqual([['outcast'], ['void']])
    vi.useRealTimers()
    expect((await auditOf(alice)).at(-1)).toMatchObject({ kind: 'timer-void', to: 'ban', jid: 'bob@x.example' })
  })
  test('another device was quicker: the event of our own node ends it; of anybody else it does not', async () => {
    const alice = await start()
    const { id } = await begin(alice, 'ban')
    const event = (from: string) =>
      parseStanza(`<message from='${from}' to='${ALICE}/desk' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='${NODE}'><retract id='${id}'/></items></event></message>`)
    alice.receive(event('eve@x.example'))
    alice.receive(event(`${ALICE}/phone`))
    expect(timers(alice)).toHaveLength(1)
    alice.receive(event(ALICE))
    expect([timers(alice), ends(alice)]).toEqual([[], ['lifted']])
    await pass(HOUR + 1000)
    expect(roles).toEqual(['outcast'])
  })
})

describe('not possible now', () => {
  test('refused: waits, tells why, tries ever more seldom, and does it when it may', async () => {
    const alice = await start()
    await begin(alice, 'ban')
    refusal = 'forbidden'
    await pass(HOUR + 1000)
    expect(timers(alice)).toMatchObject([{ waitingFor: 'refused' }])
    const asked = alice.sent.length
    await pass(30_000)
    expect(alice.sent.slice(asked).filter((line) => line.includes('muc#admin'))).toEqual([])
    refusal = null
    await pass(120_000)
    expect(ends(alice)).toEqual(['lifted'])
  })
  test('missed while offline: at the next login, from what the server keeps', async () => {
    const alice = await start()
    await begin(alice, 'ban')
    vi.setSystemTime(Date.now() + 2 * HOUR)
    const again = alice.reconnect()
    await pass(1000)
    await again
    await pass(1000)
    expect([roles, ends(alice)]).toEqual([['outcast', 'none'], ['lifted']])
  })
  test('without a private store: kept here, and said', async () => {
    node = null
    const alice = await start()
    expect((await begin(alice, 'mute')).isShared).toBe(false)
    await pass(HOUR + 1000)
    expect(ends(alice)).toEqual(['lifted'])
  })
  test('times that are none; a ban without an address', async () => {
    const alice = await start({ people: { Bob: {} } })
    const ask = (kind: string, untilMs: number) => alice.call('roomTimer.start', { room: ROOM, kind, nick: 'Bob', untilMs })
    expect(await ask('mute', Date.now() - 1)).toMatchObject({ error: { code: 'bad-input' } })
    expect(await ask('mute', Number.MAX_SAFE_INTEGER)).toMatchObject({ error: { code: 'bad-input' } })
    expect(await ask('ban', Date.now() + HOUR)).toMatchObject({ error: { problem: 'no-address' } })
    expect(roles).toEqual([])
  })
})

test('an item is read as it was written; a broken one not at all', () => {
  const timer = {
    id: 'a', room: ROOM as BareJid, kind: 'ban', jid: 'bob@x.example' as BareJid, nick: '鲍勃 <b>', occupantId: 'o', setAtMs: 1000 as EpochMs, untilMs: 2000 as EpochMs,
    reason: 'a & b', before: 'member',
  } as const
  const item = (attrs: Record<string, string | undefined> = {}, id = 'a') => {
    const el = buildTimer(timer)
    Object.assign(el.attrs, attrs)
    return xml('item', { id }, el)
  }
  expect(parseTimer(item())).toEqual(timer)
  for (const broken of [{ room: 'x/y' }, { room: 'nolocal.example' }, { kind: 'kill' }, { until: 'soon' }, { jid: '@@' }]) expect(parseTimer(item(broken))).toBeNull()
  expect(parseTimer(item({ before: 'owner' }))?.before, 'nobody becomes an owner by it').toBe('none')
  expect(parseTimer(item({}, ''))).toBeNull()
  expect(parseTimer(xml('item', { id: 'a' }))).toBeNull()
})

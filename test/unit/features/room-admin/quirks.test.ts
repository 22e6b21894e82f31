import { afterEach, describe, expect, test } from 'vitest'
import { problemOf } from '#features/room-admin/problems'
import type { RoomListEntry } from '#shared/model/room-admin'
import { localError, parseStanzaError } from '#xmpp/stanza-error'
import { parseStanza, stanzasTo, stepOf, transcriptsOf, type Transcript } from '../../../support/transcripts'
import type { Replay } from '../rooms/replay'
import { processorMs } from '../../../support/processor-time'
import { gone, listAnswer, presence, result, ROOM, scene, type SceneOptions } from './scene'

const open: Replay[] = []
const start = async (options: SceneOptions) => {
  const alice = await scene(options)
  open.push(alice)
  return alice
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const isSet = (iq: { type: string }, text: string) => iq.type === 'set' && text.includes('muc#admin')
const setsOf = (alice: Replay) => alice.sent.filter((line) => line.includes('muc#admin') && (line.includes('<reason') || /(role|affiliation)="[a-z]+"[^>]*\/?>/.test(line)) && (line.includes('nick=') || line.includes('jid=')))

describe('what a server says and what it does', () => {
  test('COMPAT(openfire 4.7.5): a ban of a moderator is answered and has no effect: he is kicked after it', async () => {
    let alice: Replay | null = null
    const people = { Bob: { role: 'moderator', affiliation: 'admin', jid: 'bob@x.example/1' } }
    alice = await start({
      people,
      answer: (iq, text) => {
        if (!isSet(iq, text)) return null
        if (text.includes('role="none"')) setTimeout(() => alice?.receive(gone('Bob', { affiliation: 'outcast', codes: [307] })), 5)
        return result()
      },
    })
    const done = await alice.call('roomAdmin.setAffiliation', { room: ROOM, nick: 'Bob', affiliation: 'outcast', reason: 'spam' })
    expect(done).toMatchObject({ ok: true, value: { effect: 'seen', jid: 'bob@x.example' } })
    expect(setsOf(alice).map((line) => /role="none"/.test(line))).toEqual([false, true])
  })
  test('yes to everything, and nothing happens: it is said', async () => {
    const alice = await start({ people: { Bob: { jid: 'bob@x.example/1' } }, answer: (iq, text) => (isSet(iq, text) ? result() : null) })
    expect(await alice.call('roomAdmin.setRole', { room: ROOM, nick: 'Bob', role: 'none' })).toMatchObject({ ok: false, error: { problem: 'no-effect' } })
  })
  test('COMPAT(tigase): by address, never by nick, and one item a request', async () => {
    let alice: Replay | null = null
    alice = await start({
      people: { Bob: { jid: 'bob@x.example/1' } },
      answer: (iq, text) => {
        if (!isSet(iq, text)) return null
        setTimeout(() => alice?.receive(gone('Bob', { affiliation: 'outcast', codes: [301] })), 5)
        return result()
      },
    })
    expect(await alice.call('roomAdmin.setAffiliation', { room: ROOM, nick: 'Bob', affiliation: 'outcast' })).toMatchObject({ ok: true, value: { effect: 'seen' } })
    expect(setsOf(alice)).toEqual([`<query xmlns="http://jabber.org/protocol/muc#admin"><item jid="bob@x.example" affiliation="outcast"/></query>`])
  })
  test('§10.3 a room that says yes and lists nobody new: nothing more is done, we stay owner', async () => {
    const alice = await start({
      answer: (iq, text) => (isSet(iq, text) ? result() : text.includes('muc#admin') ? listAnswer(text.includes('owner') ? `<item affiliation='owner' jid='alice@x.example'/>` : '') : null),
    })
    expect(await alice.call('roomAdmin.handOver', { room: ROOM, jid: 'bob@x.example', become: 'none' })).toMatchObject({ ok: false, error: { problem: 'no-effect' } })
    expect(setsOf(alice)).toEqual([`<query xmlns="http://jabber.org/protocol/muc#admin"><item jid="bob@x.example" affiliation="owner"/></query>`])
  })
  test('§10.4 the other is owner, and the room does not let us go: both are said', async () => {
    let hasBob = false
    const alice = await start({
      answer: (iq, text) => {
        if (!text.includes('muc#admin')) return null
        if (!isSet(iq, text)) return listAnswer(text.includes('owner') ? `<item affiliation='owner' jid='alice@x.example'/>${hasBob ? `<item affiliation='owner' jid='bob@x.example'/>` : ''}` : '')
        if (text.includes('jid="alice@')) return { ok: false, error: localError('not-allowed') }
        hasBob = true
        return result()
      },
    })
    expect(await alice.call('roomAdmin.handOver', { room: ROOM, jid: 'bob@x.example', become: 'admin' })).toMatchObject({
      ok: true, value: { owners: ['alice@x.example', 'bob@x.example'], stepDown: 'last-owner' },
    })
  })
  test('where the room hides addresses the nick goes, and a refusal says that an address is needed', async () => {
    const refuse = (text: string) => ({ ok: false as const, error: parseStanzaError(parseStanza(`<iq type='error'><error type='modify'>${text}</error></iq>`)) })
    const alice = await start({
      people: { Bob: {} },
      answer: (iq, text) => (isSet(iq, text) ? refuse(`<bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>`) : null),
    })
    expect(await alice.call('roomAdmin.setAffiliation', { room: ROOM, nick: 'Bob', affiliation: 'outcast' })).toMatchObject({ ok: false, error: { problem: 'no-address', condition: 'bad-request' } })
    expect(setsOf(alice)[0]).toContain('nick="Bob"')
  })
  test.each([['timeout', 'timeout', 'timeout'], ['offline', 'offline', 'offline'], ['feature-not-implemented', 'not-supported', 'not-supported'], ['resource-constraint', 'server', 'refused'], ['item-not-found', 'not-here', 'not-found']])(
    '%s → %s', async (condition, problem, code) => {
      const alice = await start({ people: { Bob: { jid: 'bob@x.example/1' } }, answer: (iq, text) => (isSet(iq, text) ? { ok: false, error: localError(condition) } : null) })
      expect(await alice.call('roomAdmin.setRole', { room: ROOM, nick: 'Bob', role: 'visitor' })).toMatchObject({ ok: false, error: { problem, code } })
    },
  )
  test('an effect that another room, or a nick of the same beginning, pretends', async () => {
    let alice: Replay | null = null
    alice = await start({
      people: { Bob: { jid: 'bob@x.example/1' }, Bobby: { jid: 'bobby@x.example/1' } },
      answer: (iq, text) => {
        if (!isSet(iq, text)) return null
        setTimeout(() => {
          alice?.receive(gone('Bobby', { codes: [307] }))
          alice?.receive(parseStanza(`<presence type='unavailable' from='other@conference.x.example/Bob'><x xmlns='http://jabber.org/protocol/muc#user'><item role='none'/><status code='307'/></x></presence>`))
        }, 5)
        return result()
      },
    })
    expect(await alice.call('roomAdmin.setRole', { room: ROOM, nick: 'Bob', role: 'none' })).toMatchObject({ ok: false, error: { problem: 'no-effect' } })
  })
  test('COMPAT(ejabberd 23.01): a banned one who is let in is put out; by who may, and only then', async () => {
    const alice = await start({ answer: (iq, text) => (isSet(iq, text) ? result() : null) })
    alice.receive(presence('Bob', { affiliation: 'outcast', jid: 'bob@x.example/1' }))
    expect(setsOf(alice).filter((line) => line.includes('role="none"'))).toHaveLength(1)
    const guest = await start({ affiliation: 'none', role: 'participant' })
    guest.receive(presence('Bob', { affiliation: 'outcast', jid: 'bob@x.example/1' }))
    expect(setsOf(guest)).toEqual([])
  })
})

describe('lists', () => {
  test('10,000 entries: the first come at once, the others in order, and nothing stalls', async () => {
    const items = Array.from({ length: 10_000 }, (_, i) => `<item affiliation='outcast' jid='u${i}@x.example'/>`).join('')
    const answer = listAnswer(items)
    const alice = await start({ answer: (_, text) => (text.includes('outcast') ? answer : null) })
    let longest = 0
    let last = processorMs()
    const watch = setInterval(() => {
      longest = Math.max(longest, processorMs() - last)
      last = processorMs()
    }, 1)
    const { value } = await alice.call('roomAdmin.list', { room: ROOM, list: 'outcast', listId: 'mine' })
    clearInterval(watch)
    const chunks = alice.events.flatMap((one) => (one.name === 'roomAdmin.listChunk' ? [one.payload as { listId: string; offset: number; entries: RoomListEntry[]; isLast: boolean }] : []))
    const first = value as { total: number; entries: RoomListEntry[]; isComplete: boolean }
    expect(first).toMatchObject({ total: 10_000, isComplete: false })
    const all = [...first.entries, ...chunks.flatMap((one) => one.entries)]
    expect(all.map((one) => one.jid)).toEqual(Array.from({ length: 10_000 }, (_, i) => `u${i}@x.example`))
    expect(chunks.map((one) => one.offset)).toEqual(Array.from({ length: 19 }, (_, i) => 500 * (i + 1)))
    expect(chunks.at(-1)?.isLast).toBe(true)
    expect(longest, 'longest work without giving way, own ms').toBeLessThan(1000)
  })
  test('what was not asked for is not taken; nobody is no entry', async () => {
    const items = `<item affiliation='owner' jid='eve@x.example'/><item affiliation='member' jid='not an address'/><item affiliation='member' jid='bob@x.example/phone' nick='Bob'/><item jid='carol@x.example'/>`
    const alice = await start({ answer: (_, text) => (text.includes('member') ? listAnswer(items) : null) })
    const { value } = await alice.call('roomAdmin.list', { room: ROOM, list: 'member', listId: 'm' })
    expect((value as { entries: RoomListEntry[] }).entries.map((one) => [one.jid, one.nick])).toEqual([['bob@x.example', 'Bob'], ['carol@x.example', null]])
  })

  /** The answer in a step of a record, as an answer to our request. */
  const recorded = (transcript: Transcript, title: string, who: string) => {
    const reply = stanzasTo(transcript, who, { name: 'iq', step: title }).findLast((one) => one.attrs.type !== 'get')
    if (!reply) throw new Error(`no answer in ${title}`)
    return reply.attrs.type === 'error' ? { ok: false as const, error: parseStanzaError(reply) } : { ok: true as const, value: reply }
  }
  describe.each(transcriptsOf('10-muc-lists'))('as %s gives them', (_, transcript) => {
    const kind = 'semi-anonymous room'
    test('each list is taken, or refused, alone', async () => {
      const titles = { owner: 'owner list as admin bob', admin: 'admin list as admin bob', member: 'member list as admin bob', outcast: 'outcast list as admin bob' }
      const alice = await start({
        affiliation: 'admin',
        answer: (iq, text) => {
          const list = iq.type === 'get' ? /affiliation="(\w+)"/.exec(text)?.[1] : null
          return list && list in titles ? recorded(transcript, `${kind}: ${titles[list as 'owner']}`, 'bob') : null
        },
      })
      const seen: Record<string, unknown> = {}
      for (const list of Object.keys(titles)) {
        const answer = await alice.call('roomAdmin.list', { room: ROOM, list, listId: list })
        seen[list] = answer.ok ? (answer.value as { total: number }).total : (answer.error as { problem?: string }).problem
      }
      const isShown = (title: string) => stepOf(transcript, `${kind}: ${title}`).outcome === 'result'
      const expected = (title: string, total: number) => (isShown(title) ? total : 'rank-needed')
      expect(seen).toEqual({ owner: expected(titles.owner, 1), admin: expected(titles.admin, 1), member: 2, outcast: 1 })
      const hides = !isShown(titles.owner) || !isShown(titles.admin)
      const plan = await alice.call('roomAdmin.plan', { rooms: [ROOM], wishes: [{ jid: 'new@x.example', affiliation: 'outcast' }] })
      expect(plan, 'one hidden list does not end the work').toMatchObject({ ok: true, value: { counts: { change: 1 }, items: [{ warnings: hides ? ['current-unknown'] : [], from: hides ? null : 'none' }] } })
    })
  })
})

describe.each(transcriptsOf('11-muc-affiliations'))('refusals of %s', (_, transcript) => {
  test.each([['admin tries to make carol an admin', 'admin', 'rank-needed'], ['member tries to make dave a member', 'member', 'rank-needed']])('%s', (title, affiliation, problem) => {
    const reply = stepOf(transcript, title).entries.findLast(({ from, element }) => from === 'server' && element?.name === 'iq' && element.attrs.type === 'error')!.element!
    const asked = {
      actor: { role: 'moderator', affiliation: affiliation as 'admin', jid: null }, target: { nick: 'Carol', jid: null, role: 'participant', affiliation: 'none', isSelf: false },
      change: { kind: 'affiliation', to: 'admin' }, warnings: [],
    } as const
    expect(problemOf(parseStanzaError(reply), { ...asked, warnings: [] })).toBe(problem)
  })
})

test('what somebody has changed since the plan was made is left alone, and said', async () => {
  const alice = await start({ people: { Bob: { jid: 'bob@x.example/1' } }, answer: (iq, text) => (text.includes('muc#admin') && iq.type === 'get' ? listAnswer('') : null) })
  const plan = await alice.call('roomAdmin.plan', { rooms: [ROOM], wishes: [{ jid: 'bob@x.example', affiliation: 'member' }] })
  const { planId } = plan.value as { planId: string }
  alice.receive(presence('Bob', { affiliation: 'admin', role: 'moderator', jid: 'bob@x.example/1' }))
  await alice.call('roomAdmin.apply', { planId })
  const report = async () => ((await alice.call('roomAdmin.report', { planId })).value as { plan: { items: { state: string; problem: string }[] } }).plan.items
  await expect.poll(report).toMatchObject([{ state: 'failed', problem: 'overtaken' }])
  expect(setsOf(alice)).toEqual([])
})

test('a plan of roles is carried out in order, told in few events, and stopped when told', async () => {
  const people = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`N${i}`, { jid: `n${i}@x.example/1` }]))
  let alice: Replay | null = null
  alice = await start({
    people,
    answer: (iq, text) => {
      const nick = isSet(iq, text) ? /nick="(\w+)"/.exec(text)?.[1] : null
      if (!nick) return null
      setTimeout(() => alice?.receive(presence(nick, { role: 'visitor', jid: `${nick.toLowerCase()}@x.example/1` })), 40)
      return result()
    },
  })
  const plan = await alice.call('roomAdmin.plan', { rooms: [ROOM], wishes: Object.keys(people).map((nick) => ({ nick, role: 'visitor' })) })
  const { planId } = plan.value as { planId: string }
  await alice.call('roomAdmin.apply', { planId })
  const report = async () => (await alice.call('roomAdmin.report', { planId })).value as { state: string; plan: { counts: { done: number; skipped: number } } }
  await expect.poll(async () => (await report()).plan.counts.done).toBeGreaterThan(5)
  await alice.call('roomAdmin.cancel', { planId })
  await new Promise((resolve) => setTimeout(resolve, 200))
  const { state, plan: { counts } } = await report()
  expect(state).toBe('cancelled')
  expect(counts.done + counts.skipped).toBe(30)
  expect(counts.skipped).toBeGreaterThan(0)
  const events = alice.events.filter((one) => one.name === 'roomAdmin.planProgress')
  expect(events.length).toBeLessThan(15)
})

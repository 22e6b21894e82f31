/** Two sessions against each other, or one against words no honest client says; time and network are the test's. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FullJid } from '#shared/jid'
import { attr, xml, type Element } from '#xmpp/element'
import { localError } from '#xmpp/stanza-error'
import type { IqReply } from '#xmpp/types'
import type { Channel } from '../../../../electron/features/jingle/channel'
import type { SessionEnd } from '../../../../electron/features/jingle/public'
import { JingleSession, type Answer, type SessionDeps } from '../../../../electron/features/jingle/session'
import type { SocksPort } from '../../../../electron/features/jingle/socks'
import { parseJingle, type Candidate } from '../../../../electron/features/jingle/stanza'
import { attemptAll } from '../../../../electron/features/jingle/ways'

const LI = 'li@x.example/desk' as FullJid
const WANG = 'wang@x.example/home' as FullJid
const description = xml('description', { xmlns: 'urn:test' })
const fine = { ok: true, value: xml('iq') } as IqReply
const channel = (name: string) => ({ name, write: () => Promise.resolve(), finish: () => Promise.resolve(), read: async function* () {}, destroy: vi.fn() }) as Channel & { name: string }
const candidate = (cid: string, priority: number, type: Candidate['type'] = 'direct'): Candidate => ({ cid, host: '192.0.2.1', port: priority, jid: LI, priority, type })

interface Side {
  session: JingleSession
  said: string[]
  heard: string[]
  ends: SessionEnd[]
  used: () => string | undefined
}
interface Options {
  /** Of ours, that the other side reaches; null: SOCKS5 is not used. */
  own: Candidate[] | null
  reaches: string[]
  ibb?: boolean
}

function port({ own, reaches }: Options): SocksPort | null {
  if (!own) return null
  return {
    open: () => Promise.resolve({ candidates: own, take: ({ cid }) => Promise.resolve(channel(`taken ${cid}`)), close: () => undefined }),
    attempt: (list) => attemptAll(list, (one) => (reaches.includes(one.cid) ? Promise.resolve(channel(`reached ${one.cid}`)) : Promise.reject(new Error('no')))),
    enterProxy: ({ cid }) => Promise.resolve(reaches.includes(cid) ? channel(`entered ${cid}`) : null),
  }
}

/** `deliver`: what becomes of words to the other side. */
function side(own: FullJid, peer: FullJid, isInitiator: boolean, options: Options, deliver: (payload: Element) => IqReply | Promise<IqReply>, first: Element | null = null): Side {
  const made: Side = { said: [], heard: [], ends: [], used: () => used?.name, session: undefined as never }
  let used: (Channel & { name: string }) | undefined
  let ids = 0
  const deps: SessionDeps = {
    own, peer, sid: 's1', content: { name: 'file', creator: 'initiator', senders: 'initiator' }, description,
    request: async (payload) => {
      made.said.push(attr(payload, 'action')!)
      return deliver(payload)
    },
    newId: () => `${own}-${++ids}`,
    socks: port(options),
    openIbb: ({ sid }) => Promise.resolve(options.ibb === false ? null : channel(`ibb ${sid}`)),
    awaitIbb: ({ sid }) => Promise.resolve(options.ibb === false ? null : channel(`ibb ${sid}`)),
    log: (line) => void made.heard.push(line),
    ended: () => undefined,
  }
  made.session = new JingleSession(deps, isInitiator, first)
  made.session.listen({
    accepted: () => void made.heard.push('accepted'),
    channel: (one) => void (used = one as Channel & { name: string }),
    info: (payload) => void made.heard.push(payload.name),
    over: (end) => void made.ends.push(end),
  })
  return made
}

/** Li offers to Wang; as over a wire. */
function pair(li: Options, wang: Options) {
  const both = {} as { li: Side; wang: Side }
  const hand = (to: () => Side, payload: Element): IqReply => {
    const answer: Answer = to().session.hear(parseJingle(payload)!)
    return 'error' in answer ? { ok: false, error: localError(answer.error) } : fine
  }
  both.li = side(LI, WANG, true, li, (payload) => {
    const parsed = parseJingle(payload)!
    if (parsed.action !== 'session-initiate') return hand(() => both.wang, payload)
    both.wang = side(WANG, LI, false, wang, (back) => hand(() => both.li, back), parsed.content!.transport)
    return fine
  })
  return both
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())
const pass = (ms = 1000) => vi.advanceTimersByTimeAsync(ms)
const none: Options = { own: [], reaches: [] }

describe('a way is found', () => {
  const run = async (li: Options, wang: Options) => {
    const both = pair(li, wang)
    void both.li.session.start()
    await pass()
    both.wang.session.accept()
    await pass(5000)
    return both
  }
  test('each reaches the other: the higher rank counts on both sides', async () => {
    const { li, wang } = await run({ own: [candidate('l', 5)], reaches: ['w'] }, { own: [candidate('w', 9)], reaches: ['l'] })
    expect([li.used(), wang.used()]).toEqual(['reached w', 'taken w'])
  })
  test('at the same rank the choice of who offers counts', async () => {
    const { li, wang } = await run({ own: [{ ...candidate('l', 5), host: '192.0.2.7' }], reaches: ['w'] }, { own: [candidate('w', 5)], reaches: ['l'] })
    expect([li.used(), wang.used()]).toEqual(['reached w', 'taken w'])
  })
  test('only one reaches the other', async () => {
    const { li, wang } = await run({ own: [candidate('l', 5)], reaches: [] }, { own: [candidate('w', 9)], reaches: ['l'] })
    expect([li.used(), wang.used()]).toEqual(['taken l', 'reached l'])
  })
  test('a relay is switched on by whose it is', async () => {
    const { li, wang } = await run({ own: [candidate('relay', 5, 'proxy')], reaches: ['relay'] }, { own: [], reaches: ['relay'] })
    expect([li.used(), wang.used()]).toEqual(['entered relay', 'reached relay'])
  })
  test('a relay that lets its owner not in is left for the stream', async () => {
    const { li, wang } = await run({ own: [candidate('relay', 5, 'proxy')], reaches: [] }, { own: [], reaches: ['relay'] })
    expect(li.said).toContain('transport-replace')
    expect([li.used(), wang.used()]).toEqual([`ibb ${LI}-2`, `ibb ${LI}-2`])
  })
  test.each([['none reaches the other', none, none], ['the receiver hides', none, { own: null, reaches: [] }]])('%s: within the stream', async (_what, a, b) => {
    const { li, wang } = await run(a, b)
    expect(li.said).toEqual(['session-initiate', 'transport-info', 'transport-replace'])
    expect(wang.said).toEqual(['session-accept', 'transport-info', 'transport-accept'])
    expect(wang.used()).toBe(`ibb ${LI}-2`)
    expect(li.heard).toEqual(['accepted'])
  })
  test('the sender hides: within the stream from the beginning', async () => {
    const { li, wang } = await run({ own: null, reaches: [] }, none)
    expect(li.said).toEqual(['session-initiate'])
    expect([li.used(), wang.used()]).toEqual([`ibb ${LI}-1`, `ibb ${LI}-1`])
  })
  test('not even that: both are told', async () => {
    const { li, wang } = await run({ ...none, ibb: false }, none)
    expect(li.ends).toEqual([{ by: 'us', reason: 'connectivity-error' }])
    expect(wang.ends).toEqual([{ by: 'them', reason: 'connectivity-error' }])
  })
})

describe('nothing hangs', () => {
  test('nobody decides', async () => {
    const both = pair(none, none)
    void both.li.session.start()
    await pass(15 * 60_000 + 1000)
    expect(both.li.ends).toEqual([{ by: 'us', reason: 'timeout' }])
    expect(both.wang.ends).toEqual([{ by: 'them', reason: 'timeout' }])
  })
  test.each([
    ['silence behind the acceptance', ['session-accept']],
    ['silence behind the choice', ['session-accept', 'transport-info']],
  ])('%s', async (_what, words) => {
    const li = side(LI, WANG, true, { own: [candidate('l', 1)], reaches: [] }, () => fine)
    void li.session.start()
    await pass()
    for (const action of words) say(li, action, action === 'transport-info' ? '<candidate-error/>' : '')
    await pass(120_000)
    expect(li.ends).toEqual([{ by: 'us', reason: 'connectivity-error' }])
  })
  test('who takes it and is left alone', async () => {
    const wang = side(WANG, LI, false, none, () => fine, xml('transport', { xmlns: 'urn:xmpp:jingle:transports:s5b:1', sid: 't' }))
    wang.session.accept()
    await pass(120_000)
    expect(wang.ends).toEqual([{ by: 'us', reason: 'connectivity-error' }])
  })
  test('nobody is there', async () => {
    const li = side(LI, WANG, true, none, () => ({ ok: false, error: localError('service-unavailable') }))
    void li.session.start()
    await pass()
    expect(li.ends).toEqual([{ by: 'them', reason: 'gone' }])
  })
})

/** A word of the other side, made by hand. */
function say(to: Side, action: string, inside = '', sid = `${LI}-1`, ns = 'urn:xmpp:jingle:transports:s5b:1') {
  const transport = xml('transport', { xmlns: ns, sid, 'block-size': '4096' }, ...[...inside.matchAll(/<([a-z-]+)(?: cid='([^']*)')?\/>/g)].map(([, name, cid]) => xml(name!, cid ? { cid } : {})))
  return to.session.hear(parseJingle(xml('jingle', { xmlns: 'urn:xmpp:jingle:1', action, sid: 's1' }, xml('content', { creator: 'initiator', name: 'file' }, transport)))!)
}

describe('words out of turn', () => {
  const offered = async () => {
    const li = side(LI, WANG, true, { own: [candidate('l', 1)], reaches: [] }, () => fine)
    void li.session.start()
    await pass()
    return li
  }
  test.each(['transport-info', 'transport-accept', 'transport-reject', 'transport-replace', 'session-initiate'])('%s before it is taken', async (action) => {
    const li = await offered()
    expect(say(li, action)).toMatchObject({ error: 'unexpected-request' })
    expect(li.session.phase).toBe('offered')
  })
  test('taken twice, a choice made twice, of something that was not offered, of another stream', async () => {
    const li = await offered()
    say(li, 'session-accept')
    expect(say(li, 'session-accept')).toMatchObject({ error: 'unexpected-request' })
    await pass(0)
    expect(say(li, 'transport-info', "<candidate-used cid='nonsense'/>")).toEqual({ result: null })
    await pass(0)
    expect(li.heard).toContain('a choice of no candidate of ours')
    expect(say(li, 'transport-info', "<candidate-used cid='l'/>", 'another')).toMatchObject({ error: 'unexpected-request' })
    say(li, 'transport-info', "<candidate-used cid='l'/>")
    say(li, 'transport-info', '<candidate-error/>')
    await pass()
    expect(li.used()).toBe('taken l')
    expect(say(li, 'transport-replace')).toMatchObject({ error: 'unexpected-request' })
  })
  test('who receives does not replace the way, and does not open it twice', async () => {
    const li = await offered()
    say(li, 'session-accept')
    await pass(0)
    expect(say(li, 'transport-replace', '', 'new', 'urn:xmpp:jingle:transports:ibb:1')).toEqual({ result: null })
    await pass(0)
    expect(li.said).toContain('transport-reject')
    say(li, 'transport-info', '<candidate-error/>')
    await pass()
    expect(li.session.phase).toBe('replacing')
    expect(say(li, 'transport-accept', '', 'wrong', 'urn:xmpp:jingle:transports:ibb:1')).toEqual({ result: null })
    await pass(0)
    expect(li.ends).toEqual([{ by: 'us', reason: 'failed-transport' }])
  })
  test('the other content, or none', async () => {
    const li = await offered()
    const other = xml('jingle', { xmlns: 'urn:xmpp:jingle:1', action: 'session-accept', sid: 's1' }, xml('content', { creator: 'initiator', name: 'other' }))
    expect(li.session.hear(parseJingle(other)!)).toMatchObject({ error: 'bad-request' })
    expect(li.session.hear(parseJingle(xml('jingle', { action: 'session-accept', sid: 's1' }))!)).toMatchObject({ error: 'bad-request' })
  })
  test('over is over', async () => {
    const li = await offered()
    li.session.terminate('cancel')
    li.session.terminate('cancel')
    say(li, 'session-accept')
    await pass()
    expect([li.ends, li.said, li.used()]).toEqual([[{ by: 'us', reason: 'cancel' }], ['session-initiate', 'session-terminate'], undefined])
  })
  test('a way that stands when it is over already is closed again', async () => {
    const late = channel('late')
    const wang = side(WANG, LI, false, none, () => fine, xml('transport', { xmlns: 'urn:xmpp:jingle:transports:ibb:1', sid: 't', 'block-size': '4096' }))
    wang.session.deps.awaitIbb = () => new Promise((resolve) => setTimeout(() => resolve(late), 500))
    wang.session.accept()
    await pass(100)
    wang.session.leave({ by: 'them', reason: 'gone' })
    await pass()
    expect(late.destroy).toHaveBeenCalled()
    expect(wang.used()).toBeUndefined()
  })
})

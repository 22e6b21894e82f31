import { afterEach, describe, expect, test } from 'vitest'
import { changeOf } from '#features/room-audit/changes'
import type { RoomPresenceEvent } from '#features/rooms/public'
import { newRoom, apply } from '#features/rooms/state'
import { parseRoomPresence } from '#xmpp/xep/0045'
import { bareOf, parseJid, type FullJid } from '#shared/jid'
import { attr } from '#xmpp/element'
import { parseStanza, stepOf, transcriptsOf } from '../../../support/transcripts'
import { auditOf, gone, listAnswer, presence, result, ROOM, scene, settle, type SceneOptions } from '../room-admin/scene'
import { processorMs } from '../../../support/processor-time'
import type { Replay } from '../rooms/replay'

const open: Replay[] = []
const start = async (options: SceneOptions = {}) => {
  const alice = await scene(options)
  open.push(alice)
  return alice
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const short = async (alice: Replay) => (await auditOf(alice)).map((one) => [one.kind, one.actor, one.isOwn, one.nick, one.from, one.to, one.reason])
const people = { Bob: { jid: 'bob@x.example/1' }, Eve: { jid: 'eve@x.example/1' } }
const actor = (nick: string, reason = '') => `<actor nick='${nick}'/>${reason && `<reason>${reason}</reason>`}`
const notice = (codes: number[], from = ROOM, more = '') =>
  parseStanza(`<message type='groupchat' from='${from}'><x xmlns='http://jabber.org/protocol/muc#user'>${codes.map((code) => `<status code='${code}'/>`).join('')}</x>${more}</message>`)

describe('what the room tells', () => {
  test('affiliations, roles, removals, nicks, settings, subject: each once, with who and why', async () => {
    const alice = await start({ people })
    alice.receive(presence('Bob', { affiliation: 'member', jid: 'bob@x.example/1', inside: actor('Carl') }))
    alice.receive(presence('Bob', { affiliation: 'member', role: 'visitor', jid: 'bob@x.example/1', inside: actor('Carl', 'calm') }))
    alice.receive(presence('Bob', { affiliation: 'admin', role: 'moderator', jid: 'bob@x.example/1' }))
    alice.receive(gone('Eve', { codes: [307], jid: 'eve@x.example/1', inside: actor('Carl', 'loud') }))
    alice.receive(gone('Eve', { codes: [307], jid: 'eve@x.example/1', inside: actor('Carl', 'loud') })) // COMPAT(openfire): twice
    alice.receive(notice([104]))
    alice.receive(notice([104, 172]))
    alice.receive(parseStanza(`<message type='groupchat' from='${ROOM}/Bob'><subject>Coffee</subject></message>`))
    alice.receive(parseStanza(`<presence type='unavailable' from='${ROOM}/Bob'><x xmlns='http://jabber.org/protocol/muc#user'><item nick='Bobby' role='moderator' affiliation='admin'/><status code='303'/></x></presence>`))
    alice.receive(presence('Bobby', { affiliation: 'admin', role: 'moderator' }))
    alice.receive(gone('Bobby', { affiliation: 'admin' }))
    await settle()
    expect(await short(alice)).toEqual([
      ['affiliation', 'Carl', false, 'Bob', 'none', 'member', ''],
      ['role', 'Carl', false, 'Bob', 'participant', 'visitor', 'calm'],
      ['affiliation', '', false, 'Bob', 'member', 'admin', ''],
      ['kick', 'Carl', false, 'Eve', 'participant', 'none', 'loud'],
      ['config', '', false, '', '', 'general', ''],
      ['config', '', false, '', '', 'non-anonymous', ''],
      ['subject', 'Bob', false, '', 'Tea', 'Coffee', ''],
      ['nick', '', false, 'Bob', 'Bob', 'Bobby', ''],
    ])
    expect((await auditOf(alice))[0]?.jid).toBe('bob@x.example')
  })

  test('we ourselves: put out, the service goes down, the room is destroyed', async () => {
    const alice = await start({ people })
    alice.receive(gone('Alice', { codes: [110, 321], affiliation: 'none', inside: actor('Bob', 'no longer') }))
    await settle()
    expect(await short(alice)).toEqual([['membership-lost', 'Bob', false, 'Alice', 'owner', 'none', 'no longer']])
    const other = await start()
    other.receive(parseStanza(`<presence type='unavailable' from='${ROOM}/Alice'><x xmlns='http://jabber.org/protocol/muc#user'><item role='none' affiliation='none'/><destroy jid='new@conference.x.example'><reason>moved</reason></destroy><status code='110'/></x></presence>`))
    await settle()
    expect(await short(other)).toEqual([['destroyed', '', false, '', '', 'new@conference.x.example', 'moved']])
    const third = await start()
    third.receive(gone('Alice', { codes: [110, 332] }))
    await settle()
    expect((await short(third)).map((one) => one[0])).toEqual(['shutdown'])
  })

  test('COMPAT(tigase): nobody is named; what we had asked for is ours, what comes twice stands once', async () => {
    let alice: Replay | null = null
    alice = await start({
      people,
      answer: (iq, text) => {
        if (iq.type !== 'set' || !text.includes('muc#admin')) return null
        setTimeout(() => alice?.receive(gone('Eve', { codes: [301], affiliation: 'outcast' })), 5)
        return result()
      },
    })
    await alice.call('roomAdmin.setAffiliation', { room: ROOM, nick: 'Eve', affiliation: 'outcast', reason: 'spam' })
    alice.receive(gone('Bob', { codes: [301], affiliation: 'none' }))
    await settle()
    expect(await short(alice)).toEqual([
      ['ban', 'Alice', true, 'Eve', 'none', 'outcast', 'spam'],
      ['membership-lost', '', false, 'Bob', 'none', 'none', ''],
    ])
  })

  test('COMPAT(ejabberd): affiliations of who is not there come as messages; ours is not noted twice', async () => {
    let alice: Replay | null = null
    const told = (jid: string, affiliation: string, from = ROOM) =>
      parseStanza(`<message from='${from}'><x xmlns='http://jabber.org/protocol/muc#user'><item jid='${jid}' role='none' affiliation='${affiliation}'/></x></message>`)
    alice = await start({
      answer: (iq, text) => {
        if (!text.includes('muc#admin')) return null
        if (iq.type === 'get') return listAnswer('')
        setTimeout(() => alice?.receive(told('zed@x.example', 'member')), 30)
        return result()
      },
    })
    await alice.call('roomAdmin.setAffiliation', { room: ROOM, jid: 'zed@x.example', affiliation: 'member' })
    await settle()
    alice.receive(told('abe@x.example', 'admin'))
    alice.receive(told('abe@x.example', 'admin', 'eve@x.example/1'))
    alice.receive(told('abe@x.example', 'admin', `${ROOM}/Eve`))
    await settle()
    expect((await auditOf(alice)).map((one) => [one.kind, one.jid, one.to, one.isOwn])).toEqual([
      ['affiliation', 'zed@x.example', 'member', true], ['affiliation', 'abe@x.example', 'admin', false],
    ])
  })

  test('what we had asked for before is somebody else’s when it comes after we have asked for something new', async () => {
    const told = (affiliation: string) =>
      parseStanza(`<message from='${ROOM}'><x xmlns='http://jabber.org/protocol/muc#user'><item jid='zed@x.example' affiliation='${affiliation}'/></x></message>`)
    const alice = await start({ answer: (iq, text) => (text.includes('muc#admin') ? (iq.type === 'get' ? listAnswer('') : result()) : null) })
    for (const affiliation of ['member', 'admin']) await alice.call('roomAdmin.setAffiliation', { room: ROOM, jid: 'zed@x.example', affiliation })
    alice.receive(told('admin'))
    alice.receive(told('member'))
    await settle()
    expect((await auditOf(alice)).map((one) => [one.to, one.isOwn])).toEqual([['member', true], ['admin', true], ['member', false]])
  })

  test('a refused request stands there with the reason', async () => {
    const { localError } = await import('#xmpp/stanza-error')
    const alice = await start({ people, answer: (iq, text) => (iq.type === 'set' && text.includes('muc#admin') ? { ok: false, error: localError('not-allowed') } : null) })
    await alice.call('roomAdmin.setRole', { room: ROOM, nick: 'Eve', role: 'none' })
    expect((await auditOf(alice)).map((one) => [one.kind, one.nick, one.to, one.problem])).toEqual([['refused', 'Eve', 'none', 'rank-needed']])
  })
})

describe('an occupant means harm', () => {
  test('codes and items in his messages, presences and subjects note nothing but what he did', async () => {
    const alice = await start({ people })
    alice.receive(notice([104, 172], `${ROOM}/Eve`, '<body>hi</body>'))
    alice.receive(notice([104], 'eve@x.example/1'))
    alice.receive(notice([104], 'other@conference.x.example'))
    const forged = `<x xmlns='http://jabber.org/protocol/muc#user'><item role='none' affiliation='outcast'><actor nick='Alice'/></item><status code='301'/></x>`
    alice.receive(presence('Eve', { jid: 'eve@x.example/1', more: forged })) // the room's own comes last
    alice.receive(gone('Eve', { more: forged }))
    await settle()
    expect(await short(alice)).toEqual([])
    alice.receive(presence('Eve', { jid: 'eve@x.example/1' }))
    alice.receive(parseStanza(`<message type='groupchat' from='${ROOM}/Eve'><subject>mine</subject><delay xmlns='urn:xmpp:delay' stamp='2020-01-01T00:00:00Z'/></message>`))
    await settle()
    expect((await short(alice)).map((one) => [one[0], one[1]]), 'a forged delay hides nothing').toEqual([['subject', 'Eve']])
  })
  test('whoever is called as we are is not we: only our own request makes an entry ours', async () => {
    const alice = await start({ people })
    alice.receive(gone('Bob', { codes: [307], inside: actor('Alice', 'not me') }))
    await settle()
    expect(await short(alice)).toEqual([['kick', 'Alice', false, 'Bob', 'participant', 'none', 'not me']])
  })
  test('long words are cut, odd nicks are text', async () => {
    const alice = await start({ people: { __proto__x: {}, constructor: {} } })
    alice.receive(gone('constructor', { codes: [307], inside: actor('%_\\', 'x'.repeat(5000)) }))
    await settle()
    const [entry] = await auditOf(alice)
    expect([entry?.nick, entry?.reason.length]).toEqual(['constructor', 1000])
    const search = async (text: string) => ((await alice.call('roomAudit.list', { room: ROOM, limit: 10, text })).value as { total: number }).total
    expect([await search('%_\\'), await search('%'), await search('_x'), await search("' OR 1=1")]).toEqual([1, 1, 0, 0])
  })
})

test('a room that puts out 3,000 at once: all noted, in few events, no stall', async () => {
  const alice = await start({ people: Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`n${i}`, {}])) })
  const before = processorMs()
  for (let i = 0; i < 3000; i++) alice.receive(gone(`n${i}`, { codes: [322] }))
  expect(processorMs() - before, 'own ms').toBeLessThan(3000)
  const events = () => alice.events.filter((one) => one.name === 'roomAudit.added')
  await expect.poll(() => events().reduce((n, one) => n + (one.payload as { entries: unknown[] }).entries.length, 0)).toBe(3000)
  expect(events().length).toBeLessThan(12)
})

test('the log of a room is bounded', async () => {
  const { MAX_ROWS_PER_ROOM } = await import('#features/room-audit/table')
  const alice = await start({ people })
  for (let i = 0; i < MAX_ROWS_PER_ROOM + 600; i++) alice.receive(presence('Bob', { role: i % 2 ? 'participant' : 'visitor' }))
  const { total } = (await alice.call('roomAudit.list', { room: ROOM, limit: 1 })).value as { total: number }
  expect(total).toBe(MAX_ROWS_PER_ROOM)
  expect((await alice.call('roomAudit.clear', { room: ROOM })).value).toEqual({ removed: MAX_ROWS_PER_ROOM })
  expect(await auditOf(alice)).toEqual([])
}, 30_000)

/** What Alice's log would hold of a recorded step. */
describe.each(transcriptsOf('11-muc-affiliations'))('as %s tells it', (server, transcript) => {
  const kinds = (title: string) => {
    const step = stepOf(transcript, title)
    const stanzas = step.entries.flatMap(({ to, element }) => (to === 'alice' && element?.name === 'presence' ? [element] : []))
    return stanzas.flatMap((stanza) => {
      const from = parseJid(attr(stanza, 'from'))!
      const room = Object.assign(newRoom(bareOf(from), 'Alice'), { state: 'joined' as const })
      for (const nick of ['Alice', 'Bob', 'Carol', 'Dave']) {
        room.occupants.set(nick, { role: 'participant', affiliation: nick === 'Alice' ? 'owner' : 'none', jid: null, availability: 'online', status: '', occupantId: null, devices: new Set(), visit: 'v' })
      }
      const parsed = parseRoomPresence(from, attr(stanza, 'type'), stanza)!
      const entry = room.occupants.get(parsed.nick)!
      const before = { role: entry.role, affiliation: entry.affiliation, jid: entry.jid }
      apply(room, parsed, transcript.people['alice'] as FullJid)
      const event: RoomPresenceEvent = {
        room: room.jid, from: from as FullJid, nick: parsed.nick, isAvailable: parsed.isAvailable, isSelf: false, isEntering: false, codes: parsed.muc.codes, items: parsed.muc.items,
        destroy: parsed.muc.destroy, occupantId: null, before, stanza,
      }
      const change = changeOf(event)
      return change ? [[change.kind, change.nick, change.to, change.reason, change.actor]] : []
    })
  }
  const by = server.startsWith('tigase') ? '' : 'Alice'
  test('ban, membership given and lost', () => {
    expect(kinds('owner bans dave with a reason')).toEqual([['ban', 'Dave', 'outcast', 'spam & noise', by]])
    expect(kinds('owner makes bob a member')[0]?.slice(0, 3)).toEqual(['affiliation', 'Bob', 'member'])
    expect(kinds('members-only room: membership taken from an occupant')[0]?.slice(0, 3)).toEqual(['membership-lost', 'Bob', 'none'])
  })
})

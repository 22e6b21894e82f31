import { afterEach, expect, test } from 'vitest'
import { buildSearch, NS_SEARCH, parseResult } from '#features/room-search/stanza'
import { serialise } from '#xmpp/serialise'
import type { IqReply } from '#xmpp/types'
import { parseStanza } from '../../../support/transcripts'
import { refuse, replayAs, type Replay } from '../rooms/replay'

const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const result = (items: string, set = '') => parseStanza(`<iq type='result'><result xmlns='${NS_SEARCH}'>${items}${set}</result></iq>`)
const set = (inside: string) => `<set xmlns='http://jabber.org/protocol/rsm'>${inside}</set>`

test('asks with the fields that every service must know', () => {
  const words = serialise(buildSearch({ words: 'tea & 茶', order: 'users', after: 'o-2' }))!
  for (const part of ['search-params', 'tea &amp; 茶', 'sinname', 'sindescription', ':order}nusers', '<after>o-2</after>']) expect(words).toContain(part)
  expect(words).not.toContain('"all"')
  expect(serialise(buildSearch({ words: '', order: 'address', after: null }))).toMatch(/"all".*:order}address/)
})

test('reads a page as in the text of the XEP, and what comes next', () => {
  const items = `<item address='commteam@muc.xmpp.org'><name>commteam</name><nusers>10</nusers><is-open/></item>
    <item address='ops@muc.xmpp.org'><description>Operators</description><language>en</language><is-open>false</is-open><anonymity-mode>muc_semianonymous</anonymity-mode></item>`
  expect(parseResult(result(items, set('<first>a</first><last>b</last><max>5</max>')))).toEqual({
    rooms: [
      { jid: 'commteam@muc.xmpp.org', name: 'commteam', description: '', language: '', occupantCount: 10, isOpen: true, isNonAnonymous: null },
      { jid: 'ops@muc.xmpp.org', name: 'ops', description: 'Operators', language: 'en', occupantCount: null, isOpen: false, isNonAnonymous: false },
    ],
    next: 'b',
    total: null,
  })
  expect(parseResult(result(items, set("<first index='8'>a</first><last>b</last><count>10</count>")))).toMatchObject({ next: null, total: 10 })
  expect(parseResult(result('', set('<last>b</last>')))).toEqual({ rooms: [], next: null, total: null })
  expect(parseResult(parseStanza("<iq type='result'/>"))).toBeNull()
})

test('nonsense, doubles, other kinds of channels and endless pages', () => {
  const bad = "<item address='a b@c'/><item/><item address='conference.x.example'/><item address='mix@x.example'><service-type>xep-0369</service-type></item>"
  const many = Array.from({ length: 3000 }, (_, i) => `<item address='r${i % 400}@x.example'><name>${'n'.repeat(3000)}</name><nusers>-5</nusers></item>`).join('')
  const { rooms } = parseResult(result(bad + many))!
  expect(rooms.length).toBeLessThanOrEqual(200)
  expect(rooms[0]).toMatchObject({ jid: 'r0@x.example', occupantCount: null })
  expect(rooms[0]?.name).toHaveLength(2000)
})

test('refusals are told apart', async () => {
  let reply: IqReply = refuse('not-allowed')
  const li = await replayAs('li@x.example/desk', (_, xml) => (xml.includes(NS_SEARCH) ? reply : null))
  open.push(li)
  const find = (words: string) => li.call('roomSearch.find', { service: 'search.x.example', words, order: 'users' })
  expect(await find('')).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  reply = refuse('bad-request')
  expect(await find('x')).toMatchObject({ ok: false, error: { code: 'bad-input' } })
  reply = refuse('resource-constraint')
  expect(await find('tea')).toMatchObject({ ok: false, error: { code: 'refused', condition: 'resource-constraint' } })
})

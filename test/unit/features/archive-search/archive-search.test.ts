/** Words looked for on the server: only what is not here, from nobody but the archive, in pages, and nothing of it stays. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FoundOnServer } from '#shared/model/search'
import { parseStanza } from '../../../support/transcripts'
import { FakeArchive, OWN, PEER, resultXml, START_MS, type Query } from '../archive/fake-archive'

/** As Openfire 5.0.5 gives it (test/fixtures/servers/openfire-5.0.5/07-mam.xml). */
const FORM = (more: string) =>
  `<query xmlns="urn:xmpp:mam:2"><x xmlns="jabber:x:data" type="form"><field var="FORM_TYPE" type="hidden"><value>urn:xmpp:mam:2</value></field><field var="with" type="jid-single"/>${more}</x></query>`
const WORDS_FIELD = '<field var="{urn:xmpp:fulltext:0}fulltext" type="text-single" label="Free text search"/>'
const OTHER = 'zhao.yun@example.org'

let archive: FakeArchive
let forms: number
beforeEach(async () => {
  archive = new FakeArchive()
  archive.hasArchive = false
  await archive.start()
  archive.hasArchive = true
  forms = 0
  archive.form = () => {
    forms++
    return FORM(WORDS_FIELD)
  }
  // The history does not come further than the newest page: what is older is on the server only.
  archive.quirk = (query) => (query.words === null && query.with === null && query.before !== null && query.before !== '' ? { entries: [], error: 'not-allowed' } : null)
})
afterEach(() => archive.replay.stop())

type Found = { hits: FoundOnServer[]; next: string | null }
const find = async (text: string, more: Record<string, unknown> = {}) => (await archive.replay.call('archiveSearch.find', { text, ...more })).value as Found
const isOffered = async () => ((await archive.replay.call('archiveSearch.isOffered', {})).value as { isOffered: boolean }).isOffered
const texts = ({ hits }: Found) => hits.map(({ excerpt }) => excerpt.text)
const asked = () => archive.queries.filter(({ words }) => words !== null)
/** Above what the first look brings. */
const fill = () => archive.addMany(60, 'new')

describe('is it offered', () => {
  it('the form is asked for once in a session, when somebody wants to know', async () => {
    await archive.login()
    expect(forms).toBe(0)
    expect(await isOffered()).toBe(true)
    expect(await isOffered()).toBe(true)
    expect(forms).toBe(1)
    await archive.login()
    await Promise.all([isOffered(), isOffered()])
    expect(forms).toBe(2)
  })

  it.each([
    ['a form without the field', () => FORM('')],
    ['the field in a form of something else', () => FORM(WORDS_FIELD).replaceAll('<value>urn:xmpp:mam:2', '<value>urn:x')],
    ['no form', () => null],
  ])('%s: no, and nothing is looked for', async (_, form) => {
    archive.form = form
    archive.add('tea')
    await archive.login()
    expect(await isOffered()).toBe(false)
    expect(await archive.replay.call('archiveSearch.find', { text: 'tea' })).toMatchObject({ ok: false, error: { code: 'not-supported' } })
    expect(asked()).toEqual([])
  })

  it('without an archive nobody is asked; offline it is said', async () => {
    archive.hasArchive = false
    await archive.login()
    expect(await isOffered()).toBe(false)
    expect(forms).toBe(0)
    archive.replay.cut()
    expect(await archive.replay.call('archiveSearch.find', { text: 'tea' })).toMatchObject({ ok: false, error: { code: 'offline' } })
  })
})

describe('what is found', () => {
  it('newest first, with time, partner and the words marked; what is here is left out; nothing is stored', async () => {
    archive.add('old tea one', { stampMs: START_MS - 9000 })
    archive.add('old tea two', { stampMs: START_MS - 8000, from: `${OWN}/phone`, to: OTHER })
    fill()
    archive.add('new tea')
    await archive.login()
    const before = await archive.bodies()
    expect(before).toContain('new tea')
    const found = await find('tea')
    expect(found.next).toBeNull()
    expect(found.hits).toMatchObject([
      { peer: OTHER, direction: 'out', sentAtMs: START_MS - 8000, archiveId: 'a1', conversationId: null },
      { peer: PEER, direction: 'in', sentAtMs: START_MS - 9000, archiveId: 'a0', sender: PEER, excerpt: { text: 'old tea one', marks: [{ begin: 4, end: 7 }] } },
    ])
    expect(found.hits[1]?.conversationId).not.toBeNull()
    expect(await archive.bodies()).toEqual(before)
    expect(archive.replay.conversations().map(({ peer }) => peer)).toEqual([PEER])
    expect(asked()).toMatchObject([{ before: '', max: 50, words: 'tea' }])
  })

  it('in pages of 50, and on through pages of what is here', async () => {
    for (let i = 0; i < 70; i++) archive.add(`tea ${i}`)
    fill()
    await archive.login()
    const first = await find('tea')
    expect(texts(first)).toEqual(Array.from({ length: 50 }, (_, i) => `tea ${69 - i}`))
    expect(first.next).toBe('a20')
    const second = await find('tea', { before: first.next })
    expect(texts(second)).toEqual(Array.from({ length: 20 }, (_, i) => `tea ${19 - i}`))
    expect(second.next).toBeNull()
    // 'new' fills a page and more; part of it is here.
    const more = await find('new')
    expect(more.hits.length).toBeGreaterThan(0)
    expect(new Set(more.hits.map(({ archiveId }) => archiveId)).size).toBe(more.hits.length)
  })

  it('a newer search ends an older one', async () => {
    fill()
    await archive.login()
    await isOffered()
    const [old, fresh] = await Promise.all([find('new'), find('new 1')])
    expect(old).toEqual({ hits: [], next: null })
    expect(texts(fresh)).toContain('new 1')
  })

  it('with one partner, between two days', async () => {
    await archive.login()
    await find('tea', { peer: PEER, fromMs: START_MS, untilMs: START_MS + 1000 })
    expect(asked()).toMatchObject([{ with: PEER, startMs: START_MS, endMs: START_MS + 999 }])
  })

  it('covered words are told by nothing; a correction of what is here, a recall, what is encrypted, of a room or without words is left out', async () => {
    archive.add('tea covered', { inner: "<spoiler xmlns='urn:xmpp:spoiler:0'>drink</spoiler>" })
    archive.add('tea corrected', { inner: "<replace xmlns='urn:xmpp:message-correct:0' id='m-last'/>", messageId: 'fix' })
    archive.add('tea recalled', { inner: "<retract xmlns='urn:xmpp:message-retract:1' id='x'/>" })
    archive.add('tea secret', { inner: "<encryption xmlns='urn:xmpp:eme:0' namespace='urn:xmpp:omemo:2'/>" })
    archive.add('tea in a room', { type: 'groupchat', from: 'room@rooms.example.org/li' })
    archive.add('tea in private', { from: 'room@rooms.example.org/li', inner: "<x xmlns='http://jabber.org/protocol/muc#user'/>" })
    archive.add('', { inner: '<active xmlns="http://jabber.org/protocol/chatstates"/><subject>tea</subject>' })
    fill()
    archive.add('last', { messageId: 'm-last' })
    await archive.login()
    const { hits } = await find('tea')
    expect(hits).toMatchObject([{ archiveId: 'a0', covered: { hint: 'drink' }, excerpt: { text: '', marks: [] } }])
  })

  it('only from the archive, under the id that is open, and only what we sent or got', async () => {
    archive.add('tea mine')
    fill()
    archive.add('tea of strangers', { from: 'eve@example.net/x', to: 'mallory@example.net', stampMs: START_MS - 1000 })
    await archive.login()
    const forged = (query: Query, from: string | null, id = query.queryId) =>
      archive.replay.receive(parseStanza(resultXml(id, { id: `f-${from}`, stampMs: START_MS, xml: `<message xmlns='jabber:client' type='chat' from='${PEER}' to='${OWN}'><body>tea forged</body></message>` }, from)))
    archive.onQuery = (query) => {
      forged(query, 'evil@example.net')
      forged(query, PEER)
      forged(query, OWN, 'another')
    }
    expect(texts(await find('tea'))).toEqual(['tea mine'])
    expect(await archive.bodies()).not.toContain('tea forged')
  })

  it('says when the server refuses', async () => {
    await archive.login()
    archive.quirk = ({ words }) => (words === null ? null : { entries: [], error: 'timeout' })
    expect(await archive.replay.call('archiveSearch.find', { text: 'tea' })).toMatchObject({ ok: false, error: { code: 'timeout' } })
  })
})

it('once older history was fetched, its place is known and it is no longer "only on the server"', async () => {
  archive.add('old tea')
  fill()
  await archive.login()
  const [hit] = (await find('tea')).hits
  const { conversationId, archiveId } = hit!
  const place = async () => (await archive.replay.call('archiveSearch.place', { conversationId, archiveId })).value as { place: { id: number } | null; oldestMs: number }
  const before = await place()
  expect(before).toMatchObject({ place: null })
  expect(before.oldestMs).toBeGreaterThan(hit!.sentAtMs)
  await archive.replay.call('archive.older', { conversationId })
  const message = (await archive.replay.messages('chat', PEER)).find(({ body }) => body === 'old tea')
  expect(message).toBeDefined()
  expect((await place()).place?.id).toBe(message!.id)
  expect((await find('tea')).hits).toEqual([])
})

/** The archive by the book and against servers that keep to none: always all messages, once, in order, and an end. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConversationId } from '#shared/ids'
import { parseStanza } from '../../../support/transcripts'
import { FakeArchive, OWN, PEER, resultXml, START_MS } from './fake-archive'

let archive: FakeArchive
beforeEach(async () => {
  archive = new FakeArchive()
  archive.hasArchive = false
  await archive.start()
  archive.hasArchive = true
})
afterEach(() => archive.replay.stop())

const conversation = () => archive.replay.conversations().length
const open = async () => ((await archive.replay.call('conversation.open', { kind: 'chat', peer: PEER })).value as { id: ConversationId }).id
const unread = () =>
  (archive.replay.core.snapshot().accounts[archive.replay.accountId] as { conversations: { conversations: { peer: string; unreadCount: number }[] } })
    .conversations.conversations.find((one) => one.peer === PEER)?.unreadCount

describe('by the book', () => {
  it('a new device gets the newest page first, then all that is older, in pages of 50, nothing of it unread', async () => {
    const texts = archive.addMany(180)
    await archive.login()
    expect(archive.queries.map(({ max, after, before }) => ({ max, after, before }))).toEqual([
      { max: 50, after: null, before: '' },
      { max: 50, after: null, before: 'a130' },
      { max: 50, after: null, before: 'a80' },
      { max: 50, after: null, before: 'a30' },
    ])
    expect(await archive.bodies()).toEqual(texts)
    expect(unread()).toBe(0)
  })

  it('what was missed comes behind the cursor, unread, and the cursor is known after it', async () => {
    const before = archive.addMany(3, 'old')
    await archive.login()
    const missed = archive.addMany(120, 'missed')
    await archive.login()
    expect(archive.queries.map((query) => query.after)).toEqual(['a2', 'a52', 'a102'])
    expect(await archive.bodies()).toEqual([...before, ...missed])
    expect(unread()).toBe(120)
    await archive.login()
    expect(archive.queries.map((query) => query.after)).toEqual(['a122'])
  })

  it('many messages of one second keep the archive\'s order, forwards and backwards, and live ones between', async () => {
    const second = { stampMs: START_MS }
    const texts = Array.from({ length: 120 }, (_, i) => archive.add(`t ${i}`, second) && `t ${i}`)
    await archive.login()
    expect(await archive.bodies()).toEqual(texts)
    const more = Array.from({ length: 70 }, (_, i) => archive.add(`u ${i}`, second) && `u ${i}`)
    await archive.login()
    expect(await archive.bodies()).toEqual([...texts, ...more])
  })

  it('a live message does not move the cursor while catching up, and does afterwards', async () => {
    archive.addMany(2)
    await archive.login()
    archive.addMany(60, 'missed')
    archive.onQuery = ({ after }) => {
      if (after !== 'a51') return
      archive.entries.push({ ...archive.add('live'), id: 'L' })
      archive.entries.splice(-2, 1)
      archive.live('live', 'L', '', 'm62')
    }
    archive.quirk = ({ after }) => (after === 'a51' ? { entries: [], error: 'remote-server-timeout' } : null)
    await archive.login()
    archive.onQuery = () => undefined
    archive.quirk = () => null
    await archive.login()
    expect(archive.queries.map((query) => query.after)).toEqual(['a51'])
    expect((await archive.bodies()).slice(-2)).toEqual(['missed 59', 'live'])
    archive.add('on stream', { id: 'S', messageId: 's' })
    archive.live('on stream', 'S', '', 's')
    await archive.login()
    expect(archive.queries.map((query) => query.after)).toEqual(['S'])
  })

  it('what the offline store brought first is moved behind what the archive has before it', async () => {
    archive.add('old')
    await archive.login()
    const second = { stampMs: START_MS + 5000 }
    archive.add('away 1', { ...second, from: `${OWN}/phone`, to: PEER })
    archive.add('away 2', { ...second, messageId: 'w2' })
    archive.onQuery = () => archive.live('away 2', null, `<delay xmlns='urn:xmpp:delay' from='example.org' stamp='${new Date(second.stampMs).toISOString()}'/>`, 'w2')
    await archive.login()
    expect(await archive.bodies()).toEqual(['old', 'away 1', 'away 2'])
    const moved = archive.replay.events.filter((event) => event.name === 'message.changed').at(-1)?.payload as { message: { body: string } }
    expect(moved.message.body).toBe('away 2')
  })

  it('an unread message is read when another device of ours has answered', async () => {
    archive.add('old')
    await archive.login()
    archive.add('question')
    archive.add('answer', { from: `${OWN}/phone`, to: PEER })
    archive.add('next question')
    await archive.login()
    const messages = await archive.replay.messages('chat', PEER)
    expect(messages.map((m) => [m.body, m.direction, m.isUnread])).toEqual([
      ['old', 'in', false], ['question', 'in', false], ['answer', 'out', false], ['next question', 'in', true],
    ])
  })

  it('works where the live messages carry no archive id (Openfire)', async () => {
    archive.add('old')
    await archive.login()
    archive.add('hello', { messageId: 'x1' })
    archive.live('hello', null, '', 'x1')
    await archive.login()
    expect(await archive.bodies()).toEqual(['old', 'hello'])
    // An old client's id again, with the same word: the archive has two, so there are two.
    archive.add('hello', { messageId: 'x1' })
    await archive.login()
    expect(await archive.bodies()).toEqual(['old', 'hello', 'hello'])
  })

  it('drops private messages of rooms, headlines, and what has no text', async () => {
    archive.add('psst', { from: 'room@muc.example.org/nick', inner: "<x xmlns='http://jabber.org/protocol/muc#user'/>" })
    archive.add('psst', { from: `${OWN}/phone`, to: 'room@muc.example.org/nick', inner: "<x xmlns='http://jabber.org/protocol/muc#user'/>" })
    archive.add('news', { type: 'headline' })
    archive.add('', { inner: "<received xmlns='urn:xmpp:receipts' id='1'/>" })
    await archive.login()
    expect(conversation()).toBe(0)
  })
})

describe('messages that may have been sent', () => {
  const wires = () => archive.replay.sent.filter((text) => text.startsWith('<message') && text.includes('<body>'))

  it('are not sent again when the archive has them, are when it does not, and in order', async () => {
    await archive.login()
    const conversationId = await open()
    for (const body of ['one', 'two', 'three']) await archive.replay.call('message.send', { conversationId, body })
    expect(wires()).toHaveLength(3)
    const idOf = (text: string) => / id="([^"]*)"/.exec(text)?.[1] ?? ''
    const [one] = wires().map(idOf)
    archive.add('one', { from: `${OWN}/magpie`, to: PEER, messageId: one as string })
    let sentWhenAsked = 0
    archive.onQuery = () => (sentWhenAsked = wires().length)
    await archive.login()
    expect(sentWhenAsked).toBe(3)
    expect(wires().slice(3).map((text) => /<body>(.*)<\/body>/.exec(text)?.[1])).toEqual(['two', 'three'])
    expect(wires().slice(3).map(idOf)).toEqual(wires().slice(1, 3).map(idOf))
    const messages = await archive.replay.messages('chat', PEER)
    expect(messages.map((m) => [m.body, m.state])).toEqual([['one', 'sent'], ['two', 'queued'], ['three', 'queued']])
  })

  it.each(['urn:xmpp:mam:2', 'disco#info', 'jabber:iq:roster'])('still wait for the archive when the link is cut while %s is asked, and resumed', async (asked) => {
    await archive.login()
    const conversationId = await open()
    await archive.replay.call('message.send', { conversationId, body: 'one' })
    archive.cutAt = asked
    await archive.login()
    expect(archive.cutAt).toBeNull()
    expect(wires()).toHaveLength(1)
    archive.add('one', { from: `${OWN}/magpie`, to: PEER, messageId: / id="([^"]*)"/.exec(wires()[0]!)![1]! })
    await archive.replay.resume()
    await archive.quiet()
    expect(wires()).toHaveLength(1)
    expect((await archive.replay.messages('chat', PEER)).map((m) => m.state)).toEqual(['sent'])
  })

  it('are sent again when there is no archive, or it fails', async () => {
    await archive.login()
    const conversationId = await open()
    await archive.replay.call('message.send', { conversationId, body: 'one' })
    archive.quirk = () => ({ entries: [], error: 'forbidden' })
    await archive.login()
    expect(wires()).toHaveLength(2)
    archive.hasArchive = false
    await archive.login()
    expect(wires()).toHaveLength(3)
  })
})

describe('hostile and odd', () => {
  it('takes no result that nobody asked for, from anybody', async () => {
    archive.addMany(1)
    let openId = ''
    archive.onQuery = ({ queryId }) => {
      openId = queryId
      for (const from of ['eve@example.org', 'eve@example.org/x', `${OWN}/phone`, 'example.org', 'room@muc.example.org']) {
        archive.replay.receive(parseStanza(resultXml(queryId, { ...archive.entries[0]!, id: from, xml: archive.entries[0]!.xml.replace('text 0', 'forged') }, from)))
      }
      archive.replay.receive(parseStanza(resultXml('guess', { ...archive.entries[0]!, xml: archive.entries[0]!.xml.replace('text 0', 'forged') })))
    }
    await archive.login()
    archive.replay.receive(parseStanza(resultXml(openId, { ...archive.entries[0]!, id: 'late', xml: archive.entries[0]!.xml.replace('text 0', 'forged') })))
    expect(await archive.bodies()).toEqual(['text 0'])
    expect(archive.replay.conversations()).toHaveLength(1)
  })

  it('reads no stanza-id and no delay inside a result: an attacker suppresses nothing, and forges no time, by it', async () => {
    const delay = "<delay xmlns='urn:xmpp:delay' from='example.org' stamp='2001-01-01T00:00:00Z'/>"
    archive.add('mine', { inner: `<stanza-id xmlns='urn:xmpp:sid:0' by='${OWN}' id='a1'/>${delay}` })
    archive.add('other')
    await archive.login()
    expect(await archive.bodies()).toEqual(['mine', 'other'])
    expect((await archive.replay.messages('chat', PEER))[0]?.sentAtMs).toBe(START_MS)
  })

  it.each(['item-not-found', 'not-acceptable', 'internal-server-error'])('an unknown position (%s) is asked by time, a day back', async (error) => {
    archive.addMany(3, 'old')
    await archive.login()
    const texts = archive.addMany(70, 'new')
    archive.quirk = ({ after }) => (after === 'a2' && archive.queries.length === 1 ? { entries: [], error } : null)
    await archive.login()
    expect(archive.queries[1]).toMatchObject({ after: null, startMs: archive.entries[2]!.stampMs - 24 * 3600 * 1000 })
    expect(await archive.bodies()).toEqual(['old 0', 'old 1', 'old 2', ...texts])
  })

  it('another archive under the same address: all of it, behind what there was', async () => {
    archive.addMany(3, 'old')
    await archive.login()
    archive.entries = []
    const texts = Array.from({ length: 60 }, (_, i) => archive.add(`new ${i}`, { id: `b${i}`, messageId: `n${i}`, stampMs: START_MS + 3_600_000 + i }) && `new ${i}`)
    await archive.login()
    expect(await archive.bodies()).toEqual(['old 0', 'old 1', 'old 2', ...texts])
  })

  it('ejabberd: an unknown position that is answered from the beginning is noticed', async () => {
    archive.add('ancient', { stampMs: Date.UTC(2026, 0, 1) })
    archive.add('old', { stampMs: Date.UTC(2026, 9, 1) })
    await archive.login()
    archive.add('new', { stampMs: Date.UTC(2026, 9, 2) })
    archive.quirk = ({ after }) => (after === 'a1' ? { entries: archive.entries, fin: { isComplete: true } } : null)
    await archive.login()
    expect(archive.queries.map(({ after, startMs }) => [after, startMs === null])).toEqual([['a1', true], [null, false]])
    expect(await archive.bodies()).toEqual(['ancient', 'old', 'new'])
  })

  it('Tigase: complete at the newest end is not the oldest', async () => {
    const texts = archive.addMany(120)
    archive.quirk = (_query, honest) => ({
      ...honest, fin: { isComplete: honest.entries.at(-1)?.id === 'a119', index: archive.entries.indexOf(honest.entries[0]!) },
    })
    await archive.login()
    expect(await archive.bodies()).toEqual(texts)
    expect(archive.queries).toHaveLength(3)
  })

  it.each([
    ['names no last entry', { first: null, last: null }, 200],
    ['sends no set', { isWithoutSet: true }, 200],
    ['never completes', { isComplete: false }, 200],
  ])('ends with everything when the server %s', async (_what, fin, count) => {
    archive.addMany(2, 'old')
    await archive.login()
    archive.addMany(count)
    archive.quirk = (_query, honest) => ({ ...honest, fin: { ...honest.fin, isComplete: false, ...fin } })
    await archive.login()
    expect(archive.queries.length).toBeLessThan(8)
    expect(await archive.bodies()).toHaveLength(200)
  })

  it('ends when the server pages in a circle, forwards and backwards', async () => {
    archive.addMany(60)
    archive.quirk = ({ before }) => (before ? { entries: archive.entries.slice(10, 60), fin: { first: 'a10', last: 'a59' } } : null)
    await archive.login()
    expect(archive.queries.length).toBeLessThanOrEqual(3) // one is on its way already when the circle is seen
    archive.addMany(60, 'more')
    archive.quirk = () => ({ entries: archive.entries.slice(60, 110), fin: { first: 'a60', last: 'a109' } })
    await archive.login()
    expect(archive.queries.length).toBeLessThanOrEqual(3) // one is on its way already when the circle is seen
    expect(new Set(await archive.bodies()).size).toBe((await archive.bodies()).length)
  })

  it('a malformed entry, a time in the future and one that is none keep nothing else away', async () => {
    archive.add('one')
    archive.entries.push({ id: 'bad1', stampMs: 0, xml: '<iq xmlns="jabber:client"/>' }, { id: 'bad2', stampMs: 0, xml: '' })
    archive.add('no sender').xml = "<message xmlns='jabber:client' type='chat'><body>who</body></message>"
    archive.add('future', { stampMs: Date.now() + 9e9 })
    await archive.login()
    archive.live('now', 'z')
    const messages = await archive.replay.messages('chat', PEER)
    expect(messages.map((m) => m.body)).toEqual(['one', 'future', 'now'])
    for (const message of messages) expect(message.sentAtMs).toBeLessThanOrEqual(Date.now())
  })

  it('replays no old bookmarks and marks nobody\'s message as delivered by a stranger\'s receipt', async () => {
    const conversationId = await open()
    await archive.login()
    await archive.replay.call('message.send', { conversationId, body: 'hi' })
    const id = / id="([^"]*)"/.exec(archive.replay.sent.filter((text) => text.includes('<body>hi')).at(-1) ?? '')?.[1] ?? ''
    archive.add('hi', { from: `${OWN}/magpie`, to: PEER, messageId: id })
    archive.add('', { from: 'eve@example.org/x', inner: `<received xmlns='urn:xmpp:receipts' id='${id}'/>` })
    archive.add('', {
      from: OWN, type: 'headline',
      inner: "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:bookmarks:1'><item id='trap@muc.example.org'>" +
        "<conference xmlns='urn:xmpp:bookmarks:1' autojoin='true'/></item></items></event>",
    })
    await archive.login()
    expect((await archive.replay.messages('chat', PEER)).map((m) => m.state)).toEqual(['sent'])
    expect(archive.replay.room('trap@muc.example.org')).toBeUndefined()
    archive.add('', { inner: `<received xmlns='urn:xmpp:receipts' id='${id}'/>` })
    await archive.login()
    expect((await archive.replay.messages('chat', PEER)).map((m) => m.state)).toEqual(['delivered'])
  })
})

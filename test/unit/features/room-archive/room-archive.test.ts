/** Archives of rooms, by the book and against rooms that keep to none: all messages, once, in order, and nobody else's. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseStanza } from '../../../support/transcripts'
import { resultXml } from '../archive/fake-archive'
import { FakeRoom, NICK, ROOM, START_MS } from './fake-room'

let room: FakeRoom
beforeEach(() => {
  room = new FakeRoom()
})
afterEach(() => room.replay.stop())

const positions = () => room.queries.map(({ after, before, startMs }) => after ?? (before === null ? `since ${startMs}` : `before ${before}`))

describe('by the book', () => {
  it('a first visit: the newest page, nothing of it unread; the rest only when it is looked for', async () => {
    const texts = room.saidMany(180)
    room.replayed = room.entries.slice(-20)
    await room.open()
    expect(room.joins[0]).toContain('maxstanzas="50"')
    expect(positions()).toEqual(['before '])
    expect(await room.texts()).toEqual(texts.slice(-50))
    expect(room.unread).toBe(0)
    expect(await room.older()).toEqual({ added: 50, before: 'more' })
    expect(await room.older()).toEqual({ added: 50, before: 'more' })
    expect(await room.older()).toEqual({ added: 30, before: 'start' })
    expect(await room.older()).toEqual({ added: 0, before: 'start' })
    expect(await room.texts()).toEqual(texts)
    expect(positions()).toEqual(['before ', 'before a130', 'before a80', 'before a30'])
    expect(room.unread).toBe(0)
  })

  it('what was missed comes behind our position, unread, without history; live words meanwhile stand behind it', async () => {
    const before = room.saidMany(3, 'old')
    await room.open()
    const missed = room.saidMany(120, 'missed')
    room.onQuery = ({ after }) => {
      if (after === 'a2') room.heard(room.said('live', { stampMs: START_MS + 200_000 }))
    }
    await room.again()
    expect(room.joins.at(-1)).toContain('maxstanzas="0"')
    expect(positions()).toEqual(['a2', 'a52', 'a102'])
    expect(await room.texts()).toEqual([...before, ...missed, 'live'])
    expect(room.unread).toBe(121)
  })

  it('live words move the position only while nothing is missing; coming in anew ends that', async () => {
    room.saidMany(2)
    await room.open()
    const now = { stampMs: Date.now() }
    room.heard(room.said('heard', now))
    await room.again()
    expect(positions()).toEqual(['a2'])
    // The room has lost us for a while without a word; what was heard last before is where we are.
    room.heard(room.said('last', now))
    room.said('missed', { stampMs: Date.now() })
    room.queries = []
    room.quirk = () => ({ entries: [], error: 'remote-server-timeout' })
    await room.replay.call('room.join', { room: ROOM, nick: `${NICK}2` })
    await room.letIn()
    room.heard(room.said('after', { stampMs: Date.now() }))
    room.quirk = () => null
    await room.again()
    expect(positions()[0]).toBe('a3')
    expect(await room.texts()).toEqual(['text 0', 'text 1', 'heard', 'last', 'missed', 'after'])
  })

  it('many words of one second keep the room\'s order', async () => {
    const second = { stampMs: START_MS }
    const say = (count: number, what: string) => Array.from({ length: count }, (_, i) => room.said(`${what} ${i}`, { ...second, from: i % 2 ? 'Bob' : 'Eve' }) && `${what} ${i}`)
    const texts = say(70, 't')
    await room.open()
    await room.older()
    const more = say(70, 'u')
    await room.again()
    expect(await room.texts()).toEqual([...texts, ...more])
  })

  it('after a very long absence the newest page, and what lies between when it is looked for', async () => {
    const old = room.saidMany(3, 'old')
    await room.open()
    const missed = room.saidMany(2200, 'missed')
    await room.again()
    expect(room.queries).toHaveLength(42) // 40 pages, one that was on its way already, the newest
    const { id } = room.conversation
    const holes = async () => ((await room.replay.call('archive.holes', { conversationId: id })).value as { holes: { id: number }[] }).holes
    for (let [hole] = await holes(); hole; [hole] = await holes()) await room.replay.call('archive.heal', { conversationId: id, holeId: hole.id })
    const all = await room.replay.call('conversation.history', { conversationId: room.conversation.id, limit: 200 })
    const newest = (all.value as { messages: { body: string }[] }).messages.map((message) => message.body)
    expect(newest).toEqual(missed.slice(-200))
    const count = room.replay.events.filter((event) => event.name === 'message.added').length
    expect(count).toBe(old.length + missed.length)
  }, 30_000)

  it('mam:1 is asked where there is only that', async () => {
    room.features = room.features.map((name) => (name === 'urn:xmpp:mam:2' ? 'urn:xmpp:mam:1' : name))
    room.said('old style')
    await room.open()
    expect(room.replay.sent.at(-1)).toContain('<query xmlns="urn:xmpp:mam:1"')
  })
})

describe('own messages', () => {
  const states = async () => (await room.messages()).map((message) => [message.body, message.state, message.direction])

  it('whose reflection never came is found in the archive and not said again; what it does not have is, in order', async () => {
    room.saidMany(1, 'old')
    await room.open()
    const heard = await room.say('was heard')
    await room.say('was not')
    room.said('was heard', { from: NICK, messageId: heard })
    room.saidMany(60, 'more')
    let saidBefore = 0
    room.onQuery = () => (saidBefore = Math.max(saidBefore, room.words.length))
    await room.again()
    expect(saidBefore, 'nothing is said while the archive is asked').toBe(2)
    expect(room.words.slice(2).map((text) => /<body>(.*)<\/body>/.exec(text)?.[1])).toEqual(['was not'])
    expect((await states()).filter(([body]) => String(body).startsWith('was'))).toEqual([['was heard', 'sent', 'out'], ['was not', 'queued', 'out']])
  })

  it('that others overtook stand where the room has them, live and out of the archive', async () => {
    room.saidMany(1, 'old')
    await room.open()
    const [one, two] = [await room.say('one'), await room.say('two')]
    room.heard(room.said('before', { stampMs: Date.now() }))
    room.heard(room.said('one', { from: NICK, messageId: one, stampMs: Date.now() }))
    expect(await room.texts()).toEqual(['old 0', 'two', 'before', 'one'])
    room.said('between', { stampMs: Date.now() })
    room.said('two', { from: NICK, messageId: two, stampMs: Date.now() })
    room.said('end', { stampMs: Date.now() })
    await room.again()
    expect(await room.texts()).toEqual(['old 0', 'before', 'one', 'between', 'two', 'end'])
    expect((await states()).map(([, state]) => state)).toEqual(['received', 'received', 'sent', 'received', 'sent', 'received'])
  })

  it('of another device of ours are ours by occupant-id, or by our name and address where the room gives it', async () => {
    room.ownOccupantId = 'me'
    const id = (of: string) => `<occupant-id xmlns='urn:xmpp:occupant-id:0' id='${of}'/>`
    const by = (jid: string) => `<x xmlns='http://jabber.org/protocol/muc#user'><item jid='${jid}'/></x>`
    room.said('mine', { from: 'Phone', inner: id('me') })
    room.said('mine by address', { from: NICK, inner: by('li.na@example.org/phone') })
    room.said('under our name', { from: NICK, inner: id('eve') })
    room.said('two ids', { from: NICK, inner: id('me') + id('eve') })
    room.said('two addresses', { from: NICK, inner: by('li.na@example.org') + by('eve@example.org') })
    room.said('by address under another name', { from: 'Eve', inner: by('li.na@example.org') })
    await room.open()
    expect((await states()).map(([body, , direction]) => [body, direction])).toEqual([
      ['mine', 'out'], ['mine by address', 'out'], ['under our name', 'in'], ['two ids', 'in'], ['two addresses', 'in'],
      ['by address under another name', 'in'],
    ])
  })

  it('copied by somebody else do not confirm ours', async () => {
    room.saidMany(1)
    await room.open()
    const id = await room.say('mine')
    room.said('mine', { from: 'Eve', messageId: id })
    room.said('other words', { from: NICK, messageId: id })
    await room.again()
    expect((await states()).filter(([body]) => body === 'mine')).toEqual([['mine', 'received', 'in'], ['mine', 'queued', 'out']])
    expect(room.words).toHaveLength(2)
  })
})

describe('without an archive, or with one that refuses', () => {
  it('history as ever, without doubles', async () => {
    room.hasArchive = false
    room.saidMany(3, 'old')
    room.replayed = [...room.entries]
    await room.open()
    room.saidMany(3, 'new')
    room.replayed = [...room.entries]
    await room.again()
    expect(room.joins.at(-1)).toContain('since=')
    expect(room.queries).toEqual([])
    expect(await room.texts()).toEqual(['old 0', 'old 1', 'old 2', 'new 0', 'new 1', 'new 2'])
    expect(await room.older()).toEqual({ added: 0, before: 'none' })
  })

  it.each(['forbidden', 'feature-not-implemented', 'service-unavailable', 'remote-server-timeout'])(
    'that refuses (%s): in again, with history, and own messages go out', async (condition) => {
      const old = room.saidMany(3, 'old')
      await room.open()
      await room.say('in doubt')
      const missed = room.saidMany(5, 'missed')
      room.replayed = room.entries.slice(3)
      room.quirk = () => ({ entries: [], error: condition })
      await room.again()
      await room.letIn()
      expect(room.joins.slice(-2)).toEqual([expect.stringContaining('maxstanzas="0"'), expect.stringContaining('since=')])
      expect(await room.texts()).toEqual([...old, ...missed, 'in doubt'])
      expect(room.words).toHaveLength(2)
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(room.joins, 'no third time').toHaveLength(3)
    })

  it.each(['item-not-found', 'not-acceptable', 'internal-server-error'])('that does not know our position (%s): by time', async (error) => {
    room.saidMany(3, 'old')
    await room.open()
    const texts = room.saidMany(70, 'new')
    room.quirk = ({ after }) => (after === 'a2' && room.queries.length === 1 ? { entries: [], error } : null)
    await room.again()
    expect(room.queries[1]).toMatchObject({ after: null, startMs: room.entries[2]!.stampMs - 24 * 3600 * 1000 })
    expect(await room.texts()).toEqual(['old 0', 'old 1', 'old 2', ...texts])
  })

  it('that comes later: from what we know on, a day back, and older when it is looked for', async () => {
    room.hasArchive = false
    room.saidMany(2, 'old')
    room.replayed = [...room.entries]
    await room.open()
    room.hasArchive = true
    room.replayed = []
    const ancient = { ...room.said('ancient', { stampMs: START_MS - 48 * 3600 * 1000 }) }
    room.entries = [ancient, ...room.entries.slice(0, 2)]
    const missed = room.saidMany(60, 'missed')
    await room.again()
    expect(await room.texts()).toEqual(['old 0', 'old 1', ...missed])
    expect(room.unread).toBe(60)
    expect(await room.older()).toEqual({ added: 1, before: 'start' })
    expect((await room.texts())[0]).toBe('ancient')
  })

  it('whose first page we did not live to see: what the room\'s short history left out comes in between', async () => {
    const second = { stampMs: Math.floor(Date.now() / 1000) * 1000 }
    const say = (text: string) => room.said(text, second)
    room.quirk = () => ({ entries: [], error: 'remote-server-timeout' })
    await room.open()
    room.heard(say('one'))
    ;['two', 'three', 'four', 'five'].forEach(say)
    room.replayed = room.entries.slice(3)
    await room.again()
    room.quirk = () => null
    room.replayed = []
    say('six')
    await room.again()
    expect(await room.texts()).toEqual(['one', 'two', 'three', 'four', 'five', 'six'])
  })
})

describe('hostile and odd', () => {
  it('takes only what an occupant of this room said in it', async () => {
    room.said('true')
    room.said('other room', { from: 'other@muc.example.org/Bob' })
    room.said('a chat', { type: 'chat' })
    room.said('a contact', { from: 'wang.wei@example.org/phone', type: 'chat' })
    room.said('us', { from: 'li.na@example.org/phone', type: 'chat' })
    room.said('the room', { from: ROOM })
    room.entries.push({ id: 'error', stampMs: START_MS, xml: `<message xmlns='jabber:client' type='error' from='${ROOM}/Bob'><body>error</body></message>` })
    room.entries.push({ id: 'subject', stampMs: START_MS, xml: `<message xmlns='jabber:client' type='groupchat' from='${ROOM}/Bob'><subject>forged</subject></message>` })
    await room.open()
    expect(await room.texts()).toEqual(['true'])
    expect(room.replay.conversations()).toEqual([{ kind: 'room', peer: ROOM }])
    expect(room.replay.room(ROOM)?.subject).toBe('tea')
  })

  it('takes no result from anybody but the room, nor under another query', async () => {
    room.said('true')
    room.onQuery = ({ queryId }) => {
      const forged = { ...room.entries[0]!, id: 'f', xml: room.entries[0]!.xml.replace('true', 'forged') }
      for (const from of [`${ROOM}/Eve`, 'eve@example.org/x', 'li.na@example.org', 'other@muc.example.org', null]) {
        room.replay.receive(parseStanza(resultXml(queryId, forged, from)))
      }
      room.replay.receive(parseStanza(resultXml('guess', forged, ROOM)))
    }
    await room.open()
    expect(await room.texts()).toEqual(['true'])
  })

  it('an id that stands inside, twice or once, hides nothing', async () => {
    const forged = (id: string) => `<stanza-id xmlns='urn:xmpp:sid:0' by='${ROOM}' id='${id}'/>`
    room.said('one', { inner: forged('a1') })
    room.said('two', { inner: forged('a0') + forged('a2') })
    room.said('three')
    await room.open()
    room.heard(room.said('four', { inner: forged('a0') }))
    room.heard(room.said('five'))
    await room.again()
    expect(await room.texts()).toEqual(['one', 'two', 'three', 'four', 'five'])
  })

  it('numbers its results beside the ids that it pages by (Openfire)', async () => {
    const name = (n: number) => `<stanza-id xmlns='urn:xmpp:sid:0' by='${ROOM}' id='uuid${n}'/>`
    const page = (from: number, to: number) => ({ entries: room.entries.slice(from, to), fin: { first: `uuid${from}`, last: `uuid${to - 1}`, isComplete: to === room.entries.length } })
    for (let n = 0; n < 4; n++) room.said(`text ${n}`, { inner: name(n) })
    room.quirk = ({ after }) => (after === null ? page(0, room.entries.length) : page(Number(after.slice(4)), room.entries.length)) // one that we have
    await room.open()
    for (let n = 4; n < 6; n++) room.heard(room.said(`text ${n}`, { inner: name(n) }), null)
    room.said('text 6', { inner: name(6) })
    await room.again()
    expect(positions()).toEqual(['uuid5'])
    expect(await room.texts()).toEqual(['text 0', 'text 1', 'text 2', 'text 3', 'text 4', 'text 5', 'text 6'])
  })

  it('ends where the room pages in a circle, forwards and backwards', async () => {
    room.saidMany(60)
    room.quirk = () => ({ entries: room.entries.slice(10, 60), fin: { first: 'a10', last: 'a59', isComplete: false } })
    await room.open()
    for (let n = 0; n < 4; n++) await room.older()
    expect(room.queries.length).toBeLessThan(4)
    await room.again()
    expect(room.queries.length).toBeLessThan(4)
    expect(new Set(await room.texts()).size).toBe((await room.texts()).length)
  })

  it('words without any id of their writer come once, and the same word said again comes again', async () => {
    room.features = room.features.filter((name) => !name.includes(':sid:') && !name.includes(':mam:')).concat('urn:xmpp:mam:1')
    const bare = (text: string) => ({ ...room.said(text), xml: `<message xmlns='jabber:client' type='groupchat' from='${ROOM}/Bob'><body>${text}</body></message>` })
    await room.open()
    const now = { stampMs: Date.now() }
    const entries = ['ok', 'ok', 'yes'].map((text, i) => ({ ...bare(text), ...now, id: `b${i}` }))
    for (const entry of entries.slice(0, 2)) room.heard(entry, null)
    room.entries = entries
    await room.again()
    expect(await room.texts()).toEqual(['ok', 'ok', 'yes'])
  })
})

/** Where messages stand when a catch-up was cut off, a stream was resumed, or a clock was wrong: always as the server has them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConversationId } from '#shared/ids'
import { parseStanza } from '../../../support/transcripts'
import { FakeArchive, OWN, PEER, START_MS } from './fake-archive'

let archive: FakeArchive
beforeEach(async () => {
  archive = new FakeArchive()
  await archive.start()
})
afterEach(() => archive.replay.stop())

/** Prosody's: whole seconds. */
const stampOf = (ms: number) => new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000', '')
const late = (body: string, atMs: number, id: string) =>
  parseStanza(`<message type='chat' id='${id}' from='${PEER}/phone' to='${OWN}'><body>${body}</body><stanza-id xmlns='urn:xmpp:sid:0' by='${OWN}' id='${id}'/>` +
    `<delay xmlns='urn:xmpp:delay' from='${OWN}' stamp='${stampOf(atMs)}'/></message>`)
const open = async () => ((await archive.replay.call('conversation.open', { kind: 'chat', peer: PEER })).value as { id: ConversationId }).id

const PAGES = 4
/** What is said in this moment, with the stamp that Prosody gives it: of a second that our own rows stand in the midst of. */
const thisSecond = () => ({ stampMs: Math.floor(Date.now() / 1000) * 1000 })
const onServer = () => archive.entries.map(({ xml }) => /<body>(.*)<\/body>/.exec(xml)?.[1])
/** Live, and in the archive behind all that was missed. */
const sayLive = (body: string) => {
  const entry = archive.add(body, { ...thisSecond(), id: body, messageId: body })
  archive.replay.receive(parseStanza(entry.xml.replace('</message>', `<stanza-id xmlns='urn:xmpp:sid:0' by='${OWN}' id='${body}'/></message>`)))
}
/** Three that we have, then some that we missed: theirs and, from another device, ours. */
const begin = async () => {
  const second = thisSecond()
  for (let i = 0; i < 3; i++) sayLive(`old ${i}`)
  for (let i = 0; i < 50 * PAGES - 20; i++) archive.add(`missed ${i}`, { ...second, ...(i % 3 === 0 && { from: `${OWN}/phone`, to: PEER }) })
}
/** An attempt that gets so many pages; something comes live just before it is cut off. */
const attempt = async (pages: number, live: string) => {
  let asked = 0
  archive.onQuery = () => {
    if (asked++ === pages) sayLive(live)
  }
  archive.quirk = () => (asked > pages ? { entries: [], error: 'remote-server-timeout' } : null)
  await archive.login()
  archive.onQuery = () => undefined
  archive.quirk = () => null
}

it('what was written here while the very first page was on its way, and is not in it, stands behind it', async () => {
  const conversationId = await open()
  archive.add('theirs', { stampMs: Date.now() + 5000 }) // the server's clock is ahead
  let isSaid = false
  archive.onQuery = () => {
    if (!isSaid) void archive.replay.call('message.send', { conversationId, body: 'ours' })
    isSaid = true
  }
  await archive.login()
  expect(await archive.bodies()).toEqual(['theirs', 'ours'])
})

describe('a catch-up of four pages, cut off', () => {
  it.each(Array.from({ length: PAGES }, (_, k) => k))('after page %i: the next attempt places as the first would have', async (k) => {
    await archive.login()
    await begin()
    await attempt(k, 'live')
    expect(await archive.bodies()).toHaveLength(3 + 50 * k + 1)
    archive.add('after', thisSecond())
    await archive.login()
    expect(await allBodies()).toEqual(onServer())
  })

  it.each([[0, 0], [0, 1], [1, 0], [1, 1], [2, 0], [0, 3]])('twice, after page %i and %i more', async (first, then) => {
    await archive.login()
    await begin()
    await attempt(first, 'live 1')
    await attempt(then, 'live 2')
    await archive.login()
    expect(await allBodies()).toEqual(onServer())
  })

  it('what was written here between two attempts stays at the end', async () => {
    await archive.login()
    await begin()
    let asked = 0
    archive.onQuery = () => {
      if (asked++ === 1) for (let i = 0; i < 60; i++) sayLive(`live ${i}`)
    }
    archive.quirk = () => (asked > 1 ? { entries: [], error: 'remote-server-timeout' } : null)
    await archive.login()
    archive.onQuery = () => undefined
    archive.quirk = () => null
    archive.replay.cut()
    const conversationId = await open()
    const mine = ['mine 0', 'mine 1', 'mine 2']
    for (const body of mine) expect((await archive.replay.call('message.send', { conversationId, body })).ok).toBe(true)
    await archive.login()
    expect(await allBodies()).toEqual([...onServer(), ...mine])
  })

  it('with our clock a day ahead: nothing is skipped either', async () => {
    archive.add('first', thisSecond())
    await archive.login()
    const clock = Date.now
    try {
      Date.now = () => clock() + 86_400_000
      for (let i = 0; i < 3; i++) sayLive(`old ${i}`)
    } finally {
      Date.now = clock
    }
    for (let i = 0; i < 130; i++) archive.add(`missed ${i}`, thisSecond())
    await attempt(1, 'live')
    await archive.login()
    expect(await allBodies()).toEqual(onServer())
  })

  it('what comes live twice while a page is on its way stays in its order, though the page tells only of the first', async () => {
    archive.add('first', thisSecond())
    await archive.login()
    const clock = Date.now
    try {
      Date.now = () => clock() + 86_400_000
      sayLive('old')
    } finally {
      Date.now = clock
    }
    for (let i = 0; i < 10; i++) archive.add(`missed ${i}`, thisSecond())
    archive.onQuery = () => {
      sayLive('live 1')
      archive.live('live 2', 'L2')
    }
    await archive.login()
    expect(await archive.bodies()).toEqual([...onServer(), 'live 2'])
  })

  it('what was missed stands behind all that we had, also when the archive begins with one of ours that stands higher', async () => {
    archive.add('first', thisSecond())
    await archive.login()
    await archive.replay.call('message.send', { conversationId: await open(), body: 'mine' })
    const messageId = / id="([^"]*)"/.exec(archive.replay.sent.filter((text) => text.includes('<body>mine<')).at(-1) ?? '')?.[1] ?? ''
    await new Promise((resolve) => setTimeout(resolve, 5))
    sayLive('old')
    archive.add('mine', { ...thisSecond(), from: `${OWN}/magpie`, to: PEER, messageId })
    archive.add('missed', thisSecond())
    await archive.login()
    expect(await archive.bodies()).toEqual(['first', 'mine', 'old', 'missed'])
  })

  it('whole, but before carbons were known to be on: what came live since counts as the end', async () => {
    archive.add('first', thisSecond())
    await archive.login()
    archive.quirk = () => ({ entries: [], error: 'remote-server-timeout' })
    await archive.login()
    archive.quirk = () => null
    archive.onCarbons = () => new Promise((resolve) => setTimeout(resolve, 150))
    await archive.login()
    await new Promise((resolve) => setTimeout(resolve, 200))
    sayLive('second')
    archive.add('third', thisSecond())
    await archive.login()
    expect(await archive.bodies()).toEqual(['first', 'second', 'third'])
  })

  it('and then level: the next one begins behind all that there is, whatever the stamps say', async () => {
    archive.add('old', { stampMs: START_MS })
    await archive.login()
    archive.add('from a clock that was slow', { stampMs: START_MS - 90_000 })
    await archive.login()
    archive.add('another', { stampMs: START_MS - 60_000 })
    await archive.login()
    expect(await archive.bodies()).toEqual(['old', 'from a clock that was slow', 'another'])
  })
})

describe('history of a new device, four pages', () => {
  it.each([1, 2, 3])('cut off after page %i: gone on with from there, nothing twice', async (k) => {
    const second = thisSecond()
    for (let i = 0; i < 190; i++) archive.add(`past ${i}`, second)
    let asked = 0
    archive.quirk = () => (asked++ >= k ? { entries: [], error: 'remote-server-timeout' } : null)
    await archive.login()
    expect((await allBodies()).length).toBe(50 * k)
    archive.quirk = () => null
    archive.add('new', thisSecond())
    await archive.login()
    expect(archive.queries.map(({ before }) => before).filter((before) => before !== null)[0]).toBe(`a${190 - 50 * k}`)
    expect(await allBodies()).toEqual(onServer())
  })
})

describe('history that is here in part', () => {
  it.each([[3, 9], [0, 0], [45, 75], [110, 119], [20, 99]])('entries %i to %i came late, behind what was written meanwhile: they go where the archive has them', async (from, to) => {
    archive.quirk = () => ({ entries: [], error: 'remote-server-timeout' })
    const second = { stampMs: thisSecond().stampMs - 60_000 }
    for (let i = 0; i < 120; i++) archive.add(`past ${i}`, { ...second, messageId: `p${i}` })
    await archive.login()
    await archive.replay.call('message.send', { conversationId: await open(), body: 'ours' })
    for (let i = from; i <= to; i++) archive.live(`past ${i}`, i % 2 ? `a${i}` : null, '', `p${i}`)
    const shown = () => archive.replay.events.filter(({ name }) => name === 'message.changed').map(({ payload }) => (payload as { message: { body: string } }).message.body)
    const before = shown().length
    archive.quirk = () => null
    await archive.login()
    expect((await allBodies()).filter((body) => body !== 'ours')).toEqual(onServer())
    expect(to < 70 ? shown().slice(before) : [`past ${from}`], 'the page is told').toContain(`past ${from}`)
  })

  it('what stands rightly in the second in which a page begins stays, though the page before it has not come yet', async () => {
    const { stampMs } = thisSecond()
    const delay = `<delay xmlns='urn:xmpp:delay' from='example.org' stamp='${stampOf(stampMs)}'/>`
    archive.quirk = () => ({ entries: [], error: 'remote-server-timeout' })
    for (let i = 0; i < 120; i++) archive.add(`past ${i}`, { stampMs, messageId: `p${i}` })
    await archive.login()
    for (let i = 0; i < 70; i++) archive.live(`past ${i}`, null, delay, `p${i}`)
    archive.quirk = ({ before }) => (before === 'a20' ? { entries: [], error: 'remote-server-timeout' } : null)
    await archive.login()
    expect(archive.queries.map(({ before }) => before)).toContain('a20')
    expect(await allBodies()).toEqual(onServer())
  })
})

describe('odd pages', () => {
  it('an entry that two pages name stands once', async () => {
    archive.add('first')
    await archive.login()
    for (let i = 0; i < 70; i++) archive.add(`missed ${i}`)
    archive.quirk = ({ after }) => (after === 'a50' ? { entries: archive.entries.slice(45) } : null)
    await archive.login()
    expect(await allBodies()).toEqual(onServer())
  })

  it('a page of what we do not keep is no end, an empty one is', async () => {
    archive.add('first')
    await archive.login()
    for (let i = 0; i < 50; i++) archive.add('', { inner: "<active xmlns='http://jabber.org/protocol/chatstates'/>" })
    archive.add('second')
    await archive.login()
    expect(await archive.bodies()).toEqual(['first', 'second'])
    archive.quirk = () => ({ entries: [], fin: { first: null, last: null, isComplete: false } })
    await archive.login()
    expect(archive.queries).toHaveLength(1)
  })

  it('two stanza-ids: only that of our own archive counts, wherever it stands', async () => {
    await archive.login()
    const foreign = "<stanza-id xmlns='urn:xmpp:sid:0' by='muc.example.org' id='foreign'/>"
    archive.live('one', 'A', foreign, 'm0')
    archive.add('one', { id: 'A', messageId: 'm0' })
    archive.replay.receive(parseStanza(`<message type='chat' id='m1' from='${PEER}/phone' to='${OWN}'><body>two</body>${foreign}` +
      `<stanza-id xmlns='urn:xmpp:sid:0' by='${OWN}' id='B'/></message>`))
    archive.add('two', { id: 'B', messageId: 'm1' })
    archive.add('three')
    await archive.login()
    expect(archive.queries[0]?.after).toBe('B')
    expect(await archive.bodies()).toEqual(['one', 'two', 'three'])
  })
})

/** More than one page of the window. */
async function allBodies(): Promise<string[]> {
  const conversationId = await open()
  const bodies: string[] = []
  for (let before: object | undefined; ;) {
    const page = (await archive.replay.call('conversation.history', { conversationId, limit: 100, ...(before && { before }) })).value as
      { messages: { body: string; orderMs: number; id: number }[] }
    bodies.unshift(...page.messages.map(({ body }) => body))
    const first = page.messages[0]
    if (page.messages.length < 100 || !first) return bodies
    before = { orderMs: first.orderMs, id: first.id }
  }
}

describe('what comes late on a resumed stream', () => {
  const say = async (body: string) => {
    await archive.replay.call('message.send', { conversationId: await open(), body })
    return / id="([^"]*)"/.exec(archive.replay.sent.filter((text) => text.includes(`<body>${body}<`)).at(-1) ?? '')?.[1] ?? ''
  }

  it('stands behind all that was there, though its stamp is of a whole second', async () => {
    await archive.login()
    const now = Date.now()
    archive.live('one', '1')
    await say('mine')
    archive.live('two', '2')
    await archive.replay.resume([late('three', now, '3'), late('four', now, '4')])
    archive.live('five', '5')
    expect(await archive.bodies()).toEqual(['one', 'mine', 'two', 'three', 'four', 'five'])
  })

  it('also when the archive could not be asked to the end before, and finds it all afterwards', async () => {
    archive.add('old', { stampMs: START_MS })
    await archive.login()
    const second = { stampMs: Math.floor(Date.now() / 1000) * 1000 }
    for (let i = 0; i < 60; i++) archive.add(`missed ${i}`, second)
    archive.quirk = ({ after }) => (after === 'a50' ? { entries: [], error: 'remote-server-timeout' } : null)
    await archive.login()
    archive.add('three', { ...second, id: '3', messageId: '3' })
    archive.add('four', { ...second, id: '4', messageId: '4' })
    archive.quirk = () => null
    await archive.replay.resume([late('three', second.stampMs, '3'), late('four', second.stampMs, '4')])
    await archive.quiet()
    expect(await archive.bodies()).toEqual(['old', ...Array.from({ length: 60 }, (_, i) => `missed ${i}`), 'three', 'four'])
  })

  it('and behind what our own wrong clock had put into the future', async () => {
    await archive.login()
    const clock = Date.now
    try {
      Date.now = () => clock() + 2 * 86_400_000
      archive.live('one', '1')
    } finally {
      Date.now = clock
    }
    await archive.replay.resume([late('two', Date.now(), '2')])
    archive.live('three', '3')
    await say('mine again')
    expect(await archive.bodies()).toEqual(['one', 'two', 'three', 'mine again'])
  })

  it('in rooms as well', async () => {
    const room = 'hall@muc.example.org'
    const groupchat = (n: number, more = '') => parseStanza(
      `<message type='groupchat' id='r${n}' from='${room}/wei' to='${OWN}/magpie'><body>r ${n}</body>${more}</message>`)
    const replayed = (at: number) => `<delay xmlns='urn:xmpp:delay' from='${room}' stamp='${stampOf(at)}'/>`
    const behind = (at: number) => `<delay xmlns='urn:xmpp:delay' from='${OWN}' stamp='${stampOf(at)}'/>`
    const enter = () => {
      archive.replay.receive(parseStanza(`<presence from='${room}/li' to='${OWN}/magpie'><x xmlns='http://jabber.org/protocol/muc#user'>` +
        "<item affiliation='none' role='participant'/><status code='110'/></x></presence>"))
    }
    const subject = () => archive.replay.receive(parseStanza(`<message type='groupchat' from='${room}' to='${OWN}/magpie'><subject/></message>`))
    await archive.replay.call('room.join', { room, nick: 'li' })
    enter()
    subject()
    const now = Date.now()
    archive.replay.receive(groupchat(0))
    archive.replay.receive(groupchat(1))
    await archive.replay.resume([groupchat(2, behind(now)), groupchat(3, behind(now))])
    const bodies = async () => (await archive.replay.messages('room', room)).filter((m) => m.kind === 'text').map((m) => m.body)
    expect(await bodies()).toEqual(['r 0', 'r 1', 'r 2', 'r 3'])
    // A restart of the program: the stream brings what is late before we are in again, then the room replays it all.
    await archive.replay.reconnect()
    await archive.replay.resume([groupchat(4, behind(now))])
    enter()
    for (let n = 0; n < 6; n++) archive.replay.receive(groupchat(n, replayed(now)))
    subject()
    archive.replay.receive(groupchat(6))
    expect(await bodies()).toEqual(['r 0', 'r 1', 'r 2', 'r 3', 'r 4', 'r 5', 'r 6'])
  })
})

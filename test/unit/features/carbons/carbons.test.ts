/** Carbons: those of five servers as recorded, and the forged ones of a dozen advisories (SAFETY §2.1 S01–S04). */
import { afterEach, describe, expect, it } from 'vitest'
import { parseStanza, stanzasTo, transcriptsOf } from '../../../support/transcripts'
import { replayAs, type Replay } from '../rooms/replay'

const OWN = 'li.na@example.org'
const PEER = 'wang.wei@example.org'
const replays: Replay[] = []
afterEach(async () => {
  for (const replay of replays.splice(0)) await replay.stop()
})
const start = async (jid: string) => {
  const replay = await replayAs(jid, (_iq, text) => {
    const info = "<iq><query xmlns='http://jabber.org/protocol/disco#info'><feature var='urn:xmpp:carbons:2'/></query></iq>"
    return text.includes('disco#info') ? { ok: true, value: parseStanza(info) } : null
  })
  replays.push(replay)
  return replay
}

describe.each(transcriptsOf('06-messages'))('carbons of %s', (_server, transcript) => {
  it('show on the phone what the desk sends and gets, once, in the conversation with the other', async () => {
    const phone = await start(transcript.people['alice/phone'] as string)
    const bob = (transcript.people['bob'] as string).split('/')[0] as string
    const carbons = stanzasTo(transcript, 'alice/phone', { name: 'message', childNs: 'urn:xmpp:carbons:2' })
    expect(carbons.length).toBeGreaterThan(3)
    for (const carbon of [...carbons, ...carbons]) phone.receive(carbon)
    const messages = await phone.messages('chat', bob)
    // The desk recalls its first message at the end of the story.
    expect(messages.slice(0, 2).map((m) => [m.body, m.isRetracted, m.direction, m.state])).toEqual([
      ['', true, 'out', 'delivered'], ['reply to one device', false, 'in', 'received'],
    ])
    expect(new Set(messages.map((m) => m.body)).size).toBe(messages.length)
  })
})

describe.each(transcriptsOf('15-muc-private'))('carbons of private messages in rooms of %s', (_server, transcript) => {
  it('are not shown', async () => {
    const phone = await start(transcript.people['alice/phone'] ?? (transcript.people['alice'] as string))
    for (const carbon of stanzasTo(transcript, 'alice/phone', { name: 'message', childNs: 'urn:xmpp:carbons:2' })) phone.receive(carbon)
    expect(phone.conversations()).toEqual([])
  })
})

describe('carbons', () => {
  const inner = (body: string, from: string, to: string, more = '') =>
    `<message xmlns='jabber:client' type='chat' id='1' from='${from}' to='${to}'><body>${body}</body>${more}</message>`
  const carbon = (kind: string, content: string, from: string | null = OWN) =>
    parseStanza(`<message type='chat'${from === null ? '' : ` from='${from}'`} to='${OWN}/magpie'><${kind} xmlns='urn:xmpp:carbons:2'>` +
      `<forwarded xmlns='urn:xmpp:forward:0'>${content}</forwarded></${kind}></message>`)

  it('are asked for on a fresh session where the server has them', async () => {
    const replay = await start(`${OWN}/magpie`)
    expect(replay.sent.filter((text) => text.includes('<enable xmlns="urn:xmpp:carbons:2"'))).toHaveLength(1)
    await replay.reconnect()
    expect(replay.sent.filter((text) => text.includes('<enable xmlns="urn:xmpp:carbons:2"'))).toHaveLength(2)
  })

  it.each([
    'eve@example.org', 'eve@example.org/x', PEER, `${OWN}/phone`, 'example.org', 'room@muc.example.org/li.na', 'lina@example.org',
  ])('from %s are refused', async (from) => {
    const replay = await start(`${OWN}/magpie`)
    replay.receive(carbon('received', inner('forged', `${PEER}/x`, OWN), from))
    replay.receive(carbon('sent', inner('forged', `${OWN}/phone`, PEER), from))
    expect(replay.conversations()).toEqual([])
  })

  it('that are not well-formed are refused, and so is a message "sent" by another', async () => {
    const replay = await start(`${OWN}/magpie`)
    const good = inner('x', `${PEER}/x`, OWN)
    for (const content of ['', good + good, '<iq xmlns="jabber:client"/>', good.replace(`from='${PEER}/x'`, ''), good.replace(PEER, '@@'), good.replace('jabber:client', 'x:y')]) {
      replay.receive(carbon('received', content))
    }
    replay.receive(carbon('sent', inner('not mine', `${PEER}/x`, OWN)))
    const nested = `<sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>${inner('nested', `${OWN}/x`, 'eve@example.org')}</forwarded></sent>`
    replay.receive(carbon('received', inner('outer', `${PEER}/x`, OWN, nested)))
    expect((await replay.messages('chat', PEER)).map((m) => m.body)).toEqual(['outer'])
    expect(replay.conversations()).toHaveLength(1)
  })

  it('of our typing and our receipts show and change nothing; of a peer\'s error they do', async () => {
    const replay = await start(`${OWN}/magpie`)
    replay.receive(carbon('sent', inner('hello', `${OWN}/phone`, PEER)))
    replay.events.length = 0
    const composing = "<composing xmlns='http://jabber.org/protocol/chatstates'/>"
    replay.receive(carbon('sent', inner('', `${OWN}/phone`, PEER, composing).replace('<body></body>', '')))
    replay.receive(carbon('sent', inner('', `${OWN}/phone`, PEER, "<received xmlns='urn:xmpp:receipts' id='1'/>").replace('<body></body>', '')))
    expect(replay.events).toEqual([])
    const error = "<error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
    replay.receive(carbon('received', inner('hello', PEER, `${OWN}/phone`, error).replace("type='chat'", "type='error'")))
    expect((await replay.messages('chat', PEER)).map((m) => m.state)).toEqual(['failed'])
  })

  it('of a note to ourselves are one message', async () => {
    const replay = await start(`${OWN}/magpie`)
    const note = inner('note', `${OWN}/phone`, OWN)
    replay.receive(carbon('sent', note))
    replay.receive(carbon('received', note))
    replay.receive(parseStanza(note))
    expect((await replay.messages('chat', OWN)).map((m) => [m.body, m.direction])).toEqual([['note', 'out']])
  })
})

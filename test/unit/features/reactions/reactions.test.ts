import { afterEach, describe, expect, test } from 'vitest'
import { isOneEmoji } from '#shared/emoji'
import { xml } from '#xmpp/element'
import { parseStanza } from '../../../support/transcripts'
import type { Replay } from '../rooms/replay'
import { chatMessage, conversationId, EVE, OWN, settle, startChat, WANG, withContacts } from '../support-chat'

const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const body = (text: string) => `<body>${text}</body>`
const late = (second: number) => `<delay xmlns='urn:xmpp:delay' from='x.example' stamp='2026-01-01T00:00:0${second}Z'/>`
const reacts = (id: string, ...emoji: string[]) =>
  `<reactions xmlns='urn:xmpp:reactions:0' id='${id}'>${emoji.map((one) => `<reaction>${one}</reaction>`).join('')}</reactions>`
const shown = async (li: Replay, kind = 'chat', peer = WANG) =>
  (await li.messages(kind, peer)).map((one) => (one.extras?.reactions ?? []).map(({ emoji, count, isMine }) => `${emoji}${count}${isMine ? '*' : ''}`).join(' '))
const sentReactions = (li: Replay) => li.sent.filter((line) => line.includes('urn:xmpp:reactions:0') && line.startsWith('<message'))
const idOf = (line: string | undefined) => /<message[^>]* id="([^"]+)"/.exec(line ?? '')?.[1] as string

describe('in a chat', () => {
  const start = async () => {
    const li = await startChat()
    open.push(li)
    return { li, from: (id: string, inside: string, peer = WANG) => li.receive(chatMessage(peer, id, inside)) }
  }

  test('only the newest set counts; nothing becomes unread, no line comes', async () => {
    const { li, from } = await start()
    from('1', body('hello'))
    await li.call('conversation.markRead', { conversationId: await conversationId(li, WANG) })
    from('2', reacts('1', '👍', '❤️', '❤', '👍', 'no', '<b/>', '👍👍') + late(3))
    expect(await shown(li)).toEqual(['👍1 ❤️1'])
    from('3', reacts('1', '🐢') + late(2))
    expect(await shown(li), 'an older one that comes late').toEqual(['👍1 ❤️1'])
    from('4', reacts('1') + late(4))
    expect(await shown(li)).toEqual([''])
    expect((await li.call('conversation.open', { kind: 'chat', peer: WANG })).value).toMatchObject({ unreadCount: 0, lastMessage: { body: 'hello' } })
  })

  test('before its message: held, and not for somebody else’s message with the same id', async () => {
    const { li, from } = await start()
    from('e0', body('hi'), EVE)
    from('0', body('hi'))
    from('2', reacts('1', '👍'))
    from('e1', reacts('0', '👎'), EVE)
    from('1', body('hello'))
    expect(await shown(li)).toEqual(['', '👍1'])
    expect(await shown(li, 'chat', EVE)).toEqual([''])
  })

  test('with a body for older programs: marked, it is not shown; unmarked, no words are lost', async () => {
    const { li, from } = await start()
    from('1', body('hello'))
    from('2', body('👍') + reacts('1', '👍') + "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reactions:0'/>")
    expect(await shown(li)).toEqual(['👍1'])
    from('3', body('and more') + reacts('1', '🐢'))
    expect((await li.messages('chat', WANG)).map((one) => one.body)).toEqual(['hello', 'and more'])
    expect((await shown(li))[0]).toBe('🐢1')
  })

  test('an id of a correction means what it corrected; a message that was taken back has none', async () => {
    const { li, from } = await start()
    from('1', body('teh'))
    from('2', body('the') + "<replace xmlns='urn:xmpp:message-correct:0' id='1'/>")
    from('3', reacts('2', '👍'))
    expect(await shown(li)).toEqual(['👍1'])
    from('4', "<retract xmlns='urn:xmpp:message-retract:1' id='1'/>")
    from('5', reacts('1', '👎'))
    expect(await shown(li)).toEqual([''])
  })

  test('ours: toggled, all of them are said each time, gone again when refused', async () => {
    const { li, from } = await start()
    from('1', body('hello'))
    const messageId = (await li.messages('chat', WANG))[0]!.id
    const toggle = (emoji: string) => li.call('reaction.toggle', { messageId, emoji })
    await toggle('👍')
    await toggle('🐢')
    expect(await shown(li)).toEqual(['👍1* 🐢1*'])
    expect(sentReactions(li).at(-1)).toContain('<reactions xmlns="urn:xmpp:reactions:0" id="1"><reaction>👍</reaction><reaction>🐢</reaction></reactions><store')
    const error = (of: string, sender: string) =>
      li.receive(parseStanza(`<message type='error' from='${sender}' id='${of}'><error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`))
    error(idOf(sentReactions(li).at(-1)), EVE)
    expect(await shown(li), 'only he can refuse').toEqual(['👍1* 🐢1*'])
    error(idOf(sentReactions(li).at(-1)), `${WANG}/phone`)
    expect(await shown(li)).toEqual(['👍1*'])
    await toggle('👍')
    expect(await shown(li)).toEqual([''])
    expect(sentReactions(li).at(-1)).toContain('<reactions xmlns="urn:xmpp:reactions:0" id="1"/>')
    expect(await li.call('reaction.toggle', { messageId, emoji: 'x' })).toMatchObject({ ok: false })
  })
})

describe('in a room', () => {
  const room = 'tea@conference.x.example'
  const start = async (features = ['urn:xmpp:occupant-id:0', 'urn:xmpp:sid:0']) => {
    const li = await startChat(
      withContacts((iq) => {
        if (iq.to !== room) return null
        const query = xml('query', { xmlns: 'http://jabber.org/protocol/disco#info' }, features.map((name) => xml('feature', { var: name })))
        return { ok: true, value: xml('iq', { xmlns: 'jabber:client', type: 'result' }, query) }
      }),
    )
    open.push(li)
    const who = (id: string) => `<occupant-id xmlns='urn:xmpp:occupant-id:0' id='${id}'/>`
    const x = "<x xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/>"
    await li.call('room.join', { room, nick: 'li' })
    li.receive(parseStanza(`<presence from='${room}/Ali'>${x}</x>${who('A')}</presence>`))
    li.receive(parseStanza(`<presence from='${room}/li'>${x}<status code='110'/></x>${who('L')}</presence>`))
    li.receive(parseStanza(`<message type='groupchat' from='${room}'><subject/></message>`))
    await settle()
    const says = (nick: string, occupant: string, id: string, inside: string) =>
      li.receive(
        parseStanza(
          `<message type='groupchat' from='${room}/${nick}' to='${OWN}/desk' id='${id}'>${inside}${who(occupant)}<stanza-id xmlns='urn:xmpp:sid:0' by='${room}' id='room-${id}'/></message>`,
        ),
      )
    return { li, says }
  }

  test('by the id that the room gave, by occupants whatever their nick', async () => {
    const { li, says } = await start()
    says('Ali', 'A', '1', body('hello'))
    says('Ali', 'A', '2', reacts('1', '👎'))
    expect(await shown(li, 'room', room), 'not by the writer’s id').toEqual([''])
    says('Bea', 'B', '3', reacts('room-1', '👍'))
    says('Ali', 'A', '4', reacts('room-1', '👍', '🐢'))
    expect(await shown(li, 'room', room)).toEqual(['👍2 🐢1'])
    says('Beatrice', 'B', '5', reacts('room-1'))
    expect(await shown(li, 'room', room)).toEqual(['👍1 🐢1'])
    says('Beatrice', 'A', '6', reacts('room-1', '🐢'))
    expect((await li.messages('room', room))[0]?.extras?.reactions).toEqual([{ emoji: '🐢', count: 1, isMine: false, who: ['Beatrice'] }])
  })

  test('ours come back as ours; who cannot be known again does not count', async () => {
    const { li, says } = await start()
    says('Ali', 'A', '1', body('hello'))
    const { id } = (await li.messages('room', room))[0]!
    await li.call('reaction.toggle', { messageId: id, emoji: '👍' })
    says('li', 'L', idOf(sentReactions(li)[0]), reacts('room-1', '👍'))
    expect(await shown(li, 'room', room)).toEqual(['👍1*'])
    expect(sentReactions(li)[0]).toContain('type="groupchat"')
  })
})

test.each([
  ['👍', true], ['❤️', true], ['❤', true], ['👩🏽‍🚀', true], ['🇨🇳', true], ['1️⃣', true], ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', true],
  ['', false], ['a', false], ['👍👍', false], ['👍 ', false], ['1', false], ['👍\u0301', false], [`👍${'\u200d👍'.repeat(40)}`, false],
])('%j one emoji: %s', (text, is) => expect(isOneEmoji(text)).toBe(is))

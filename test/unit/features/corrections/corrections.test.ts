import { afterEach, describe, expect, test } from 'vitest'
import { xml } from '#xmpp/element'
import { parseStanza } from '../../../support/transcripts'
import type { Replay } from '../rooms/replay'
import { chatMessage, EVE, OWN, startChat, WANG, withContacts } from '../support-chat'

const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const replaces = (id: string) => `<replace xmlns='urn:xmpp:message-correct:0' id='${id}'/>`
const retracts = (id: string) => `<retract xmlns='urn:xmpp:message-retract:1' id='${id}'/>`
const body = (text: string) => `<body>${text}</body>`
const late = (stamp: string) => `<delay xmlns='urn:xmpp:delay' from='x.example' stamp='2026-01-01T00:00:0${stamp}Z'/>`
/** What stands there: its words, `*` when edited, `-` when taken back. */
const shown = async (li: Replay, kind = 'chat', peer = WANG) =>
  (await li.messages(kind, peer)).map((message) => `${message.body}${message.isEdited ? '*' : ''}${message.isRetracted ? '-' : ''}`)

describe('in a chat', () => {
  const start = async () => {
    const li = await startChat()
    open.push(li)
    return { li, from: (id: string, inside: string, peer = WANG) => li.receive(chatMessage(peer, id, inside)) }
  }

  test('a correction changes its message, again and again; the newest word stays whatever comes twice', async () => {
    const { li, from } = await start()
    from('1', body('teh') + late('1'))
    from('2', body('the') + replaces('1') + late('2'))
    expect(await shown(li)).toEqual(['the*'])
    from('3', body('The') + replaces('1') + late('3'))
    from('2', body('the') + replaces('1') + late('2'))
    from('1', body('teh') + late('1'))
    expect(await shown(li)).toEqual(['The*'])
    expect((await li.messages('chat', WANG))[0]?.isUnread).toBe(true)
  })

  test('taken back in the words of older clients: the fallback text is not shown', async () => {
    const { li, from } = await start()
    const old = (id: string) => `<apply-to xmlns='urn:xmpp:fasten:0' id='${id}'><retract xmlns='urn:xmpp:message-retract:0'/></apply-to>`
    from('1', body('oops'))
    from('2', old('1') + body('This person took a message back'), EVE)
    expect(await shown(li)).toEqual(['oops'])
    from('3', old('1') + body('This person took a message back'))
    expect(await shown(li)).toEqual(['-'])
  })

  test('an older correction that comes later does not take back a newer one', async () => {
    const { li, from } = await start()
    from('1', body('teh') + late('1'))
    from('3', body('The') + replaces('1') + late('3'))
    from('2', body('the') + replaces('1') + late('2'))
    expect(await shown(li)).toEqual(['The*'])
  })

  test('before its message: shown by itself, with its newest words, and put in its place when that comes', async () => {
    const { li, from } = await start()
    from('3', body('The') + replaces('1') + late('3'))
    from('2', body('the') + replaces('1') + late('2'))
    expect(await shown(li)).toEqual(['The*'])
    from('1', body('teh') + late('1'))
    from('3', body('The') + replaces('1') + late('3'))
    expect(await shown(li)).toEqual(['The*'])
    expect((await li.messages('chat', WANG))[0]?.sentAtMs, 'where the first stood').toBe(Date.UTC(2026, 0, 1, 0, 0, 1))
  })

  test('taken back: the words are gone, the place stays; also when the message comes later or again', async () => {
    const { li, from } = await start()
    from('1', body('secret') + late('1'))
    from('2', retracts('1') + body('/me took it back'))
    from('1', body('secret') + late('1'))
    from('4', retracts('3'))
    from('3', body('another secret'))
    from('5', body('edit') + replaces('1'))
    expect(await shown(li)).toEqual(['-', '-'])
    expect(li.conversations()).toHaveLength(1)
  })

  test('taken back by the id of its correction (Converse.js), it is gone as well; only for its writer', async () => {
    const { li, from } = await start()
    from('1', body('teh'))
    from('2', body('the') + replaces('1') + "<origin-id xmlns='urn:xmpp:sid:0' id='o2'/>")
    from('e1', retracts('o2'), EVE)
    from('3', replaces('o2') + body('no correction of a correction'))
    expect(await shown(li)).toEqual(['the*', 'no correction of a correction*'])
    from('4', retracts('o2') + body('/me retracted a message'))
    expect((await shown(li))[0]).toBe('-')
  })

  test('nobody changes or takes back what another wrote, nor ours', async () => {
    const { li, from } = await start()
    from('1', body('mine'))
    from('e0', body('hello'), EVE)
    from('e1', body('forged') + replaces('1'), EVE)
    from('e2', retracts('1') + body('gone'), EVE)
    const { id } = (await li.call('conversation.open', { kind: 'chat', peer: WANG })).value as { id: number }
    await li.call('message.send', { conversationId: id, body: 'ours' })
    const ours = /<message[^>]* id="([^"]+)"/.exec(li.sent.find((line) => line.includes('ours')) ?? '')?.[1] as string
    from('2', retracts(ours))
    from('3', body('put into our mouth') + replaces(ours))
    expect(await shown(li)).toEqual(['mine', 'ours', 'put into our mouth*'])
    expect((await li.messages('chat', WANG)).map((message) => message.direction)).toEqual(['in', 'out', 'in'])
    expect(await shown(li, 'chat', EVE), 'she took back no more than her own').toEqual(['hello', '-'])
    from('4', retracts('1'))
    expect((await shown(li))[0], 'the legal twin').toBe('-')
  })
})

describe('in a room', () => {
  const room = 'tea@conference.x.example'
  /** Ali is there; `features` is what the room announces. */
  const start = async (features: string[] = []) => {
    const answer = withContacts((iq) => {
      if (iq.to !== room) return null
      const query = xml('query', { xmlns: 'http://jabber.org/protocol/disco#info' }, features.map((name) => xml('feature', { var: name })))
      return { ok: true, value: xml('iq', { xmlns: 'jabber:client', type: 'result' }, query) }
    })
    const li = await startChat(answer)
    open.push(li)
    const x = (inside: string) => `<x xmlns='http://jabber.org/protocol/muc#user'>${inside}</x>`
    const item = "<item role='participant' affiliation='none'/>"
    const enters = (nick: string, more = '') => li.receive(parseStanza(`<presence from='${room}/${nick}'>${x(item + more)}</presence>`))
    const leaves = (nick: string) => li.receive(parseStanza(`<presence type='unavailable' from='${room}/${nick}'>${x(item)}</presence>`))
    const says = (nick: string, id: string, inside: string) =>
      li.receive(parseStanza(`<message type='groupchat' from='${room}/${nick}' to='${OWN}/desk' id='${id}'>${inside}</message>`))
    await li.call('room.join', { room, nick: 'li' })
    enters('Ali')
    enters('li', "<status code='110'/>")
    li.receive(parseStanza(`<message type='groupchat' from='${room}'><subject/></message>`))
    await new Promise((resolve) => setTimeout(resolve, 20))
    return { li, enters, leaves, says }
  }
  const occupant = (id: string) => `<occupant-id xmlns='urn:xmpp:occupant-id:0' id='${id}'/>`

  test('the same occupant may; after he left, his nick may not', async () => {
    const { li, enters, leaves, says } = await start()
    says('Ali', '1', body('teh'))
    says('Ali', '2', body('the') + replaces('1'))
    expect(await shown(li, 'room', room)).toEqual(['the*'])
    leaves('Ali')
    enters('Ali')
    says('Ali', '3', body('forged') + replaces('1'))
    says('Ali', '4', retracts('1') + body('gone'))
    expect(await shown(li, 'room', room)).toEqual(['the*', 'forged'])
  })

  test('another occupant may not, whatever occupant-id he makes up where the room announces none', async () => {
    const { li, enters, says } = await start()
    enters('Eve')
    says('Ali', '1', body('mine') + occupant('ali'))
    says('Eve', '2', retracts('1') + occupant('ali'))
    says('Eve', '3', body('forged') + replaces('1') + occupant('ali'))
    expect(await shown(li, 'room', room)).toEqual(['mine', 'forged'])
    says('Ali', '4', retracts('1'))
    expect((await shown(li, 'room', room))[0], 'the legal twin').toBe('-')
  })

  test('where the room tells occupants apart, he may come back under any nick; by the id that the room gave', async () => {
    const { li, enters, leaves, says } = await start(['urn:xmpp:occupant-id:0', 'urn:xmpp:sid:0'])
    says('Ali', '1', body('mine') + occupant('ali') + `<stanza-id xmlns='urn:xmpp:sid:0' by='${room}' id='r1'/>`)
    leaves('Ali')
    enters('Bibi')
    says('Bibi', '2', retracts('r1') + occupant('eve'))
    expect(await shown(li, 'room', room)).toEqual(['mine'])
    says('Bibi', '3', retracts('r1') + occupant('ali'))
    expect(await shown(li, 'room', room)).toEqual(['-'])
  })
})

/** Started again, the program may get on a resumed stream what the room said to its earlier life: that it is in. */
import { afterEach, expect, test } from 'vitest'
import type { IqReply } from '#xmpp/types'
import { parseStanza } from '../../../support/transcripts'
import { refuse, replayAs, type Replay } from './replay'

const ROOM = 'coven@chat.example.org'
const OWN = 'lina@example.org/a'
const open: Replay[] = []
afterEach(() => Promise.all(open.splice(0).map((one) => one.stop())))

test('is not taken for the answer to a request that has not been sent: waiting messages stay until the room’s past is known', async () => {
  let tell: (reply: IqReply) => void = () => undefined
  let isHeld = false
  const magpie = await replayAs(OWN, (iq, xml) => (isHeld && iq.to === ROOM && xml.includes('disco#info') ? new Promise((resolve) => (tell = resolve)) : null))
  open.push(magpie)
  const joins = () => magpie.sent.filter((xml) => xml.startsWith('<presence') && xml.includes('<history')).length
  const saying = () => magpie.sent.filter((xml) => xml.includes('>once<')).length
  const weAreIn = () => {
    const user = "<x xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/><status code='110'/></x>"
    magpie.receive(parseStanza(`<presence from='${ROOM}/lina' to='${OWN}'>${user}</presence>`))
    magpie.receive(parseStanza(`<message type='groupchat' from='${ROOM}' to='${OWN}'><subject/></message>`))
  }
  await magpie.call('room.join', { room: ROOM, nick: 'lina' })
  await expect.poll(joins).toBe(1)
  weAreIn()
  magpie.receive(parseStanza(`<message type='groupchat' from='${ROOM}/wei' to='${OWN}' id='m1'><body>hello</body></message>`))
  const { value } = await magpie.call('conversation.open', { kind: 'room', peer: ROOM })
  await magpie.call('message.send', { conversationId: (value as { id: number }).id, body: 'once' })
  await expect.poll(saying).toBe(1)

  isHeld = true
  await magpie.reconnect()
  weAreIn()
  expect(magpie.room(ROOM)?.state).toBe('joining')
  expect(saying()).toBe(1)
  tell(refuse('service-unavailable'))
  await expect.poll(joins).toBe(2)
  weAreIn()
  expect(magpie.room(ROOM)?.state).toBe('joined')
  await expect.poll(saying).toBe(2) // no archive, and the history did not bring it: it was not heard
})

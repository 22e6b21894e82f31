import { afterEach, expect, test } from 'vitest'
import type { IqReply } from '#xmpp/types'
import { parseStanza } from '../../../support/transcripts'
import { replayAs, type Replay } from './replay'

const ROOM = 'coven@chat.example.org'
const OWN = 'lina@example.org/a'
const open: Replay[] = []
afterEach(() => Promise.all(open.splice(0).map((one) => one.stop())))

const answer = (node: string | null, name: string | null): IqReply => ({
  ok: true,
  value: parseStanza(
    `<iq type='result' from='${ROOM}'><query xmlns='http://jabber.org/protocol/disco#info'${node ? ` node='${node}'` : ''}>` +
      `${name ? `<identity category='conference' type='text' name='${name}'/>` : ''}</query></iq>`,
  ),
})
async function start(reserved: IqReply) {
  const magpie = await replayAs(OWN, (iq) => (iq.to === ROOM && iq.payload.attrs.node === 'x-roomuser-item' ? reserved : null))
  open.push(magpie)
  const joins = () => magpie.sent.filter((xml) => xml.startsWith('<presence') && xml.includes('<history')).map((xml) => /to="[^/]*\/([^"]*)"/.exec(xml)?.[1])
  const asked = () => magpie.sent.filter((xml) => xml.includes('x-roomuser-item')).length
  const refuse = (nick: string, condition: string) =>
    magpie.receive(
      parseStanza(`<presence from='${ROOM}/${nick}' to='${OWN}' type='error'><error type='modify'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>`),
    )
  return { magpie, joins, asked, refuse }
}

test('§7.12: who comes for the first time and names no nick comes under the one that is kept for him, also later', async () => {
  const { magpie, joins, asked } = await start(answer('x-roomuser-item', 'thirdwitch'))
  await magpie.call('room.join', { room: ROOM })
  await expect.poll(joins).toEqual(['thirdwitch'])
  await magpie.reconnect()
  await expect.poll(joins).toEqual(['thirdwitch', 'thirdwitch'])
  expect(asked()).toBe(1)
})

test.each([
  ['none', answer('x-roomuser-item', null)],
  ['the name of the room: it does not know the node', answer(null, 'Coven')],
  ['too long for a nick', answer('x-roomuser-item', '茶'.repeat(600))],
])('kept is %s: the usual nick', async (_what, reserved) => {
  const { magpie, joins } = await start(reserved)
  await magpie.call('room.join', { room: ROOM })
  await expect.poll(joins).toEqual(['lina'])
})

test('a nick that was named is not asked about; where nicks are locked down, the kept one follows the refusal, once', async () => {
  const { magpie, joins, asked, refuse } = await start(answer('x-roomuser-item', 'thirdwitch'))
  await magpie.call('room.join', { room: ROOM, nick: 'Li' })
  await expect.poll(joins).toEqual(['Li'])
  expect(asked()).toBe(0)
  refuse('Li', 'not-acceptable')
  await expect.poll(joins).toEqual(['Li', 'thirdwitch'])
  refuse('thirdwitch', 'not-acceptable')
  await expect.poll(() => magpie.room(ROOM)).toMatchObject({ state: 'failed', problem: { code: 'nick-refused' } })
  expect(joins()).toHaveLength(2)
})

test('locked down, and none is kept: it is said that the nick is refused', async () => {
  const { magpie, joins, refuse } = await start(answer('x-roomuser-item', null))
  await magpie.call('room.join', { room: ROOM, nick: 'Li' })
  await expect.poll(joins).toEqual(['Li'])
  refuse('Li', 'not-acceptable')
  await expect.poll(() => magpie.room(ROOM)).toMatchObject({ state: 'failed', problem: { code: 'nick-refused' } })
})

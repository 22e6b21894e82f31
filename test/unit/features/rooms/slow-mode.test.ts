import { afterEach, expect, test } from 'vitest'
import { slowSecondsOf } from '#features/rooms/slow-mode'
import type { ConversationId } from '#shared/ids'
import { child } from '#xmpp/element'
import { NS_DISCO_INFO, parseDiscoInfo } from '#xmpp/xep/0030'
import { parseStanza } from '../../../support/transcripts'
import { replayAs, type Replay } from './replay'

const ROOM = 'coven@chat.example.org'
const OWN = 'lina@example.org/a'

const info = (seconds: string) =>
  parseStanza(
    `<iq type='result' from='${ROOM}'><query xmlns='http://jabber.org/protocol/disco#info'><identity category='conference' type='text' name='Coven'/>` +
      `<feature var='http://jabber.org/protocol/muc'/><x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'>` +
      `<value>http://jabber.org/protocol/muc#roominfo</value></field><field var='muc#roominfo_slow_mode_duration'><value>${seconds}</value></field></x></query></iq>`,
  )

/** The one asked has only what the room says: no server of ours offers slow mode, so this one is made up after the text. */
async function enter(affiliation: string, seconds: () => string) {
  const magpie = await replayAs(OWN, (iq) => (iq.to === ROOM && iq.payload.attrs.node === undefined ? { ok: true, value: info(seconds()) } : null))
  const { value } = await magpie.call('room.join', { room: ROOM, nick: 'Li' })
  const { conversationId } = value as { conversationId: ConversationId }
  await expect.poll(() => magpie.sent.some((xml) => xml.includes(`to="${ROOM}/Li"`))).toBe(true)
  presence(magpie, affiliation)
  magpie.receive(parseStanza(`<message from='${ROOM}' type='groupchat'><subject/></message>`))
  await expect.poll(() => magpie.room(ROOM)?.state).toBe('joined')
  const say = async (body: string) => void (await magpie.call('message.send', { conversationId, body }))
  const said = () => magpie.sent.filter((xml) => xml.startsWith('<message') && xml.includes('groupchat')).map((xml) => /<body>(.*?)<\/body>/.exec(xml)?.[1])
  const reflect = (body: string) => magpie.receive(parseStanza(magpie.sent.find((xml) => xml.includes(`<body>${body}<`))!.replace(/to="[^"]*"/, `from="${ROOM}/Li" to="${OWN}"`)))
  return { magpie, conversationId, say, said, reflect }
}
const presence = (magpie: Replay, affiliation: string) =>
  magpie.receive(
    parseStanza(
      `<presence from='${ROOM}/Li' to='${OWN}'><x xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='${affiliation}'/><status code='110'/></x></presence>`,
    ),
  )
const open: Replay[] = []
afterEach(() => Promise.all(open.splice(0).map((one) => one.stop())))
const stage = async (affiliation: string, seconds: () => string) => {
  const here = await enter(affiliation, seconds)
  open.push(here.magpie)
  return here
}

test('only a whole number above 0 is a slow mode (§4.2, §8)', () => {
  const read = (value: string) => slowSecondsOf(parseDiscoInfo(child(info(value), 'query', NS_DISCO_INFO))!)
  expect(read('20')).toBe(20)
  for (const value of ['0', '-3', '1.5', 'soon', '', '99999999999999999999']) expect(read(value), value).toBe(0)
})

test('a second message waits in the outbox from the first until the time is over, counted from its echo', async () => {
  const { magpie, say, said, reflect } = await stage('member', () => '1')
  expect(magpie.room(ROOM)?.slowMode).toEqual({ seconds: 1, untilMs: null })
  await say('one')
  await say('two')
  expect(said()).toEqual(['one'])
  const before = magpie.room(ROOM)!.slowMode!.untilMs!
  reflect('one')
  expect(magpie.room(ROOM)!.slowMode!.untilMs!).toBeGreaterThanOrEqual(before)
  await expect.poll(said).toEqual(['one', 'two'])
  expect((await magpie.messages('room', ROOM)).map(({ body, state }) => [body, state])).toEqual([['one', 'sent'], ['two', 'queued']])
})

test('another device of ours counts; owners and admins are free, also who becomes one while he waits', async () => {
  const { magpie, say, said } = await stage('none', () => '3600')
  magpie.receive(parseStanza(`<message from='${ROOM}/Li' type='groupchat' id='other'><body>from the phone</body></message>`))
  await say('later')
  expect(said()).toEqual([])
  presence(magpie, 'admin')
  await expect.poll(said).toEqual(['later'])
  await say('at once')
  expect(said()).toEqual(['later', 'at once'])
  expect(magpie.room(ROOM)?.slowMode).toEqual({ seconds: 3600, untilMs: null })
})

test('a message that came too early is said to be that; another refusal does not count', async () => {
  const { magpie, say, said } = await stage('none', () => '3600')
  const error = (type: string, condition: string) => {
    const id = /id="([^"]*)"/.exec(magpie.sent.findLast((xml) => xml.includes('groupchat'))!)![1]
    magpie.receive(
      parseStanza(`<message from='${ROOM}' type='error' id='${id}'><error type='${type}'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`),
    )
  }
  await say('one')
  error('auth', 'forbidden')
  await expect.poll(() => magpie.room(ROOM)?.slowMode?.untilMs).toBe(null)
  await say('two')
  expect(said()).toEqual(['one', 'two'])
  error('wait', 'policy-violation')
  const failures = (await magpie.messages('room', ROOM)).map(({ failure }) => failure?.condition)
  expect(failures).toEqual(['forbidden', 'slow-mode'])
  expect(magpie.room(ROOM)?.slowMode?.untilMs).not.toBe(null)
})

test('slow mode that was switched off lets go of what waits; a refusal makes us ask whether it was switched on', async () => {
  let seconds = '3600'
  const { magpie, say, said } = await stage('none', () => seconds)
  await say('one')
  await say('two')
  seconds = '0'
  magpie.receive(parseStanza(`<message from='${ROOM}' type='groupchat'><x xmlns='http://jabber.org/protocol/muc#user'><status code='104'/></x></message>`))
  await expect.poll(said).toEqual(['one', 'two'])
  expect(magpie.room(ROOM)?.slowMode).toBeUndefined()
  seconds = '30'
  const id = /id="([^"]*)"/.exec(magpie.sent.findLast((xml) => xml.includes('>two<'))!)![1]
  magpie.receive(
    parseStanza(`<message from='${ROOM}' type='error' id='${id}'><error type='wait'><policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`),
  )
  await expect.poll(() => magpie.room(ROOM)?.slowMode?.seconds).toBe(30)
})

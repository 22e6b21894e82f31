/** In the whole core, on a room that has the permissions of XEP-0513 (no server known to us has them). */
import { afterEach, expect, test } from 'vitest'
import type { Message } from '#shared/model/message'
import type { IqReply } from '#xmpp/types'
import { parseStanza } from '../../../support/transcripts'
import { replayAs, type Replay } from '../rooms/replay'

const room = 'tea@conference.x.example'
const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})

const reply = (inside: string): IqReply => ({ ok: true, value: parseStanza(`<iq type='result'>${inside}</iq>`) })
const form = (fields: Record<string, string>) =>
  `<x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mentions:0</value></field>` +
  `${Object.entries(fields).map(([name, value]) => `<field var='mentions#${name}'><value>${value}</value></field>`).join('')}</x>`
const FEATURES = ['http://jabber.org/protocol/muc', 'muc_open', 'urn:xmpp:mentions:0', 'urn:xmpp:occupant-id:0']
const x = (role: string, more = '') => `<x xmlns='http://jabber.org/protocol/muc#user'><item role='${role}' affiliation='none'/>${more}</x>`
const id = (of: string) => `<occupant-id xmlns='urn:xmpp:occupant-id:0' id='${of}'/>`
const presence = (nick: string, role: string, more = '') => parseStanza(`<presence from='${room}/${nick}'>${x(role, more)}${id(`id-${nick}`)}</presence>`)
const say = (nick: string, body: string, more = '') =>
  parseStanza(`<message type='groupchat' from='${room}/${nick}' id='i-${body}'><body>${body}</body>${id(`id-${nick}`)}${more}</message>`)
const all = `<mention xmlns='urn:xmpp:mentions:0' mentions='urn:xmpp:mentions:0#channel'/>`
const bobById = `<mention xmlns='urn:xmpp:mentions:0' begin='0' end='4' occupantid='id-Bob'/>`
const permissions = { count: '2', individual: 'participants', channel: 'participants' }

async function inRoom(): Promise<Replay> {
  const bob = await replayAs('bob@x.example/desk', (_iq, xml) => {
    if (xml.includes('disco#info')) return reply(`<query xmlns='http://jabber.org/protocol/disco#info'><identity category='conference' type='text' name='Tea'/>${FEATURES.map((f) => `<feature var='${f}'/>`).join('')}</query>`)
    return xml.startsWith('<query xmlns="urn:xmpp:mentions:0"') ? reply(`<query xmlns='urn:xmpp:mentions:0'>${form(permissions)}</query>`) : null
  })
  open.push(bob)
  await bob.call('room.join', { room, nick: 'Bob' })
  bob.receive(presence('Eve', 'participant'))
  bob.receive(presence('Mo', 'moderator'))
  bob.receive(presence('Bob', 'participant', `<status code='110'/>`))
  bob.receive(parseStanza(`<message type='groupchat' from='${room}'><subject>Tea</subject></message>`))
  await new Promise((resolve) => setTimeout(resolve, 30)) // its answers are awaited
  return bob
}
const last = async (bob: Replay): Promise<Message> => (await bob.messages('room', room)).filter((one) => one.kind === 'text').at(-1)!
const hears = async (bob: Replay, nick: string, body: string, more = '') => {
  bob.receive(say(nick, body, more))
  return (await last(bob)).isMention
}

test('what the room permits is asked for and followed, also when it changes; an occupant cannot change it', async () => {
  const bob = await inRoom()
  expect(bob.sent.filter((line) => line === '<query xmlns="urn:xmpp:mentions:0"/>')).toHaveLength(1)
  expect(await hears(bob, 'Eve', 'everybody', all), 'participants may').toBe(true)
  expect(await hears(bob, 'Eve', 'too many', bobById.repeat(3))).toBe(false)
  bob.receive(parseStanza(`<message type='groupchat' from='${room}'>${form({ individual: 'moderators' })}</message>`))
  expect(await hears(bob, 'Eve', 'one', bobById), 'moderators only').toBe(false)
  bob.receive(parseStanza(`<message type='groupchat' from='${room}/Eve'>${form({ individual: 'participants' })}</message>`))
  expect(await hears(bob, 'Eve', 'two', bobById), 'her own form').toBe(false)
  expect(await hears(bob, 'Mo', 'three', bobById)).toBe(true)
})

test('calls to everybody count once a minute, those of a moderator always', async () => {
  const bob = await inRoom()
  expect(await hears(bob, 'Eve', 'first', all)).toBe(true)
  expect(await hears(bob, 'Eve', 'second', all)).toBe(false)
  expect(await hears(bob, 'Mo', 'third', all)).toBe(true)
  expect(await hears(bob, 'Eve', 'he himself', all + bobById)).toBe(true)
})

test('the user need not be told of such calls, nor of his nick alone', async () => {
  const bob = await inRoom()
  await bob.call('settings.set', { mentionGroups: false, mentionNick: false })
  expect(await hears(bob, 'Mo', 'everybody', all)).toBe(false)
  expect(await hears(bob, 'Eve', '@Bob by nick')).toBe(false)
  expect(await hears(bob, 'Eve', '@Bob', bobById)).toBe(true)
})

test('a correction takes its mentions with it', async () => {
  const bob = await inRoom()
  const { conversationId } = (await bob.call('room.join', { room })).value as { conversationId: number }
  const count = async () =>
    ((await bob.call('conversation.history', { conversationId, limit: 1 })).value as { unreadMentions: unknown[] }).unreadMentions.length
  expect(await hears(bob, 'Eve', '@Bob look', bobById)).toBe(true)
  const correct = (body: string, of: string, more = '') => bob.receive(say('Eve', body, `<replace xmlns='urn:xmpp:message-correct:0' id='i-${of}'/>${more}`))
  expect(await count()).toBe(1)
  correct('@Ann look', '@Bob look', `<mention xmlns='urn:xmpp:mentions:0' begin='0' end='4' occupantid='id-Ann'/>`)
  expect(await last(bob)).toMatchObject({ body: '@Ann look', isEdited: true, isMention: false, mentions: [{ begin: 0, end: 4, isMe: false }] })
  expect(await count()).toBe(0)
})

test('a mention of somebody who has left goes to the one who wrote, not to his nick', async () => {
  const bob = await inRoom()
  bob.receive(say('Ann', 'bye'))
  const { conversationId } = (await bob.call('room.join', { room })).value as { conversationId: number }
  await bob.call('message.send', { conversationId, body: '@Ann come back, @Eve, @nobody' })
  const sent = bob.sent.findLast((line) => line.includes('come back'))!
  expect(sent.match(/occupantid="[^"]+"/g)).toEqual(['occupantid="id-Ann"', 'occupantid="id-Eve"'])
  expect((await last(bob)).mentions).toEqual([{ begin: 0, end: 4, isMe: false }, { begin: 16, end: 20, isMe: false }])
  expect((await bob.call('mention.candidates', { room })).value).toEqual({ recent: ['Ann'], canPeople: true, canEveryone: true })
})

test('what is only passed on addresses nobody', async () => {
  const bob = await inRoom()
  const forwarded = `<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' type='groupchat' from='${room}/Ann'><body>@Bob look</body></message></forwarded>`
  const fallback = `<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:forward:0'><body/></fallback>`
  expect(await hears(bob, 'Eve', 'Ann: @Bob look', forwarded)).toBe(true) // words of hers
  expect(await hears(bob, 'Eve', 'Ann: @Bob look again', forwarded + fallback + bobById)).toBe(false)
  const { id, conversationId, mentions } = await last(bob)
  expect(mentions ?? []).toEqual([])
  await hears(bob, 'Mo', '@Eve come')
  const called = (await last(bob)).id
  await bob.call('bundle.send', { conversationId, messageIds: [id, called] })
  const sent = bob.sent.findLast((line) => line.includes('urn:xmpp:forward:0'))!
  expect(sent).toContain('@Eve come')
  expect(sent).not.toContain('urn:xmpp:mentions:0')
})

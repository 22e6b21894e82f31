import { afterEach, describe, expect, test } from 'vitest'
import { assignedIn, fillHatForm, hatsIn } from '#features/room-hats/commands'
import { parseHats } from '#xmpp/xep/0045'
import { NS_DISCO_INFO, NS_DISCO_ITEMS } from '#xmpp/xep/0030'
import { NS_COMMANDS } from '#xmpp/xep/0050'
import { findForm } from '#xmpp/xep/0004'
import { parseStanza } from '../../../support/transcripts'
import { replayAs, type Answer, type Replay } from '../rooms/replay'

const room = 'class@courses.x.example'
const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const field = (name: string, value: string, more = '') => `<field var='${name}' ${more}><value>${value}</value></field>`
const form = (type: string, inside: string) =>
  `<x xmlns='jabber:x:data' type='${type}'><field var='FORM_TYPE' type='hidden'><value>urn:xmpp:hats:commands</value></field>${inside}</x>`
const formOf = (xml: string) => findForm(parseStanza(`<message>${xml}</message>`))!

describe('the forms of XEP-0317', () => {
  test('are filled by meaning; what asks for something unknown is not sent', () => {
    const create = formOf(form('form', `<field var='hats#title' type='text-single'><required/></field><field var='hats#uri'><required/></field><field var='hats#hue'/>`))
    expect(fillHatForm(create, { uri: 'u', title: 't' })).toEqual([{ name: 'hats#title', values: ['t'] }, { name: 'hats#uri', values: ['u'] }])
    expect(fillHatForm(create, { title: 't' })).toBeNull()
    const odd = formOf(form('form', `<field var='hats#uri'/><field var='shoe-size'><required/></field>`))
    expect(fillHatForm(odd, { uri: 'u' })).toBeNull()
  })
  test('are read, also with nonsense in them', () => {
    const item = (...fields: string[]) => `<item>${fields.join('')}</item>`
    const list = formOf(form('result', item(field('hats#title', 'Host'), field('hats#uri', 'http://x/h'), field('hats#hue', '327.25')) + item(field('hats#uri', 'u'), field('hats#hue', 'red')) + item(field('hats#title', 'no address'))))
    expect(hatsIn(list)).toEqual([{ uri: 'http://x/h', title: 'Host', hue: 327.25 }, { uri: 'u', title: 'u', hue: null }])
    const assigned = formOf(form('result', item(field('hats#jid', 'A@x.example/desk'), field('hats#uri', 'u')) + item(field('hats#jid', 'a b'), field('hats#uri', 'u'))))
    expect(assignedIn(assigned)).toEqual([{ jid: 'a@x.example', hat: { uri: 'u', title: 'u', hue: null } }])
  })
})

describe('a room with a list of titles', () => {
  const sentTo: string[] = []
  const answer: Answer = (iq, xml) => {
    const result = (inside: string) => ({ ok: true as const, value: parseStanza(`<iq type='result'>${inside}</iq>`) })
    if (iq.to !== room) return null
    if (xml.includes(NS_DISCO_ITEMS)) {
      const nodes = ['create', 'destroy', 'list', 'assign', 'unassign', 'list-assigned']
      return result(`<query xmlns='${NS_DISCO_ITEMS}' node='${NS_COMMANDS}'>${nodes.map((node) => `<item jid='${room}' node='urn:xmpp:hats:commands:${node}'/>`).join('')}</query>`)
    }
    if (!xml.includes(NS_COMMANDS)) return null
    sentTo.push(xml)
    const command = (status: string, inside = '') => result(`<command xmlns='${NS_COMMANDS}' node='n' sessionid='s1' status='${status}'>${inside}</command>`)
    if (xml.includes('submit')) return command('completed')
    if (xml.includes('commands:list"')) return command('completed', form('result', `<item>${field('hats#uri', 'u')}${field('hats#title', 'Host')}</item>`))
    if (xml.includes('list-assigned')) return command('completed', form('result', `<item>${field('hats#uri', 'u')}${field('hats#jid', 'bob@x.example')}</item>`))
    return command('executing', form('form', `<field var='hats#jid' type='jid-single'/><field var='hats#uri'><required/></field><field var='hats#hue'/>`))
  }
  test('is shown and changed by its commands', async () => {
    const alice = await replayAs('alice@x.example/desk', answer)
    open.push(alice)
    const hats = (await alice.call('roomHats.get', { room })).value
    expect(hats).toEqual({
      available: [{ uri: 'u', title: 'Host', hue: null }],
      assigned: [{ jid: 'bob@x.example', hat: { uri: 'u', title: 'u', hue: null } }],
      can: { create: true, destroy: true, assign: true, unassign: true },
    })
    expect((await alice.call('roomHats.create', { room, hat: { uri: 'v', title: 'V', hue: 120 } })).ok).toBe(true)
    expect(sentTo.at(-1)).toMatch(/action="complete".*sessionid="s1"|sessionid="s1".*action="complete"/)
    expect(sentTo.at(-1)).toContain('hats#hue')
    expect((await alice.call('roomHats.assign', { room, jid: 'bob@x.example', hat: { uri: 'v', title: 'V', hue: null } })).ok).toBe(true)
    expect(sentTo.at(-1)).toContain('bob@x.example')
    expect((await alice.call('roomHats.destroy', { room, uri: 'v' })).ok).toBe(true)
  })
})

describe('titles in presences', () => {
  const hats = (ns: string, inside = "<hat title='Host' uri='http://x/h' hue='10.5'/>") => `<hats xmlns='${ns}'>${inside}</hats>`
  const join = async (features: string[]) => {
    const info = `<iq type='result'><query xmlns='${NS_DISCO_INFO}'><identity category='conference' type='text'/>${features.map((one) => `<feature var='${one}'/>`).join('')}</query></iq>`
    const bob = await replayAs('bob@x.example/desk', (iq, xml) => (iq.to === room && xml.includes(NS_DISCO_INFO) ? { ok: true, value: parseStanza(info) } : null))
    open.push(bob)
    await bob.call('room.join', { room, nick: 'Bob' })
    const x = (more = '') => `<x xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/>${more}</x>`
    bob.receive(parseStanza(`<presence from='${room}/Harry'>${x()}${hats('urn:xmpp:hats:0')}</presence>`))
    bob.receive(parseStanza(`<presence from='${room}/Bob'>${x("<status code='110'/>")}</presence>`))
    return bob
  }
  test('are shown where the room announces them, and only there', async () => {
    const withHats = await join(['urn:xmpp:hats:0'])
    expect((await withHats.occupants(room)).find((one) => one.nick === 'Harry')?.hats).toEqual([{ uri: 'http://x/h', title: 'Host', hue: 10.5 }])
    const without = await join(['vcard-temp'])
    expect((await without.occupants(room)).find((one) => one.nick === 'Harry')?.hats, 'made up by himself').toBeUndefined()
  })
  test('two lists are none, and endless ones are cut', () => {
    const parse = (inside: string) => parseHats(parseStanza(`<presence>${inside}</presence>`))
    expect(parse(hats('urn:xmpp:hats:0') + hats('xmpp:prosody.im/protocol/hats:1'))).toEqual([])
    expect(parse(hats('urn:xmpp:hats:0', "<hat uri='u' title='t'/>".repeat(500)))).toHaveLength(20)
    expect(parse(hats('urn:xmpp:hats:0', "<hat title='t'/><hat uri='u' hue='900'/>"))).toEqual([{ uri: 'u', title: 'u', hue: null }])
  })
})

import { describe, expect, test } from 'vitest'
import { isRoomService, listingOfInfo, listingOfItem, splitCount } from '#features/room-directory/listing'
import { parseJid, type BareJid } from '#shared/jid'
import { attr, child, elements } from '#xmpp/element'
import { NS_DISCO_INFO, parseDiscoInfo } from '#xmpp/xep/0030'
import { stanzasTo, transcriptsOf } from '../../../support/transcripts'

describe.each(transcriptsOf('02-disco'))('discovery on %s', (_server, transcript) => {
  const answers = Object.keys(transcript.people).flatMap((who) => stanzasTo(transcript, who, { name: 'iq', type: 'result', childNs: NS_DISCO_INFO })).flatMap((iq) => {
    const info = parseDiscoInfo(child(iq, 'query', NS_DISCO_INFO))
    return info && elements(iq).length > 0 ? [{ from: attr(iq, 'from') ?? '', info }] : []
  })
  test('the room service is found, and only that', () => {
    const found = new Set(answers.filter(({ from, info }) => !from.includes('@') && isRoomService(info)).map(({ from }) => from))
    expect([...found]).toHaveLength(1)
    expect([...found][0]).toMatch(/^(conference|muc)\./)
  })
})

describe.each(transcriptsOf('08-muc-create'))('a room on %s', (_server, transcript) => {
  test('says its name and how many are in', () => {
    const step = transcript.steps.find((one) => one.title === 'another user joins the configured room')!
    const iq = step.entries.findLast((one) => one.to === 'bob' && one.element?.name === 'iq')!.element!
    const listing = listingOfInfo(parseJid(attr(iq, 'from')) as BareJid, parseDiscoInfo(child(iq, 'query', NS_DISCO_INFO))!)
    expect(listing).toMatchObject({ name: 'Tee & Kuchen 茶', occupantCount: 2, isMembersOnly: false, isPasswordProtected: false })
  })
})

test.each([
  ['Tea (3)', 'Tea', 3], ['Tea (private, 12)', 'Tea', 12], ['Tea (n/a)', 'Tea', null], ['Tea', 'Tea', null], ['Tea (3) x', 'Tea (3) x', null],
  ['(5)', '', 5], ['Tea (99999999)', 'Tea (99999999)', null],
])('%s', (text, name, count) => {
  expect(splitCount(text)).toEqual({ name, count })
})

test('an item that is no room is skipped; a room without a name is called by its address', () => {
  const item = (jid: string, name: string | null) => ({ jid: parseJid(jid)!, node: null, name })
  expect(listingOfItem(item('conference.x.example', 'service'))).toBeNull()
  expect(listingOfItem(item('a@c.example/nick', 'x'))).toBeNull()
  expect(listingOfItem(item('garden@c.example', ' '))?.name).toBe('garden')
})

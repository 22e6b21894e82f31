import { describe, expect, test } from 'vitest'
import { buildRosterRemove, buildRosterSet, buildSubscription, cleanGroups, parsePush, parseRequestMessage, parseRoster } from '#features/roster/stanza'
import { parseBareJid } from '#shared/jid'
import { child } from '#xmpp/element'
import { parseStanza, stanzasFrom, stanzasTo, transcriptsOf } from '../../../support/transcripts'

const NS = 'jabber:iq:roster'
const jid = (text: string) => parseBareJid(text)!

describe.each(transcriptsOf('04-roster'))('roster of %s', (name, transcript) => {
  const domain = transcript.people.alice!.replace(/^.*@|\/.*$/g, '')
  const pushes = stanzasTo(transcript, 'alice', { name: 'iq', type: 'set', childNs: NS }).map((iq) => parsePush(child(iq, 'query', NS)!))

  test('an empty one, and the final one with both contacts', () => {
    const [empty] = stanzasTo(transcript, 'alice', { type: 'result', childNs: NS, step: 'get an empty roster' })
    expect(parseRoster(empty!)).toMatchObject({ contacts: [] })
    const [full] = stanzasTo(transcript, 'alice', { type: 'result', childNs: NS, step: 'both rosters now' })
    const roster = parseRoster(full!)
    if (roster === null || roster === 'unchanged') throw new Error('no roster')
    const bob = roster.contacts.find((one) => one.jid === `bob@${domain}`)
    expect(bob).toMatchObject({ name: expect.stringMatching(/^bob$/i) as string, subscription: 'both', isPending: false })
    const keptEmptyGroup = name.startsWith('prosody') || name.startsWith('tigase') // the others refused it and kept Work
    expect(bob?.groups).toEqual(keptEmptyGroup ? [] : ['Work'])
  })

  test('every push is read, the name with its entity, the groups, the request under way', () => {
    expect(pushes).not.toContain(null)
    const [first] = pushes
    expect(first).toMatchObject({ isRemoved: false, contact: { jid: `bob@${domain}`, name: 'Bob & Söhne', subscription: 'none' } })
    expect(first?.contact.groups.sort()).toEqual(['Friends', '工作'].sort())
    expect(pushes.some((push) => push?.contact.isPending && push.contact.jid === `bob@${domain}`)).toBe(true)
    expect(pushes.at(-1) ?? null, name).not.toBeNull()
    expect(pushes.some((push) => push?.isRemoved && push.contact.jid === `bob@${domain}`)).toBe(true)
  })

  test('a claim to be subscribed is not what the server made of it', () => {
    const claimed = pushes.filter((push) => push?.contact.jid === `carol@${domain}`)
    expect(claimed[0]?.contact.subscription ?? 'none').toBe('none')
  })

  test('the message of a request', () => {
    const [request] = stanzasTo(transcript, 'bob', { name: 'presence', type: 'subscribe', step: 'alice asks bob' })
    expect(parseRequestMessage(request!)).toBe('Please add me')
  })
})

test('what we write is what the recorded client wrote', () => {
  const [, transcript] = transcriptsOf('04-roster').find(([name]) => name === 'prosody-0.12.3')!
  const [set] = stanzasFrom(transcript, 'alice', { type: 'set', childNs: NS })
  const theirs = child(child(set!, 'query', NS), 'item', NS)!
  const ours = child(buildRosterSet({ jid: jid('bob@prosody.test'), name: 'Bob & Söhne', groups: ['Friends', '工作'] }), 'item', NS)!
  expect(ours.toString()).toBe(theirs.toString().replaceAll("'", '"'))
  expect(buildRosterRemove(jid('a@b')).toString()).toContain('subscription="remove"')
  expect(buildRosterSet({ jid: jid('a@b'), name: '', groups: [] }).toString()).not.toContain('name=')
  expect(buildSubscription('subscribe', jid('a@b'), 'hi & bye').toString()).toContain('<status>hi &amp; bye</status>')
})

describe('hostile or broken rosters', () => {
  const roster = (items: string) => parseStanza(`<iq type="result" id="1"><query xmlns="${NS}" ver="7">${items}</query></iq>`)

  test('a broken item does not hide the others', () => {
    const parsed = parseRoster(roster(`<item jid="@"/><item/><item jid="x@y/z"/><item jid="good@y" subscription="boss"/><item jid="ok@y"/>`))
    expect(parsed).toMatchObject({ ver: '7', contacts: [{ jid: 'ok@y', name: '', subscription: 'none' }] })
  })

  test('groups: empty and double ones go, no more than 50', () => {
    expect(cleanGroups(['', ' a ', 'a', 'b'])).toEqual(['a', 'b'])
    expect(cleanGroups(Array.from({ length: 60 }, (_, i) => `g${i}`))).toHaveLength(50)
  })

  test('the same address twice, also in another spelling, is one contact', () => {
    const parsed = parseRoster(roster('<item jid="Ann@Y" name="old"/><item jid="ann@y" name="new"/>'))
    expect(parsed).toMatchObject({ contacts: [{ jid: 'ann@y', name: 'new' }] })
    if (parsed === null || parsed === 'unchanged') throw new Error('no roster')
    expect(parsed.contacts).toHaveLength(1)
  })

  test('unchanged only when there is nothing in the answer; foreign content is no roster', () => {
    expect(parseRoster(parseStanza('<iq type="result" id="1"/>'))).toBe('unchanged')
    expect(parseRoster(parseStanza('<iq type="result" id="1"><query xmlns="evil"/></iq>'))).toBeNull()
  })

  test('a push holds one item, in the right namespace', () => {
    const push = (items: string) => parsePush(parseStanza(`<iq type="set" id="1"><query xmlns="${NS}">${items}</query></iq>`).children[0] as never)
    expect(push('')).toBeNull()
    expect(push('<item jid="a@b"/><item jid="c@b"/>')).toBeNull()
    expect(push('<item xmlns="evil" jid="a@b"/>')).toBeNull()
    expect(push('<item jid="a@b" subscription="remove"/>')).toMatchObject({ isRemoved: true })
  })

  test('a message of a request is cut', () => {
    const request = parseStanza(`<presence type="subscribe" from="a@b"><status>${'x'.repeat(5000)}</status></presence>`)
    expect(parseRequestMessage(request)).toHaveLength(1000)
    expect(parseRequestMessage(parseStanza('<presence type="subscribe" from="a@b"><status xmlns="evil">boo</status></presence>'))).toBe('')
  })
})

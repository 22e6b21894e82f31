import { describe, expect, test } from 'vitest'
import { buildInvisible, buildPriority, buildStatus, parsePresence } from '#features/presence/stanza'
import { isOccupantPresence } from '#xmpp/xep/0045'
import { attr } from '#xmpp/element'
import { parseStanza, stanzasTo, transcriptsOf } from '../../../support/transcripts'

describe.each(transcriptsOf('05-presence'))('presence of %s', (_name, transcript) => {
  test('with show, status and priority', () => {
    const seen = stanzasTo(transcript, 'bob', { name: 'presence', step: 'alice announces capabilities' }).filter((stanza) => attr(stanza, 'type') === null)
    expect(seen.map(parsePresence)).toContainEqual({ availability: 'dnd', status: 'Busy, back at 5', priority: 5, idleSinceMs: Date.parse('2026-11-22T14:00:00.000Z') })
  })

  test('a negative priority', () => {
    const seen = stanzasTo(transcript, 'bob', { name: 'presence', step: 'negative priority' })
    expect(seen.map(parsePresence)).toContainEqual({ availability: 'away', status: '', priority: -1, idleSinceMs: null })
  })

  test('somebody who went is offline', () => {
    const gone = stanzasTo(transcript, 'bob', { name: 'presence', type: 'unavailable' })
    expect(gone.length).toBeGreaterThan(0)
    for (const stanza of gone) expect(parsePresence(stanza).availability).toBe('offline')
  })
})

test('nonsense counts as plainly online', () => {
  const parse = (inner: string) => parsePresence(parseStanza(`<presence from="a@b/c">${inner}</presence>`))
  expect(parse('')).toEqual({ availability: 'online', status: '', priority: 0, idleSinceMs: null })
  expect(parse('<show>__proto__</show><priority>9999</priority>')).toEqual({ availability: 'online', status: '', priority: 0, idleSinceMs: null })
  expect(parse('<show>constructor</show><priority>x</priority>')).toEqual({ availability: 'online', status: '', priority: 0, idleSinceMs: null })
  expect(parse('<show xmlns="evil">away</show>').availability).toBe('online')
  expect(parse('<priority>-129</priority>').priority).toBe(0)
  expect(parse('<priority>-128</priority>').priority).toBe(-128)
  expect(parse(`<status>${'x'.repeat(5000)}</status>`).status).toHaveLength(1000)
})

test('since when nobody has touched it', () => {
  const parse = (since: string) => parsePresence(parseStanza(`<presence from="a@b/c"><idle xmlns="urn:xmpp:idle:1" since="${since}"/></presence>`)).idleSinceMs
  expect(parse('2026-11-23T01:00:00Z')).toBe(Date.parse('2026-11-23T01:00:00Z'))
  for (const nonsense of ['', 'yesterday', '2026-99-99T01:00:00Z']) expect(parse(nonsense)).toBeNull()
})

test('occupants are told from contacts', () => {
  expect(isOccupantPresence(parseStanza('<presence from="r@m/n"><x xmlns="http://jabber.org/protocol/muc#user"/></presence>'))).toBe(true)
  expect(isOccupantPresence(parseStanza('<presence from="r@m/n"><x xmlns="vcard-temp:x:update"/></presence>'))).toBe(false)
})

test('what we say', () => {
  const text = (elements: { toString(): string }[]) => elements.join('')
  expect(text(buildStatus('online', ''))).toBe('')
  expect(text(buildStatus('dnd', '写代码 & tea'))).toBe('<show>dnd</show><status>写代码 &amp; tea</status>')
  expect(text(buildStatus('chatty', ''))).toBe('<show>chat</show>')
  expect(text(buildStatus('invisible', 'secret')), 'who is not there says nothing').toBe('')
  expect(buildPriority('xa').toString()).toBe('<priority>0</priority>')
  expect(buildInvisible('urn:xmpp:invisible:1').toString()).toContain('probe="true"')
  expect(buildInvisible('urn:xmpp:invisible:0').toString()).not.toContain('probe')
})

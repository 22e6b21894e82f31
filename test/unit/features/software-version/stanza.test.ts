import { describe, expect, test } from 'vitest'
import { buildVersion, parseVersion } from '#xmpp/xep/0092'
import { formatZone } from '#features/entity-time/stanza'
import { xml } from '#xmpp/element'
import { parseStanza, stanzasTo, transcriptsOf } from '../../../support/transcripts'

describe.each(transcriptsOf('02-disco'))('version of %s', (_name, transcript) => {
  test('names the server', () => {
    const [answer] = stanzasTo(transcript, 'alice', { type: 'result', childNs: 'jabber:iq:version', step: 'server: software version' })
    const version = parseVersion(answer!)
    expect(version?.name).toMatch(/tigase|openfire|prosody|ejabberd/i)
    expect(version?.version).toContain(transcript.version)
  })
})

test('an answer without a name, in a foreign namespace, far too long', () => {
  const parse = (inner: string) => parseVersion(parseStanza(`<iq type="result" id="1">${inner}</iq>`))
  expect(parse('')).toBeNull()
  expect(parse('<query xmlns="jabber:iq:version"><version>1</version></query>')).toBeNull()
  expect(parse('<query xmlns="evil"><name>x</name></query>')).toBeNull()
  expect(parse(`<query xmlns="jabber:iq:version"><name>${'x'.repeat(9999)}</name></query>`)?.name).toHaveLength(500)
})

test('the system is told only when it may be', () => {
  const iq = (os: string | null) => xml('iq', { xmlns: 'jabber:client' }, buildVersion({ name: 'Magpie', version: '1', os }))
  expect(parseVersion(iq(null))).toEqual({ name: 'Magpie', version: '1', os: null })
  expect(parseVersion(iq('Linux'))?.os).toBe('Linux')
})

test('time zones: west is positive in JavaScript and negative on the wire', () => {
  expect([0, -480, 300, 210, -345].map(formatZone)).toEqual(['Z', '+08:00', '-05:00', '-03:30', '+05:45'])
})

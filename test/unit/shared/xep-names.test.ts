import { expect, test } from 'vitest'
import { specOf } from '#shared/model/xep-names'

test.each([
  ['urn:xmpp:mam:2', '0313'], ['urn:xmpp:mam:2#extended', '0313'], ['urn:xmpp:bookmarks:1+notify', '0402'], ['urn:xmpp:bookmarks-pinning:0', '0469'],
  ['http://jabber.org/protocol/muc#self-ping-optimization', '0410'], ['http://jabber.org/protocol/muc#owner', '0045'], ['jabber:iq:roster', 'RFC 6121'],
  ['urn:xmpp:jingle:apps:file-transfer:5', '0234'], ['vcard-temp:x:update', '0153'], ['vcard-temp', '0054'], ['tigase:push:encrypt:0', 'Tigase'],
])('%s is of %s', (namespace, id) => {
  expect(specOf(namespace)?.id).toBe(id)
})

test('what nobody knows, and what only begins alike', () => {
  expect(specOf('urn:example:unknown')).toBeNull()
  expect(specOf('')).toBeNull()
  expect(specOf('__proto__')).toBeNull()
})

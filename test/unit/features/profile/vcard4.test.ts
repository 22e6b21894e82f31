import { expect, test } from 'vitest'
import { mergeProfiles, parseVcard4 } from '#features/profile/vcard4'
import { profileFields, type Profile } from '#shared/model/profile'
import { parseStanza } from '../../../support/transcripts'

const nothing = Object.fromEntries(profileFields.map((field) => [field, ''])) as Profile
const item = (inside: string) => parseStanza(`<item xmlns='http://jabber.org/protocol/pubsub'><vcard xmlns='urn:ietf:params:xml:ns:vcard-4.0'>${inside}</vcard></item>`)

test('a card in the new form, as the text shows it', () => {
  expect(parseVcard4(item(`<fn><text>Peter Saint-Andre</text></fn><nickname><text>stpeter</text></nickname><nickname><text>psa</text></nickname>
    <bday><date>1966-08-06</date></bday><adr><parameters><type><text>work</text></type></parameters><ext/><street>1899 Wynkoop Street</street>
    <locality>Denver</locality><region>CO</region><code>80202</code><country>USA</country></adr>
    <tel><parameters><type><text>work</text></type></parameters><uri>tel:+1-303-308-3282</uri></tel><tel><uri>tel:+1-303-308-3219</uri></tel>
    <title><text>Executive Director</text></title><org><parameters><type><text>work</text></type></parameters><text>XSF</text></org>
    <url><uri>https://stpeter.im/</uri></url><note><text> More information </text></note><email><text>a@b</text></email>`))).toEqual({
    ...nothing, fullName: 'Peter Saint-Andre', nickname: 'stpeter', birthday: '1966-08-06', street: '1899 Wynkoop Street', locality: 'Denver', region: 'CO',
    postcode: '80202', country: 'USA', phone: '+1-303-308-3282\n+1-303-308-3219', jobTitle: 'Executive Director', organisation: 'XSF',
    website: 'https://stpeter.im/', note: 'More information', email: 'a@b',
  })
})

test('what is none, and what means harm', () => {
  expect(parseVcard4(null)).toBeNull()
  expect(parseVcard4(parseStanza(`<item><vcard xmlns='urn:other'><fn><text>x</text></fn></vcard></item>`))).toBeNull()
  const read = parseVcard4(item(`<fn><text>${'x'.repeat(9000)}</text></fn>${Array.from({ length: 500 }, (_, i) => `<email><text>${i}@x</text></email>`).join('')}<title xmlns='urn:other'><text>no</text></title>`))
  expect([read?.fullName.length, read?.email.split('\n').length, read?.jobTitle]).toEqual([500, 10, ''])
})

test('of two cards the new one counts, the rest of the old one stays', () => {
  const older = { ...nothing, fullName: 'Old', note: 'still here', phone: '1\n2', street: 'Old street', locality: 'Old town' }
  const newer = { ...nothing, fullName: 'New', phone: '2\n3', street: 'New street' }
  expect(mergeProfiles(older, newer)).toEqual({ ...nothing, fullName: 'New', note: 'still here', phone: '2\n3\n1', street: 'New street' })
  expect(mergeProfiles(older, null)).toBe(older)
  expect(mergeProfiles(older, nothing)).toEqual(older)
})

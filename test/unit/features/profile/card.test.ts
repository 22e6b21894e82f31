import { describe, expect, test } from 'vitest'
import { changeCard, parseProfile } from '#features/profile/card'
import { profileFields, type Profile } from '#shared/model/profile'
import { child } from '#xmpp/element'
import { serialise } from '#xmpp/serialise'
import { parseStanza } from '../../../support/transcripts'

const card = (inside: string) => parseStanza(`<vCard xmlns='vcard-temp'>${inside}</vCard>`)
const nothing = Object.fromEntries(profileFields.map((field) => [field, ''])) as Profile
const change = (inside: string, to: Partial<Profile>) => serialise(changeCard(card(inside), { ...parseProfile(card(inside)), ...to })) ?? ''

const PETER = `<FN>Peter</FN><N><FAMILY>Saint-Andre</FAMILY></N><ORG><ORGNAME>XSF</ORGNAME><ORGUNIT>Office</ORGUNIT></ORG>
  <TEL><WORK/><VOICE/><NUMBER>303-1</NUMBER></TEL><TEL><WORK/><FAX/><NUMBER/></TEL><TEL><HOME/><NUMBER>303-2</NUMBER></TEL>
  <ADR><WORK/><EXTADD>Suite 600</EXTADD><STREET/></ADR><ADR><HOME/><LOCALITY>Denver</LOCALITY><EXTADD>left door</EXTADD></ADR>
  <PHOTO><TYPE>image/png</TYPE><BINVAL>AAAA</BINVAL></PHOTO><X-OTHER xmlns='urn:other'>kept</X-OTHER><BDAY> 1966-08-06 </BDAY>`

describe('a card', () => {
  test('is read', () => {
    expect(parseProfile(card(PETER))).toEqual({ ...nothing, fullName: 'Peter', organisation: 'XSF', phone: '303-1\n303-2', birthday: '1966-08-06', locality: 'Denver' })
    expect(parseProfile(null)).toEqual(nothing)
    expect(parseProfile(card(''))).toEqual(nothing)
  })
  test('that means harm: endless texts and lists are cut, other namespaces are not ours', () => {
    const read = parseProfile(card(`<FN>${'x'.repeat(9000)}</FN><DESC>${'y'.repeat(9000)}</DESC>${'<TEL><NUMBER>1</NUMBER></TEL>'.repeat(500)}${Array.from({ length: 500 }, (_, i) => `<EMAIL><USERID>${i}@x</USERID></EMAIL>`).join('')}<NICKNAME xmlns='urn:other'>no</NICKNAME>`))
    expect([read.fullName.length, read.note.length, read.phone, read.email.split('\n').length, read.nickname]).toEqual([500, 5000, '1', 10, ''])
  })
  test('changed: what is not ours stays, and so does what was not changed', () => {
    expect(change(PETER, {})).toBe(serialise(changeCard(card(PETER), parseProfile(card(PETER)))))
    for (const text of ['<X-OTHER xmlns="urn:other">kept</X-OTHER>', '<BINVAL>AAAA</BINVAL>', 'Saint-Andre', '<BDAY> 1966-08-06 </BDAY>', '<WORK/><EXTADD>Suite 600</EXTADD><STREET/>']) {
      expect(change(PETER, { fullName: 'Pete' })).toContain(text)
    }
    expect(change(PETER, { fullName: 'Pete <b>' })).toContain('<FN>Pete &lt;b&gt;</FN>')
    expect(change(PETER, { fullName: '' })).not.toContain('<FN>')
  })
  test('one phone of several goes, one comes; the others keep their kind', () => {
    const changed = change(PETER, { phone: '303-2\n303-3' })
    expect(changed).toContain('<TEL><HOME/><NUMBER>303-2</NUMBER></TEL>')
    expect(changed).toContain('<TEL><WORK/><FAX/><NUMBER/></TEL>')
    expect(changed).toContain('<TEL><VOICE/><NUMBER>303-3</NUMBER></TEL>')
    expect(changed).not.toContain('303-1')
  })
  test('parts of an address and of an organisation that we do not show stay', () => {
    expect(change(PETER, { locality: '', street: 'Main 1' })).toContain('<ADR><HOME/><EXTADD>left door</EXTADD><STREET>Main 1</STREET></ADR>')
    expect(change(PETER, { organisation: '' })).toContain('<ORG><ORGUNIT>Office</ORGUNIT></ORG>')
    expect(change('', { country: 'China', organisation: 'XSF' })).toBe('<vCard xmlns="vcard-temp"><ORG><ORGNAME>XSF</ORGNAME></ORG><ADR><CTRY>China</CTRY></ADR></vCard>')
    expect(change('<ORG><ORGNAME>XSF</ORGNAME></ORG>', { organisation: '' })).toBe('<vCard xmlns="vcard-temp"/>')
  })
  test('comes back as it was told', () => {
    const told = { ...nothing, fullName: '李娜', nickname: '小李', note: 'Two\nlines', birthday: '1990-02-28', phone: '1\n2', email: 'a@b', website: 'https://x.example', organisation: 'O', jobTitle: 'T', street: 's', locality: 'l', region: 'r', postcode: 'p', country: 'c' }
    expect(parseProfile(child(parseStanza(`<iq>${serialise(changeCard(null, told))}</iq>`), 'vCard', 'vcard-temp'))).toEqual(told)
  })
})

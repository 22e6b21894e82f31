import { describe, expect, test } from 'vitest'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import { attr, child, elements, xml } from '#xmpp/element'
import { buildErrorReply, parseStanzaError } from '#xmpp/stanza-error'
import { buildSubmit, findForm, parseForm } from '#xmpp/xep/0004'
import { parseDiscoInfo } from '#xmpp/xep/0030'
import { buildRsm, parseRsm } from '#xmpp/xep/0059'
import { formatDateTime, parseDateTime } from '#xmpp/xep/0082'
import { parseCaps, verificationString, verifyCaps } from '#xmpp/xep/0115'
import { parseDelay } from '#xmpp/xep/0203'
import { parseOriginId, parseStanzaId } from '#xmpp/xep/0359'
import { parseElement, parseStanza } from '#xmpp/xml-reader'
import { serialise } from '#xmpp/serialise'

describe('0082 date-times', () => {
  test('zones and fractions', () => {
    expect(parseDateTime('2002-09-10T23:41:07Z')).toBe(Date.UTC(2002, 8, 10, 23, 41, 7))
    expect(parseDateTime('1969-07-20T21:56:15-05:00')).toBeNull()
    expect(parseDateTime('2020-02-29T00:00:00.123456+01:30')).toBe(Date.UTC(2020, 1, 28, 22, 30, 0, 123))
    expect(formatDateTime(0 as EpochMs)).toBe('1970-01-01T00:00:00.000Z')
  })
  test.each(['', '0000-00-00T00:00:00Z', '-1', '2021-02-29T00:00:00Z', '2020-01-01T24:00:00Z', '2020-01-01', 'x', '2020-01-01T00:00:00',
    '9999-12-31T23:59:60Z', '2020-13-01T00:00:00Z'])('refuses %s', (text) => expect(parseDateTime(text)).toBeNull())
})

describe('0203, 0359: whose word', () => {
  const message = parseStanza(
    "<message><delay xmlns='urn:xmpp:delay' from='eve@x' stamp='2001-01-01T00:00:00Z'/>" +
    "<delay xmlns='urn:xmpp:delay' from='me@x' stamp='2002-01-01T00:00:00Z'/>" +
    "<stanza-id xmlns='urn:xmpp:sid:0' by='room@x' id='1'/><stanza-id xmlns='urn:xmpp:sid:0' by='ME@x' id='2'/>" +
    "<stanza-id xmlns='urn:xmpp:sid:0' by='room@x' id='3'/><origin-id xmlns='urn:xmpp:sid:0' id='o'/></message>",
  )
  test('delay of the trusted one only', () => {
    expect(parseDelay(message, (from) => from === 'me@x')?.stampMs).toBe(Date.UTC(2002, 0, 1))
    expect(parseDelay(message, () => false)).toBeNull()
  })
  test('two ids from one: none', () => {
    expect(parseStanzaId(message, 'room@x' as BareJid)).toBeNull()
    expect(parseStanzaId(message, 'me@x' as BareJid)).toBe('2')
    expect(parseOriginId(message)).toBe('o')
  })
})

describe('0004 data forms', () => {
  const form = parseForm(parseElement(
    "<x xmlns='jabber:x:data' type='form'><title>T</title><instructions>I</instructions><field var='FORM_TYPE' type='hidden'><value>urn:t</value></field>" +
    "<field type='fixed'><value>read this</value></field><field var='b' type='boolean' label='B'><required/><desc>D</desc><value>1</value></field>" +
    "<field var='l' type='list-multi'><option label='One'><value>1</value></option><option/><value>1</value><value>2</value></field>" +
    "<field var='odd' type='new-type'><media xmlns='urn:xmpp:media-element'/></field></x>",
  ))!
  test('fields', () => {
    expect([form.formType, form.title, form.instructions]).toEqual(['urn:t', 'T', ['I']])
    expect(form.fields.map((field) => field.type)).toEqual(['hidden', 'fixed', 'boolean', 'list-multi', 'text-single'])
    expect(form.fields[2]).toMatchObject({ name: 'b', label: 'B', description: 'D', isRequired: true, values: ['1'] })
    expect(form.fields[3]).toMatchObject({ options: [{ label: 'One', value: '1' }], values: ['1', '2'] })
  })
  test('results with items', () => {
    const result = parseForm(parseElement(
      "<x xmlns='jabber:x:data' type='result'><reported><field var='n'/></reported><item><field var='n'><value>a</value></field></item></x>"))!
    expect([result.reported[0]!.name, result.items[0]![0]!.values]).toEqual(['n', ['a']])
  })
  test('submit holds only what was given', () => {
    expect(serialise(buildSubmit([{ name: 'l', values: ['a', 'b'] }], 'urn:t'))).toBe(
      '<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE" type="hidden"><value>urn:t</value></field>' +
      '<field var="l"><value>a</value><value>b</value></field></x>')
  })
  test('not a form', () => {
    expect(parseForm(xml('x', { xmlns: 'jabber:x:conference' }))).toBeNull()
    expect(parseForm(xml('x', { xmlns: 'jabber:x:data', type: 'odd' }))).toBeNull()
    expect(findForm(null)).toBeNull()
  })
})

test('0059 pages', () => {
  expect(serialise(buildRsm({ max: 5, before: '' }))).toBe('<set xmlns="http://jabber.org/protocol/rsm"><max>5</max><before/></set>')
  const fin = parseElement("<fin xmlns='x'><set xmlns='http://jabber.org/protocol/rsm'><first index='0'>a</first><last>b</last><count>-3</count></set></fin>")
  expect(parseRsm(fin)).toEqual({ first: 'a', firstIndex: 0, last: 'b', count: null })
})

describe('0115 verification', () => {
  const simple = "<identity category='client' type='pc' name='Exodus 0.9.1'/><feature var='http://jabber.org/protocol/caps'/>" +
    "<feature var='http://jabber.org/protocol/disco#info'/><feature var='http://jabber.org/protocol/disco#items'/><feature var='http://jabber.org/protocol/muc'/>"
  const info = (inner: string) => parseDiscoInfo(parseElement(`<query xmlns='http://jabber.org/protocol/disco#info'>${inner}</query>`))!
  test('§5.2 simple example', () => expect(verificationString(info(simple))).toBe('QgayPKawpkPSDYmwT/WM94uAlu0='))
  test('§5.3 complex example', () => {
    const field = (name: string, ...values: string[]) => `<field var='${name}'>${values.map((v) => `<value>${v}</value>`).join('')}</field>`
    expect(verificationString(info(
      "<identity xml:lang='en' category='client' name='Psi 0.11' type='pc'/><identity xml:lang='el' category='client' name='Ψ 0.11' type='pc'/>" +
      simple.slice(simple.indexOf('<feature')) +
      "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>urn:xmpp:dataforms:softwareinfo</value></field>" +
      field('ip_version', 'ipv4', 'ipv6') + field('os', 'Mac') + field('os_version', '10.5.1') + field('software', 'Psi') +
      field('software_version', '0.11') + '</x>',
    ))).toBe('q07IKJEyjvHSyhy//CH0CxmKi8w=')
  })
  test.each([
    ['feature twice', simple + "<feature var='http://jabber.org/protocol/muc'/>"],
    ['identity twice', simple + "<identity category='client' type='pc' name='Exodus 0.9.1'/>"],
    ['form type twice', simple + "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>a</value></field></x>".repeat(2)],
    ['different values of FORM_TYPE', simple + "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>a</value><value>b</value></field></x>"],
    ['<', simple + "<feature var='a&lt;b'/>"],
  ])('§5.4 rejects %s', (_, inner) => expect(verificationString(info(inner))).toBeNull())
  test('caps of a presence', () => {
    const presence = parseStanza("<presence><c xmlns='http://jabber.org/protocol/caps' hash='SHA-1' node='n' ver='QgayPKawpkPSDYmwT/WM94uAlu0='/></presence>")
    expect(verifyCaps(parseCaps(presence)!, info(simple))).toBe(true)
    expect(verifyCaps(parseCaps(presence)!, info(simple.replace('muc', 'mix')))).toBe(false)
    expect(parseCaps(parseStanza("<presence><c xmlns='http://jabber.org/protocol/caps' hash='constructor' node='n' ver='x'/></presence>"))).toBeNull()
  })
})

describe('stanza errors', () => {
  test('read', () => {
    const error = parseStanzaError(parseStanza(
      "<iq type='error'><error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:new@x</gone>" +
      "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>moved</text><too-many xmlns='urn:app'/></error></iq>")!)
    expect(error).toMatchObject({ condition: 'gone', type: 'cancel', text: 'moved', uri: 'xmpp:new@x', application: ['{urn:app}too-many'] })
    expect(parseStanzaError(parseStanza("<iq type='error'/>")!)).toMatchObject({ condition: 'undefined-condition', element: null })
  })
  test('answer without echo', () => {
    const reply = buildErrorReply(parseStanza("<iq id='1' from='a@b/c' type='get'><query xmlns='x'/></iq>")!, 'service-unavailable')
    expect([attr(reply, 'to'), attr(reply, 'id'), elements(reply).length]).toEqual(['a@b/c', '1', 1])
    expect(child(elements(reply)[0], 'service-unavailable', 'urn:ietf:params:xml:ns:xmpp-stanzas')).not.toBeNull()
  })
})

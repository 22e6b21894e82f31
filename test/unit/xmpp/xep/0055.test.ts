import { describe, expect, test } from 'vitest'
import { buildSearch, MAX_PEOPLE, parseResults, parseSearchForm } from '#xmpp/xep/0055'
import { serialise } from '#xmpp/serialise'
import { completeAnswers } from '#xmpp/xep/old-fields'
import { parseStanza } from '../../../support/transcripts'

const NS = 'jabber:iq:search'
const iq = (inside: string) => parseStanza(`<iq type='result' from='users.x.example'><query xmlns='${NS}'>${inside}</query></iq>`)
const rows = (inside: string) => iq(`<x xmlns='jabber:x:data' type='result'><reported><field var='JID' label='Address'/><field var='Name' label='Their name'/><field var='city' label='City'/></reported>${inside}</x>`)

describe('without forms (§2.1)', () => {
  test('the old fields are a form, and are answered as such', () => {
    const query = parseSearchForm(iq('<instructions>Fill in</instructions><first/><last/><nick/><email/><evil/>'))!
    expect(query.form.fields.map((field) => [field.name, field.isRequired])).toEqual([['first', false], ['last', false], ['nick', false], ['email', false]])
    expect(serialise(buildSearch(query, completeAnswers(query.form, { last: ['Capulet'], evil: ['x'] })))).toBe(`<query xmlns="${NS}"><last>Capulet</last></query>`)
  })
  test('people, each once, by name', () => {
    const item = (jid: string, inside: string) => `<item jid='${jid}'>${inside}</item>`
    expect(parseResults(iq(item('juliet@x', '<first>Juliet</first><last>Capulet</last><nick/><email>j@x</email>') + item('tybalt@x', '<nick>ty</nick>') + item('tybalt@x', '')))).toEqual({
      people: [
        { jid: 'juliet@x', name: 'Juliet Capulet', details: [['first', 'Juliet'], ['last', 'Capulet'], ['email', 'j@x']].map(([name, value]) => ({ name, label: null, value })) },
        { jid: 'tybalt@x', name: '', details: [] },
      ],
      isCut: false,
    })
    expect(parseResults(iq(''))).toEqual({ people: [], isCut: false })
  })
})

test('with forms: columns have the labels of their head', () => {
  expect(parseResults(rows("<item><field var='JID'><value>wang@x</value></field><field var='Name'><value>王伟</value></field><field var='city'><value>北京</value></field></item>"))).toEqual({
    people: [{ jid: 'wang@x', name: '王伟', details: [{ name: 'city', label: 'City', value: '北京' }] }], isCut: false,
  })
})

test('what means harm: addresses that are none, a whole server, endless rows and words, no search at all', () => {
  const row = (jid: string, name = '') => `<item><field var='JID'><value>${jid}</value></field><field var='Name'><value>${name}</value></field></item>`
  expect(parseResults(rows(row('x.example') + row('a b@c') + row('') + '<item/>'))!.people).toEqual([])
  const many = parseResults(rows(Array.from({ length: 300 }, (_, i) => row(`u${i}@x`, 'n'.repeat(9000))).join('')))!
  expect([many.people.length, many.isCut, many.people[0]!.name.length]).toEqual([MAX_PEOPLE, true, 500])
  expect(parseResults(parseStanza("<iq><query xmlns='urn:other'/></iq>"))).toBeNull()
  expect(parseSearchForm(iq('<evil/>'))).toBeNull()
})

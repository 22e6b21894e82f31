import { describe, expect, test } from 'vitest'
import { buildRegistrationSet, missingFields, parseRegistration } from '#features/registration/stanza'
import { completeAnswers } from '#xmpp/xep/old-fields'
import { fieldOf } from '#shared/model/form'
import { attr } from '#xmpp/element'
import { parseStanza, stanzasTo, transcriptsOf } from '../../../support/transcripts'

const NS = 'jabber:iq:register'

describe.each(transcriptsOf('03-register'))('registration at %s', (name, transcript) => {
  const [answer] = stanzasTo(transcript, 'new', { type: 'result', childNs: NS, step: 'ask for the form' })
  const query = parseRegistration(answer!)!

  test('always comes as a form with user name and hidden password', () => {
    expect(query).toMatchObject({ isRegistered: false, webPage: null })
    expect(query.isDataForm).toBe(!name.startsWith('ejabberd'))
    expect(fieldOf(query.form, 'username')).toMatchObject({ type: 'text-single', isRequired: true })
    expect(fieldOf(query.form, 'password')).toMatchObject({ type: 'text-private', isRequired: true })
    expect(query.instructions).not.toBe('')
    if (name.startsWith('tigase')) expect(fieldOf(query.form, 'email')?.isRequired).toBe(true)
  })

  test('knows what is missing before the server is asked', () => {
    const answers = completeAnswers(query.form!, { username: ['eve'], password: [''] })
    expect(missingFields(query.form!, answers)).toContain('password')
  })

  test('the answer has the form of the question and nothing that was not asked', () => {
    const answers = completeAnswers(query.form!, { username: ['eve'], password: ['s'], email: ['e@x'], evil: ['1'] })
    const sent = buildRegistrationSet(query, answers).toString()
    expect(sent).toContain(query.isDataForm ? 'var="username"' : '<username>eve</username>')
    expect(sent.includes('FORM_TYPE')).toBe(query.isDataForm)
    expect(sent).not.toContain('evil')
  })

  test('once registered it says so', () => {
    const [again] = stanzasTo(transcript, 'new', { type: 'result', childNs: NS, step: 'form once registered' })
    if (again) expect(attr(again, 'id') === null || parseRegistration(again)).not.toBeNull()
    if (name.startsWith('prosody') || name.startsWith('ejabberd')) expect(parseRegistration(again!)?.isRegistered).toBe(true)
  })
})

describe('odd servers', () => {
  const parse = (inner: string) => parseRegistration(parseStanza(`<iq type="result" id="1"><query xmlns="${NS}">${inner}</query></iq>`))

  test('a page to register on, only when a browser may open it', () => {
    const page = (url: string) => parse(`<instructions>go there</instructions><x xmlns="jabber:x:oob"><url>${url}</url></x>`)
    expect(page('https://example.org/new')).toMatchObject({ form: null, webPage: 'https://example.org/new', instructions: 'go there' })
    expect(page('javascript:alert(1)')?.webPage).toBeNull()
    expect(page('file:///etc/passwd')?.webPage).toBeNull()
  })

  test('hidden fields go back as they came, whatever the window says', () => {
    const query = parse('<x xmlns="jabber:x:data" type="form"><field type="hidden" var="sid"><value>7</value></field><field var="username"/></x>')!
    expect(completeAnswers(query.form!, { sid: ['8'], username: ['u'] })).toEqual([{ name: 'sid', values: ['7'] }, { name: 'username', values: ['u'] }])
  })

  test('a result form is no question, an unknown field no old field', () => {
    expect(parse('<x xmlns="jabber:x:data" type="result"/><username/><hasOwnProperty/>')?.form?.fields.map((field) => field.name)).toEqual(['username'])
    expect(parseRegistration(parseStanza('<iq type="result" id="1"/>'))).toBeNull()
  })
})

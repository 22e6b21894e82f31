import { describe, expect, test } from 'vitest'
import { answersTo } from '#features/ad-hoc/answers'
import { Runs } from '#features/ad-hoc/runs'
import type { Jid } from '#shared/jid'
import { resultLimits, resultsOf } from '#shared/model/commands'
import { formLimits, tidyForm } from '#shared/model/data-form'
import { parseStanzaError } from '#xmpp/stanza-error'
import { masked } from '#xmpp/wire-log'
import { xml } from '#xmpp/element'
import { serialise } from '#xmpp/serialise'
import type { IqReply, IqRequest } from '#xmpp/types'
import { findForm } from '#xmpp/xep/0004'
import { commandProblem, NS_COMMANDS, parseCommand, runCommand } from '#xmpp/xep/0050'
import { parseStanza } from '../../../support/transcripts'

const AT = 'shop.example' as Jid
const iq = (inside: string) => parseStanza(`<iq type='result'>${inside}</iq>`)
const answer = (status: string, inside = '', more = "sessionid='s1'") => `<command xmlns='${NS_COMMANDS}' node='n' ${more} status='${status}'>${inside}</command>`
const form = (inside: string, type = 'form') => `<x xmlns='jabber:x:data' type='${type}'>${inside}</x>`
const actions = (inside: string, execute?: string) => `<actions${execute ? ` execute='${execute}'` : ''}>${inside}</actions>`
const refusal = (condition: string, own = ''): Extract<IqReply, { ok: false }> => ({
  ok: false,
  error: parseStanzaError(parseStanza(`<iq type='error'><error type='modify'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>${own && `<${own} xmlns='${NS_COMMANDS}'/>`}<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>words</text></error></iq>`)),
})

/** Answers one after another; what is sent is kept. The last one is given again and again. */
function service(...replies: (string | IqReply | Promise<IqReply>)[]) {
  const sent: string[] = []
  const request = async ({ payload, to }: IqRequest): Promise<IqReply> => {
    expect(to).toBe(AT)
    sent.push(serialise(payload) ?? '')
    const reply = replies.length > 1 ? replies.shift()! : replies[0]!
    return typeof reply === 'string' ? { ok: true, value: iq(reply) } : reply
  }
  return { sent, runs: new Runs({ request }), request }
}
const attribute = (sent: string | undefined, name: string) => new RegExp(`^<command[^>]* ${name}="([^"]*)"`).exec(sent ?? '')?.[1] ?? null

describe('a stage as it comes', () => {
  const step = (inside: string, status = 'executing') => parseCommand(iq(answer(status, inside)))
  test.each([
    ['without actions it is one stage', '', ['complete'], 'complete'],
    ['the default is next', actions('<next/><complete/>'), ['next', 'complete'], 'next'],
    ['the default that is named', actions('<prev/><next/><complete/>', 'complete'), ['prev', 'next', 'complete'], 'complete'],
    ['a default that is not allowed was meant', actions('<prev/>', 'complete'), ['prev', 'complete'], 'complete'],
    ['only the end is left', actions('<prev/><complete/>'), ['prev', 'complete'], 'complete'],
    ['nothing but back', actions('<prev/>'), ['prev'], null],
    ['nobody goes on by going back', actions('<prev/><complete/>', 'prev'), ['prev', 'complete'], 'complete'],
    ['no action at all', actions(''), ['complete'], 'complete'],
    ['others’ actions', actions("<next xmlns='urn:x'/>", 'boom'), ['complete'], 'complete'],
  ])('%s', (_, inside, allowed, preferred) => {
    expect(step(inside)).toMatchObject({ actions: allowed, preferred })
    expect(step(inside, 'completed'), 'it is over').toMatchObject({ actions: [], preferred: null })
  })
  test('its notes, and everything that is none', () => {
    const notes = `<note type='warn'> one </note><note type='boom'>two</note><note/><note xmlns='urn:x' type='error'>three</note>`
    expect(step(notes)?.notes).toEqual([{ kind: 'warn', text: 'one' }, { kind: 'info', text: 'two' }])
    expect(step('<note>x</note>'.repeat(1000))?.notes).toHaveLength(50)
    for (const odd of [answer('boom'), '<command xmlns="urn:x" status="completed"/>', '', `<x/>`]) expect(parseCommand(iq(odd))).toBeNull()
    expect(parseCommand(iq(answer('completed', '', "sessionid=''")))).toMatchObject({ sessionId: null })
  })
  test.each(['malformed-action', 'bad-action', 'bad-locale', 'bad-payload', 'bad-sessionid', 'session-expired'])('refused with %s', (own) => {
    expect(commandProblem(refusal('bad-request', own).error)).toBe(own)
    expect(commandProblem(refusal('bad-request', 'boom').error)).toBeNull()
  })
})

describe('a run', () => {
  const first = answer('executing', actions('<next/>') + form("<field var='h' type='hidden'><value>kept</value></field><field var='a'/>"))
  const second = answer('executing', actions('<prev/><complete/>', 'complete') + form("<field var='b' type='boolean'/>"))
  test('goes on, back and to its end', async () => {
    const { runs, sent } = service(first, second, first, second, answer('completed', '<note>Done.</note>' + form("<field var='r' label='Result'><value>42</value></field>", 'result')))
    const one = await runs.start(AT, 'n', 'zh')
    expect(one).toMatchObject({ ok: true, value: { status: 'executing', actions: ['next'], preferred: 'next', results: [] } })
    const { run } = (one as { value: { run: string } }).value
    expect([attribute(sent[0], 'action'), attribute(sent[0], 'sessionid'), attribute(sent[0], 'xml:lang')]).toEqual(['execute', null, 'zh'])
    expect(await runs.step(run, 'next', { a: ['x'], unknown: ['y'], h: ['changed'] })).toMatchObject({ ok: true, value: { run, actions: ['prev', 'complete'], preferred: 'complete' } })
    expect([attribute(sent[1], 'action'), attribute(sent[1], 'sessionid')]).toEqual(['next', 's1'])
    expect(sent[1]).toContain('<field var="h"><value>kept</value></field><field var="a"><value>x</value></field>')
    expect(sent[1]).not.toContain('unknown')
    expect(await runs.step(run, 'next', {}), 'not allowed here').toMatchObject({ ok: false, error: { problem: 'bad-action' } })
    await runs.step(run, 'prev', { b: ['true'] })
    expect([attribute(sent[2], 'action'), sent[2]!.includes('jabber:x:data')], 'nothing is sent along on the way back').toEqual(['prev', false])
    await runs.step(run, 'next', {})
    const end = await runs.step(run, 'complete', { b: ['true'] })
    expect(sent[4]).toContain('<field var="b"><value>1</value></field>')
    expect(end).toMatchObject({ ok: true, value: { run: null, status: 'completed', form: null, notes: [{ kind: 'info', text: 'Done.' }], results: [{ fields: [{ label: 'Result', values: ['42'] }] }] } })
    expect(await runs.step(run, 'complete', {})).toMatchObject({ ok: false, error: { problem: 'session-expired' } })
    expect(sent, 'what is over is not asked again, nor cancelled').toHaveLength(5)
    await runs.leave(run)
    expect(sent).toHaveLength(5)
  })
  test('that is left is cancelled, also when its answer is still to come', async () => {
    let settle: (reply: IqReply) => void = () => {}
    const { runs, sent } = service(first, new Promise<IqReply>((resolve) => (settle = resolve)), answer('canceled'))
    const { value: { run } } = (await runs.start(AT, 'n', 'en')) as { value: { run: string } }
    const going = runs.step(run, 'next', {})
    expect(await runs.step(run, 'next', {}), 'one at a time').toMatchObject({ ok: false })
    await runs.leave(run)
    expect(sent).toHaveLength(2)
    settle({ ok: true, value: iq(second) })
    expect(await going).toMatchObject({ ok: true, value: { run: null } })
    expect([sent.length, attribute(sent[2], 'action'), attribute(sent[2], 'sessionid')]).toEqual([3, 'cancel', 's1'])
  })
  test.each([
    ['session-expired', 'not-allowed', false], ['bad-sessionid', 'bad-request', false], ['bad-payload', 'bad-request', true], ['bad-action', 'bad-request', true], ['', 'not-acceptable', true],
  ])('refused (%s): over or to be tried again', async (own, condition, isKept) => {
    const { runs } = service(first, refusal(condition, own), second)
    const { value: { run } } = (await runs.start(AT, 'n', 'en')) as { value: { run: string } }
    expect(await runs.step(run, 'next', {})).toMatchObject({ ok: false, error: { condition, text: 'words', ...(own && { problem: own }) } })
    expect((await runs.step(run, 'next', {})).ok).toBe(isKept)
  })
  test('without end is ended, and cancelled', async () => {
    const { runs, sent } = service(answer('executing', actions('<next/>')))
    const { value: { run } } = (await runs.start(AT, 'n', 'en')) as { value: { run: string } }
    let steps = 0
    let last
    do last = await runs.step(run, 'next', {})
    while (last.ok && ++steps < 1000)
    expect(last).toMatchObject({ ok: false, error: { problem: 'too-many-stages' } })
    expect(attribute(sent.at(-1), 'action')).toBe('cancel')
  })
  test('of many the oldest gives way; nothing is said of those of a session that is over', async () => {
    const { runs, sent } = service(first)
    for (let i = 0; i < 21; i++) await runs.start(AT, 'n', 'en')
    const cancelled = () => sent.filter((one) => attribute(one, 'action') === 'cancel').length
    expect(cancelled()).toBe(1)
    runs.clear()
    runs.leaveAll()
    expect(cancelled()).toBe(1)
    await runs.start(AT, 'n', 'en')
    runs.leaveAll()
    expect(cancelled()).toBe(2)
  })
  test('with a form that is too long to be shown cannot be sent, only left', async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `<field var='f${i}' label='&#x202e;gnp.exe'/>`).join('')
    const { runs, sent } = service(answer('executing', form(many)))
    const begun = await runs.start(AT, 'n', 'en')
    expect(begun).toMatchObject({ ok: true, value: { form: { isCut: true } } })
    const { value } = begun as Extract<typeof begun, { ok: true }>
    expect(value.form!.fields).toHaveLength(formLimits.fields)
    expect(value.form!.fields[0]!.label).toBe(' gnp.exe')
    expect((await runs.step(value.run!, 'complete', {})).ok).toBe(false)
    expect(sent).toHaveLength(1)
  })
})

describe('what is sent', () => {
  test('no password stands in the wire log, whatever its field is called', () => {
    const asked = findForm(iq(form("<field var='pin' type='text-private'/><field var='name'/>")))!
    const answers = answersTo(asked, tidyForm(asked), { pin: ['1234'], name: ['Wei'] })
    expect(answers).toEqual([{ name: 'pin', values: ['1234'], isSecret: true }, { name: 'name', values: ['Wei'] }])
    const { sent, request } = service(answer('executing', form("<field var='pin' type='text-private'/>")), answer('completed'))
    return runCommand({ request }, AT, 'n', () => answers).then(() => {
      expect(sent[1]).toContain('1234')
      expect(masked(xml('iq', { type: 'set' }, parseStanza(sent[1]!)))).not.toContain('1234')
    })
  })
  test('fields that were too much to be shown go back whole, empty ones stay away, emptied ones go', () => {
    const long = 'x'.repeat(formLimits.value + 1)
    const asked = findForm(iq(form(`<field var='long'><value>${long}</value></field><field var='e'/><field var='was'><value>1</value></field><field type='fixed' var='t'><value>w</value></field>`)))!
    expect(answersTo(asked, tidyForm(asked), { long: ['cut'], e: [''], was: [''], t: ['no'] })).toEqual([{ name: 'long', values: [long] }, { name: 'was', values: [] }])
  })
})

describe('what came out', () => {
  const result = (inside: string) => resultsOf([findForm(iq(form(inside, 'result')))!])[0]!
  const cell = (name: string, value: string) => `<field var='${name}'><value>${value}</value></field>`
  test('a table follows its columns, whatever the order of the cells', () => {
    const reported = "<reported><field var='a' label='Ä'/><field var='b'/><field var='x' type='text-private' label='P'/></reported>"
    expect(result(`${reported}<item>${cell('b', '2')}${cell('a', '1')}${cell('z', '9')}</item><item>${cell('x', 's')}</item>`)).toMatchObject({
      columns: [{ label: 'Ä', isSecret: false }, { label: 'b', isSecret: false }, { label: 'P', isSecret: true }], rows: [['1', '2', ''], ['', '', 's']], isCut: false,
    })
    expect(result(`<item>${cell('a', '1')}</item>`), 'no columns were told').toMatchObject({ columns: [{ label: 'a' }], rows: [['1']] })
    expect(result(cell('user-password', 'x')).fields, 'by its name').toMatchObject([{ isSecret: true }])
  })
  test('of too much a part', () => {
    const rows = result(`<reported><field var='a'/></reported>${`<item>${cell('a', '1')}</item>`.repeat(resultLimits.rows + 1)}`)
    expect([rows.rows.length, rows.isCut]).toEqual([resultLimits.rows, true])
    const chars = result(cell('a', 'x'.repeat(resultLimits.chars + 1)) + cell('b', 'y'))
    expect([chars.fields[0]!.values[0]!.length, chars.fields[1]!.values[0], chars.isCut]).toEqual([resultLimits.chars, '', true])
  })
})

import { describe, expect, test } from 'vitest'
import {
  changedAnswers, differingFields, fieldIssue, formLimits, isEditable, isSameValue, normalValues, tidyForm, type TidyField,
} from '#shared/model/data-form'
import type { DataForm, FormField, FormFieldType } from '#shared/model/form'

const field = (name: string | null, type: FormFieldType, values: string[] = [], more: Partial<FormField> = {}): FormField => ({
  name, type, label: null, description: null, isRequired: false, values, options: [], ...more,
})
const form = (...fields: FormField[]): DataForm => ({ type: 'form', formType: null, title: null, instructions: [], fields, reported: [], items: [] })
const options = (...values: string[]) => values.map((value) => ({ label: null, value }))

describe('a form that means harm', () => {
  test('10,000 fields: some are kept, and it is said that some are not', () => {
    const tidy = tidyForm(form(...Array.from({ length: 10_000 }, (_, i) => field(`f${i}`, 'text-single', ['x']))))
    expect(tidy.fields).toHaveLength(formLimits.fields)
    expect(tidy.isCut).toBe(true)
  })
  test('one name twice: the first counts, also when the second is of another type', () => {
    const tidy = tidyForm(form(field('a', 'boolean', ['1']), field('a', 'text-single', ['evil']), field(null, 'fixed', ['x']), field(null, 'fixed', ['y'])))
    expect(tidy.fields.map(({ name, type }) => [name, type])).toEqual([['a', 'boolean'], [null, 'fixed'], [null, 'fixed']])
  })
  test('values that do not fit their type', () => {
    const tidy = tidyForm(
      form(
        field('bool', 'boolean', ['maybe', '1']),
        field('single', 'text-single', ['one', 'two']),
        field('list', 'list-single', ['gone'], { options: options('a', 'b', 'a') }),
        field('lists', 'list-multi', ['a', 'gone', 'a'], { options: options('a') }),
        field('jids', 'jid-multi', [' A@X.example ', 'a@x.example', '', 'not an address']),
        field('empty', 'list-single', [''], { options: options('10') }),
      ),
    )
    expect(tidy.fields.map((one) => one.values)).toEqual([['0'], ['one'], ['gone'], ['a', 'gone'], ['a@x.example', 'not an address'], []])
    expect(tidy.fields[2]?.options.map((one) => one.value), 'what is in force can be shown').toEqual(['a', 'b', 'gone'])
  })
  test('endless lists and texts are shown in part and cannot be changed', () => {
    const long = field('long', 'jid-multi', Array.from({ length: formLimits.values + 1 }, (_, i) => `u${i}@x.example`))
    const wide = field('wide', 'list-single', [], { options: options(...Array.from({ length: formLimits.options + 1 }, (_, i) => `o${i}`)) })
    const text = field('text', 'text-multi', ['x'.repeat(formLimits.value + 1)])
    const tidy = tidyForm(form(long, wide, text, field('label', 'boolean', [], { label: 'x'.repeat(99_999), description: 'y'.repeat(99_999) })))
    for (const one of tidy.fields.slice(0, 3)) {
      expect(isEditable(one)).toBe(false)
      expect(fieldIssue(one, ['x'])).toBe('not-editable')
    }
    expect(tidy.fields[3]?.label).toHaveLength(formLimits.label)
    expect(tidy.fields[3]?.description).toHaveLength(formLimits.label)
  })
  test('names like those of objects are names', () => {
    const tidy = tidyForm(form(field('__proto__', 'text-single', ['a']), field('constructor', 'boolean')))
    expect(changedAnswers(tidy, [{ name: '__proto__', values: ['b'] }])).toEqual([{ name: '__proto__', values: ['b'] }])
  })
})

describe('what is sent back', () => {
  const tidy = tidyForm(
    form(
      field('FORM_TYPE', 'hidden', ['x']),
      field('on', 'boolean', ['true']),
      field('off', 'boolean'),
      field('name', 'text-single'),
      field('roles', 'list-multi', ['a', 'b'], { options: options('a', 'b', 'c') }),
      field('lines', 'text-multi', ['one', 'two']),
      field('who', 'jid-multi', ['a@x.example']),
    ),
  )
  test('only differences, whatever the spelling', () => {
    const same = [
      { name: 'on', values: ['1'] }, { name: 'off', values: ['false'] }, { name: 'name', values: [''] }, { name: 'roles', values: ['b', 'a'] },
      { name: 'lines', values: ['one\r\ntwo'] }, { name: 'who', values: ['A@x.example', 'a@X.example'] }, { name: 'unknown', values: ['1'] },
    ]
    expect(changedAnswers(tidy, same)).toEqual([])
    expect(changedAnswers(tidy, [{ name: 'on', values: ['0'] }, { name: 'lines', values: ['two', 'one'] }, { name: 'who', values: [] }])).toEqual([
      { name: 'on', values: ['0'] }, { name: 'lines', values: ['two', 'one'] }, { name: 'who', values: [] },
    ])
  })
  test('of two answers to one field the last counts', () => {
    expect(changedAnswers(tidy, [{ name: 'on', values: ['0'] }, { name: 'on', values: ['1'] }])).toEqual([])
  })
  test('two forms are compared by their values', () => {
    const other = tidyForm(form(field('on', 'boolean', ['1'], { label: 'An' }), field('off', 'boolean', ['1']), field('new', 'text-single')))
    expect(differingFields(tidy, other).sort()).toEqual(['lines', 'name', 'new', 'off', 'roles', 'who'])
    expect(differingFields(tidy, tidy)).toEqual([])
  })
  test.each<[FormFieldType, string[], string[]]>([
    ['boolean', [], ['0']], ['boolean', ['TRUE'], ['1']], ['text-single', ['a', 'b'], ['a']], ['list-single', [' '], []],
    ['jid-single', ['A@B.c/X', 'd@e.f'], ['a@b.c/X']], ['text-multi', ['a\nb', 'c'], ['a', 'b', 'c']], ['text-private', [''], []], ['hidden', ['a', 'a'], ['a', 'a']],
  ])('normal values of %s %j are %j', (type, values, expected) => {
    expect(normalValues({ type }, values)).toEqual(expected)
    expect(isSameValue({ type }, values, expected)).toBe(true)
  })
})

test.each<[string, Partial<TidyField> & { type: FormFieldType }, string[], string | null]>([
  ['required and empty', { type: 'text-single', isRequired: true }, [''], 'required'],
  ['not required and empty', { type: 'text-single' }, [], null],
  ['no option', { type: 'list-single', options: options('a') }, ['b'], 'not-an-option'],
  ['an option', { type: 'list-multi', options: options('a', 'b') }, ['b', 'a'], null],
  ['an address with a device among people', { type: 'jid-multi' }, ['a@x.example/y'], 'not-an-address'],
  ['an address with a device', { type: 'jid-single' }, ['a@x.example/y'], null],
  ['no address', { type: 'jid-single' }, ['a b@x'], 'not-an-address'],
  ['no number', { type: 'text-single', dataType: 'xs:integer' }, ['many'], 'not-a-number'],
  ['a number', { type: 'text-single', dataType: 'xs:integer' }, ['20'], null],
  ['too long', { type: 'text-single' }, ['x'.repeat(formLimits.value + 1)], 'too-long'],
  ['words of the server', { type: 'fixed' }, ['x'], 'not-editable'],
])('checked before it is sent: %s', (_, { type, ...more }, values, expected) => {
  expect(fieldIssue(field('f', type, [], more), values)).toBe(expected)
})

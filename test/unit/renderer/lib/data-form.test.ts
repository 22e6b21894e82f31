import { describe, expect, it } from 'vitest'
import type { DataForm, FormField } from '#shared/model/form'
import { initialValues, linesOf, missingFields } from '../../../../renderer/lib/form/data-form'

const field = (name: string | null, type: FormField['type'], more: Partial<FormField> = {}): FormField => ({
  name, type, label: null, description: null, isRequired: false, values: [], options: [], ...more,
})
const form = (...fields: FormField[]): DataForm => ({ type: 'form', formType: null, title: null, instructions: [], fields, reported: [], items: [] })

describe('data form', () => {
  it('starts from the values it came with; booleans are true or false, a list of one has a choice', () => {
    const values = initialValues(
      form(
        field('a', 'text-single', { values: ['x'] }), field('b', 'boolean', { values: ['1'] }), field('c', 'boolean'),
        field('d', 'list-single', { options: [{ label: null, value: 'first' }, { label: null, value: 'second' }] }),
        field('e', 'hidden', { values: ['kept'] }), field(null, 'fixed', { values: ['words'] }), field('f', 'fixed'),
      ),
    )
    expect(values).toEqual({ a: ['x'], b: ['true'], c: ['false'], d: ['first'], e: ['kept'] })
  })

  it('knows what is still missing: required, visible, empty or only space', () => {
    const one = form(
      field('a', 'text-single', { isRequired: true }), field('b', 'text-private', { isRequired: true }), field('c', 'hidden', { isRequired: true }),
      field('d', 'boolean', { isRequired: true }), field('e', 'text-single'),
    )
    expect(missingFields(one, { a: ['  '], b: ['x'] })).toEqual(['a'])
    expect(missingFields(one, {})).toEqual(['a', 'b'])
  })

  it('splits lines and keeps none for an empty text', () => {
    expect(linesOf('a\nb')).toEqual(['a', 'b'])
    expect(linesOf('')).toEqual([])
  })
})

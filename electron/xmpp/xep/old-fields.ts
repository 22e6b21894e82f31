/** Fields as they were before data forms (XEP-0077 §14.1, XEP-0055 §2.1), and answers to either. They become a form, so that there is one way to show them. */
import type { DataForm, FormAnswer, FormField } from '#shared/model/form'
import { elements, nameOf, nsOf, textOf, type Element } from '../element'

/** `names`: those known, in the order in which people expect them. Null: none of them is asked for. */
export function oldForm(query: Element, ns: string, names: readonly string[], areRequired: boolean): DataForm | null {
  const given = new Map(elements(query).filter((el) => nsOf(el) === ns).map((el) => [nameOf(el), textOf(el).trim()]))
  const field = (name: string, type: FormField['type'], isRequired: boolean): FormField => {
    const value = given.get(name) ?? ''
    return { name, type, label: null, description: null, isRequired, values: value === '' ? [] : [value], options: [] }
  }
  const fields = names.filter((name) => given.has(name)).map((name) => field(name, name === 'password' ? 'text-private' : 'text-single', areRequired))
  if (fields.length === 0) return null
  if (given.has('key')) fields.push(field('key', 'hidden', false))
  return { type: 'form', formType: null, title: null, instructions: [], fields, reported: [], items: [] }
}

/** Answers to what was asked, and only that; hidden fields go back as they came. */
export function completeAnswers(form: DataForm, values: Record<string, string[]>): FormAnswer[] {
  return form.fields.flatMap((field) => {
    if (field.name === null || field.name === 'FORM_TYPE' || field.type === 'fixed') return []
    if (field.type === 'hidden') return { name: field.name, values: field.values }
    const given = Object.hasOwn(values, field.name) ? values[field.name] : undefined
    return given === undefined ? [] : { name: field.name, values: given }
  })
}

/** From what was entered to what is sent. Pure. */
import { isEditable, normalValues, type TidyForm } from '#shared/model/data-form'
import type { DataForm, FormAnswer } from '#shared/model/form'

/**
 * Hidden fields, and those that were too much to be shown whole, go back as they came. Fields that were and are empty stay away: a server
 * takes an empty value for one.
 */
export function answersTo(form: DataForm, tidy: TidyForm, entered: Record<string, string[]>): FormAnswer[] {
  const original = new Map(form.fields.toReversed().map((field) => [field.name, field.values])) // of several of one name the first
  return tidy.fields.flatMap((field): FormAnswer[] => {
    const { name, type } = field
    if (name === null || name === 'FORM_TYPE' || type === 'fixed') return []
    const came = original.get(name) ?? []
    const given = isEditable(field) ? (Object.hasOwn(entered, name) ? entered[name] : undefined) : came
    if (given === undefined) return []
    const values = isEditable(field) ? normalValues(field, given) : given
    if (values.length === 0 && came.length === 0) return []
    return [{ name, values, ...(type === 'text-private' && { isSecret: true }) }]
  })
}

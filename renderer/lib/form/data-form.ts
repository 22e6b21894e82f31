/** What a user enters into a data form (XEP-0004): values by field name, and what is still missing. */
import type { DataForm, FormField } from '#shared/model/form'

export type FormValues = Record<string, string[]>

const isEntered = (field: FormField) => field.name !== null && field.type !== 'fixed'
const isTrue = (value: string | undefined) => value === 'true' || value === '1'

/** The values the form came with. */
export function initialValues(form: DataForm): FormValues {
  return Object.fromEntries(
    form.fields.filter(isEntered).map((field) => {
      if (field.type === 'boolean') return [field.name, [isTrue(field.values[0]) ? 'true' : 'false']]
      // A list of one without a preset would show its first option though nothing was chosen: choose it.
      if (field.type === 'list-single' && field.values.length === 0 && field.options[0]) return [field.name, [field.options[0].value]]
      return [field.name, [...field.values]]
    }),
  )
}

/** Names of required fields without a value. */
export function missingFields(form: DataForm, values: FormValues): string[] {
  return form.fields
    .filter((field) => isEntered(field) && field.isRequired && field.type !== 'hidden' && field.type !== 'boolean')
    .filter((field) => !(values[field.name!] ?? []).some((value) => value.trim() !== ''))
    .map((field) => field.name!)
}

/** Lines of a text-multi or jid-multi field. */
export const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'))

/**
 * Forms that people fill in (XEP-0004): made safe to show, checked before they go, reduced to what was changed. The form
 * may come from anybody and hold anything; after tidyForm() names are unique, sizes bounded and values fit their type.
 */
import { parseJid, parseBareJid } from '#shared/jid'
import type { DataForm, FormAnswer, FormField, FormFieldType } from '#shared/model/form'

export const formLimits = {
  fields: 500,
  options: 1000,
  values: 5000,
  /** Characters of a label, an option or a description. */
  label: 1000,
  /** Characters of one value. */
  value: 20_000,
  media: 10,
}

/** What a person cannot see whole must not be sent back in part. */
export interface TidyField extends FormField {
  /** Too much of it to be shown: it can be looked at, not changed. */
  isCut?: boolean
}
export interface TidyForm extends DataForm {
  fields: TidyField[]
  /** Some fields were left out. */
  isCut: boolean
}

export type FieldIssue = 'required' | 'not-an-option' | 'not-an-address' | 'not-a-number' | 'too-long' | 'too-many' | 'not-editable'

const MULTI: readonly FormFieldType[] = ['jid-multi', 'list-multi', 'text-multi']
export const isMulti = (field: Pick<FormField, 'type'>): boolean => MULTI.includes(field.type)
/** Is there something to enter? */
export const isEditable = (field: TidyField): boolean =>
  field.name !== null && field.type !== 'fixed' && field.type !== 'hidden' && !field.isCut

const isTrue = (value: string | undefined) => ['1', 'true'].includes((value ?? '').trim().toLowerCase())
const isBlank = (value: string) => value.trim() === ''
const isList = (field: FormField) => field.type === 'list-single' || field.type === 'list-multi'

/**
 * Values as they are compared and sent: booleans `1` or `0` (also without any value), addresses and lists without blanks and
 * doubles, one value where only one may stand. No value and an empty one are the same.
 */
export function normalValues(field: Pick<FormField, 'type'>, values: readonly string[]): string[] {
  switch (field.type) {
    case 'boolean':
      return [isTrue(values[0]) ? '1' : '0']
    case 'jid-single':
    case 'jid-multi': {
      const jids = values.map((value) => value.trim()).filter((value) => value !== '').map((value) => parseJid(value) ?? value)
      return field.type === 'jid-single' ? jids.slice(0, 1) : [...new Set(jids)]
    }
    case 'list-multi':
      return [...new Set(values)].filter((value) => !isBlank(value))
    case 'list-single':
      return values.slice(0, 1).filter((value) => !isBlank(value))
    case 'text-multi':
    case 'fixed':
    case 'hidden': {
      const lines = values.flatMap((value) => (field.type === 'text-multi' ? value.split(/\r?\n/) : [value]))
      return lines.length === 1 && lines[0] === '' ? [] : lines
    }
    default:
      return values.slice(0, 1).filter((value) => value !== '')
  }
}

/** Order counts only where lines have one. */
export function isSameValue(field: Pick<FormField, 'type'>, a: readonly string[], b: readonly string[]): boolean {
  const sorted = (values: readonly string[]) => {
    const normal = normalValues(field, values)
    return field.type === 'jid-multi' || field.type === 'list-multi' ? normal.sort() : normal
  }
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

/** Direction marks and control characters make words look like others; lines and tabs stay. */
// eslint-disable-next-line no-control-regex
export const readable = (text: string): string => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, ' ')

const cut = (text: string | null) => text && readable(text.slice(0, formLimits.label))

function tidyField(field: FormField): TidyField {
  const { options, values, label, media } = formLimits
  const isLong = (field.name?.length ?? 0) > label || field.values.some((value) => value.length > formLimits.value) || field.options.some((one) => one.value.length > label)
  const isCut = field.values.length > values || field.options.length > options || isLong
  const kept = normalValues(field, field.values.slice(0, values).map((value) => value.slice(0, formLimits.value)))
  const seen = new Set<string>()
  const choices = field.options.slice(0, options).flatMap((one) => {
    if (seen.has(one.value) || one.value.length > label) return []
    seen.add(one.value)
    return { label: cut(one.label), value: one.value }
  })
  // What is in force must be shown also when the server forgot to offer it.
  if (isList(field)) for (const value of kept) if (!seen.has(value)) choices.push({ label: null, value })
  return {
    ...field,
    label: cut(field.label),
    description: cut(field.description),
    values: kept,
    options: choices,
    ...(field.media && { media: { ...field.media, uris: field.media.uris.slice(0, media) } }),
    ...(isCut && { isCut }),
  }
}

/** Of several fields with one name the first counts. */
export function tidyForm(form: DataForm): TidyForm {
  const seen = new Set<string>()
  const fields: TidyField[] = []
  let isCut = false
  for (const field of form.fields) {
    if (field.name !== null && seen.has(field.name)) continue
    if (fields.length >= formLimits.fields) {
      isCut = true
      break
    }
    if (field.name !== null) seen.add(field.name)
    fields.push(tidyField(field))
  }
  return { ...form, title: cut(form.title), instructions: form.instructions.slice(0, 20).map((line) => cut(line) ?? ''), fields, isCut }
}

const isNumeric = (field: FormField) => /^xs:(integer|int|long|short|byte|unsigned\w+|nonNegativeInteger|positiveInteger)$/.test(field.dataType ?? '')

/** Why these values cannot go; null when they can. Options bind lists (a value in force stays possible). */
export function fieldIssue(field: TidyField, values: readonly string[]): FieldIssue | null {
  if (!isEditable(field)) return 'not-editable'
  const normal = normalValues(field, values)
  if (normal.length === 0) return field.isRequired ? 'required' : null
  if (normal.length > formLimits.values) return 'too-many'
  if (normal.some((value) => value.length > formLimits.value)) return 'too-long'
  if (isList(field) && normal.some((value) => !field.options.some((one) => one.value === value))) return 'not-an-option'
  if (field.type === 'jid-multi' && normal.some((value) => parseBareJid(value) === null)) return 'not-an-address'
  if (field.type === 'jid-single' && normal.some((value) => parseJid(value) === null)) return 'not-an-address'
  if (isNumeric(field) && normal.some((value) => !/^\s*-?\d{1,15}\s*$/.test(value))) return 'not-a-number'
  return null
}

/** Of what was entered only what differs from the form, in normal form. Names that the form has not are left out. */
export function changedAnswers(form: TidyForm, entered: readonly FormAnswer[]): FormAnswer[] {
  const latest = new Map(entered.map((one) => [one.name, one.values]))
  return form.fields.flatMap((field) => {
    const values = field.name === null ? undefined : latest.get(field.name)
    if (field.name === null || values === undefined || isSameValue(field, field.values, values)) return []
    return { name: field.name, values: normalValues(field, values) }
  })
}

/** Names of the fields that one form has with another value than the other one, or that only one of them has. */
export function differingFields(a: TidyForm, b: TidyForm): string[] {
  const names = new Set([...a.fields, ...b.fields].flatMap((field) => (isEditable(field) || field.isCut ? (field.name ?? []) : [])))
  const find = (form: TidyForm, name: string) => form.fields.find((field) => field.name === name)
  return [...names].filter((name) => {
    const one = find(a, name)
    const other = find(b, name)
    return !one || !other || one.type !== other.type || !isSameValue(one, one.values, other.values)
  })
}

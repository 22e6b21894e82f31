/** Data forms (XEP-0004) as plain data. */
export type FormFieldType =
  | 'boolean' | 'fixed' | 'hidden' | 'jid-multi' | 'jid-single' | 'list-multi' | 'list-single'
  | 'text-multi' | 'text-private' | 'text-single'

export interface FormOption {
  label: string | null
  value: string
}

/** A picture or the like that goes with a field (XEP-0221); one of these addresses is to be shown. */
export interface FormMedia {
  width: number | null
  height: number | null
  uris: { type: string; uri: string }[]
}

export interface FormField {
  /** `var`; null for most `fixed` fields. */
  name: string | null
  type: FormFieldType
  label: string | null
  /** Help for the user (`<desc/>`). */
  description: string | null
  isRequired: boolean
  /** Every value, also of single fields. */
  values: string[]
  options: FormOption[]
  media?: FormMedia
  /** XEP-0122 `datatype`, e.g. `xs:integer`. */
  dataType?: string
}

export interface DataForm {
  type: 'form' | 'submit' | 'result' | 'cancel'
  /** Value of the hidden FORM_TYPE field (XEP-0068). */
  formType: string | null
  title: string | null
  instructions: string[]
  fields: FormField[]
  /** Columns and rows of a result with several items (XEP-0004 §3.4). */
  reported: FormField[]
  items: FormField[][]
}

/** What is sent back: only fields the user was shown and changed (SERVERS.md, adapter rule). */
export interface FormAnswer {
  name: string
  values: string[]
  /** It is a password or the like: said along, so that it stays out of the wire log whatever its name. */
  isSecret?: boolean
}

/** What a field is mostly called that holds a password or the like, where its type does not say so. */
export const isSecretName = (name: string): boolean => /passw|secret|token/i.test(name)

export function fieldOf(form: DataForm | null, name: string): FormField | null {
  return form?.fields.find((field) => field.name === name) ?? null
}

/** First value of a field; null when the field or its value is missing. */
export function valueOf(form: DataForm | null, name: string): string | null {
  return fieldOf(form, name)?.values[0] ?? null
}

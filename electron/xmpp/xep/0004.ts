/**
 * Data forms. XEP-0004 version 2.13.2, with XEP-0068's FORM_TYPE, media of XEP-0221 1.0 and the datatype of XEP-0122.
 * Left out: the other rules of XEP-0122, layout (XEP-0141): ignored when they come.
 */
import type { DataForm, FormAnswer, FormField, FormFieldType, FormMedia } from '#shared/model/form'
import { attr, child, children, childText, isNamed, parseCount, textOf, xml, type Element } from '../element'

export const NS_FORM = 'jabber:x:data'
const NS_MEDIA = 'urn:xmpp:media-element'
const NS_VALIDATE = 'http://jabber.org/protocol/xdata-validate'

const FORM_TYPES = ['form', 'submit', 'result', 'cancel'] as const
const FIELD_TYPES: readonly FormFieldType[] = [
  'boolean', 'fixed', 'hidden', 'jid-multi', 'jid-single', 'list-multi', 'list-single', 'text-multi', 'text-private', 'text-single',
]

function parseMedia(el: Element): FormMedia | null {
  const media = child(el, 'media', NS_MEDIA)
  const uris = children(media, 'uri', NS_MEDIA).flatMap((uri) => ({ type: attr(uri, 'type') ?? '', uri: textOf(uri).trim() }))
  return uris.length > 0 ? { width: parseCount(attr(media, 'width')), height: parseCount(attr(media, 'height')), uris } : null
}

function parseField(el: Element): FormField {
  const name = attr(el, 'var')
  const given = attr(el, 'type')
  const media = parseMedia(el)
  const dataType = attr(child(el, 'validate', NS_VALIDATE), 'datatype')
  return {
    name,
    type: FIELD_TYPES.find((type) => type === given) ?? (name === 'FORM_TYPE' ? 'hidden' : 'text-single'), // §3.3: default
    label: attr(el, 'label'),
    description: childText(el, 'desc', NS_FORM),
    isRequired: child(el, 'required', NS_FORM) !== null,
    values: children(el, 'value', NS_FORM).map(textOf),
    options: children(el, 'option', NS_FORM).flatMap((option) => {
      const value = childText(option, 'value', NS_FORM)
      return value === null ? [] : [{ label: attr(option, 'label'), value }]
    }),
    ...(media && { media }),
    ...(dataType !== null && { dataType }),
  }
}

const parseFields = (el: Element | null) => children(el, 'field', NS_FORM).map(parseField)

/** `<x xmlns='jabber:x:data'/>` → form; null when it is none. */
export function parseForm(el: Element | null | undefined): DataForm | null {
  if (!isNamed(el, 'x', NS_FORM)) return null
  const type = FORM_TYPES.find((known) => known === (attr(el, 'type') ?? 'form'))
  if (!type) return null
  const fields = parseFields(el)
  return {
    type,
    formType: fields.find((field) => field.name === 'FORM_TYPE')?.values[0] ?? null,
    title: childText(el, 'title', NS_FORM),
    instructions: children(el, 'instructions', NS_FORM).map(textOf),
    fields,
    reported: parseFields(child(el, 'reported', NS_FORM)),
    items: children(el, 'item', NS_FORM).map(parseFields),
  }
}

/** The form among the children of an element; with `formType`, the first one of that FORM_TYPE. */
export function findForm(parent: Element | null | undefined, formType?: string): DataForm | null {
  for (const el of children(parent, 'x', NS_FORM)) {
    const form = parseForm(el)
    if (form && (formType === undefined || form.formType === formType)) return form
  }
  return null
}

/** A submit form with FORM_TYPE (when the form had one) and only the fields given. */
export function buildSubmit(answers: readonly FormAnswer[], formType: string | null = null): Element {
  const field = (name: string, values: readonly string[], type?: string) =>
    xml('field', { var: name, type }, values.map((value) => xml('value', {}, value)))
  return xml(
    'x',
    { xmlns: NS_FORM, type: 'submit' },
    formType === null ? null : field('FORM_TYPE', [formType], 'hidden'),
    answers.filter((answer) => answer.name !== 'FORM_TYPE').map((answer) => field(answer.name, answer.values, answer.isSecret ? 'text-private' : undefined)),
  )
}

/** Hidden fields go back as they came (§3.2), beside FORM_TYPE, which buildSubmit writes itself. */
export const hiddenAnswers = (form: DataForm): FormAnswer[] =>
  form.fields.flatMap(({ name, type, values }) => (type === 'hidden' && name !== null && name !== 'FORM_TYPE' ? { name, values } : []))

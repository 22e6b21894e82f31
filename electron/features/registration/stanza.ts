/** `jabber:iq:register` before login (XEP-0077 §3.1). */
import type { DataForm, FormAnswer } from '#shared/model/form'
import { child, childText, xml, type Element } from '#xmpp/element'
import { buildSubmit, findForm } from '#xmpp/xep/0004'
import { oldForm } from '#xmpp/xep/old-fields'

export const NS_REGISTER = 'jabber:iq:register'
const NS_OOB = 'jabber:x:oob'

/** XEP-0077 §14.1: the old fields, in the order in which people expect them. */
const OLD_FIELDS = [
  'username', 'nick', 'password', 'name', 'first', 'last', 'email', 'address', 'city', 'state', 'zip', 'phone', 'url', 'date',
  'misc', 'text',
]

export interface RegistrationQuery {
  /** The sender of the request has an account here already. */
  isRegistered: boolean
  instructions: string
  /** Null when the server asks for nothing: then only the page is left. */
  form: DataForm | null
  /** Was it a form on the wire, too? Decides how the answers are sent. */
  isDataForm: boolean
  webPage: string | null
}

/** Only pages a browser may open. */
function parseWebPage(query: Element): string | null {
  const url = childText(child(query, 'x', NS_OOB), 'url', NS_OOB)?.trim() ?? ''
  return /^https?:\/\/\S{1,2000}$/i.test(url) ? url : null
}

/** The answer's iq → what the server wants to know; null when it is none. */
export function parseRegistration(iq: Element): RegistrationQuery | null {
  const query = child(iq, 'query', NS_REGISTER)
  if (!query) return null
  const form = findForm(query)
  const isDataForm = form?.type === 'form'
  return {
    isRegistered: child(query, 'registered', NS_REGISTER) !== null,
    instructions: (childText(query, 'instructions', NS_REGISTER) ?? form?.instructions.join('\n') ?? '').trim(),
    form: isDataForm ? form : oldForm(query, NS_REGISTER, OLD_FIELDS, true),
    isDataForm,
    webPage: parseWebPage(query),
  }
}

/** Vars of required fields without an answer. */
export function missingFields(form: DataForm, answers: readonly FormAnswer[]): string[] {
  const filled = new Set(answers.filter((answer) => answer.values.some((value) => value !== '')).map((answer) => answer.name))
  return form.fields.flatMap((field) => (field.isRequired && field.name !== null && !filled.has(field.name) ? field.name : []))
}

export const buildRegistrationGet = () => xml('query', { xmlns: NS_REGISTER })

export function buildRegistrationSet(query: Pick<RegistrationQuery, 'form' | 'isDataForm'>, answers: readonly FormAnswer[]): Element {
  const content = query.isDataForm
    ? buildSubmit(answers, query.form?.formType ?? NS_REGISTER)
    : answers.map((answer) => xml(answer.name, {}, answer.values[0] ?? ''))
  return xml('query', { xmlns: NS_REGISTER }, content)
}

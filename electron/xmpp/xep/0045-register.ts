/** A room's register on the wire: XEP-0045 §7.10, §7.12, §9.9, on top of XEP-0077 2.4. */
import { parseJid, type Jid } from '#shared/jid'
import { tidyForm, type TidyForm } from '#shared/model/data-form'
import { fieldOf, valueOf, type FormAnswer } from '#shared/model/form'
import { child, childText, xml, type Element } from '../element'
import { buildSubmit, findForm, hiddenAnswers } from './0004'

const NS_REGISTER = 'jabber:iq:register'
const NS_OOB = 'jabber:x:oob'
export const REGISTER_FORM = 'http://jabber.org/protocol/muc#register'
export const ROOM_NICK = 'muc#register_roomnick'
const ALLOW = 'muc#register_allow'
const MAX_TEXT = 2000

export interface RegisterAnswer {
  isRegistered: boolean
  /** The nick that is ours; null when there is none. */
  nick: string | null
  form: TidyForm | null
  instructions: string
  webPage: string | null
}

export const buildRegisterGet = (): Element => xml('query', { xmlns: NS_REGISTER })
export const buildRegisterRemove = (): Element => xml('query', { xmlns: NS_REGISTER }, xml('remove'))
export const buildRegisterSet = (form: TidyForm, answers: readonly FormAnswer[]): Element =>
  xml('query', { xmlns: NS_REGISTER }, buildSubmit([...hiddenAnswers(form), ...answers], form.formType ?? REGISTER_FORM))

/** Null when the answer is none. */
export function parseRegister(iq: Element): RegisterAnswer | null {
  const query = child(iq, 'query', NS_REGISTER)
  if (!query) return null
  const form = findForm(query)
  const page = childText(child(query, 'x', NS_OOB), 'url', NS_OOB)?.trim() ?? ''
  const nick = childText(query, 'username', NS_REGISTER)?.trim() || valueOf(form, ROOM_NICK)
  const isRegistered = child(query, 'registered', NS_REGISTER) !== null
  return {
    isRegistered,
    nick: (isRegistered && nick?.slice(0, MAX_TEXT)) || null,
    form: form && tidyForm(form),
    instructions: (childText(query, 'instructions', NS_REGISTER) ?? '').trim().slice(0, MAX_TEXT),
    webPage: /^https?:\/\/\S{1,2000}$/i.test(page) ? page : null,
  }
}

export interface ApprovalForm {
  nick: string | null
  jid: Jid | null
  form: TidyForm
}

/** The form that asks those who run a room; rooms may put in fields of their own. Null when the message holds none. */
export function parseApproval(message: Element): ApprovalForm | null {
  const found = findForm(message, REGISTER_FORM)
  if (found?.type !== 'form' || !fieldOf(found, ALLOW)) return null
  const form = tidyForm(found)
  const jids = form.fields.filter((field) => field.type === 'jid-single' || field.name === 'muc#register_jid' || field.name === 'muc#jid')
  return { nick: valueOf(form, ROOM_NICK), jid: jids.map((field) => parseJid(field.values[0])).find((jid) => jid !== null) ?? null, form }
}

export const answersOf = (form: TidyForm) =>
  form.fields.flatMap(({ name, label, values, type }) => (name === null || name === ALLOW || type === 'hidden' ? [] : { name, label, values }))

/** The form goes back whole: only so the room knows whom it is about. */
export function buildApproval(to: string, id: string, form: TidyForm, allow: boolean): Element {
  const kept = form.fields.flatMap(({ name, values }) => (name === null || name === ALLOW || name === 'FORM_TYPE' ? [] : { name, values }))
  return xml('message', { to, id }, buildSubmit([...kept, { name: ALLOW, values: [allow ? '1' : '0'] }], REGISTER_FORM))
}

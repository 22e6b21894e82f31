/** Requests for voice on the wire: XEP-0045 §7.13 and §8.6. */
import { parseJid, type Jid } from '#shared/jid'
import { valueOf, type DataForm } from '#shared/model/form'
import type { Role } from '#shared/model/room'
import { xml, type Element } from '../element'
import { buildSubmit, findForm } from './0004'

const FORM = 'http://jabber.org/protocol/muc#request'
const ROLES: Role[] = ['moderator', 'participant', 'visitor']
/** XEP-0029 §2.4: no nick is longer. */
const MAX_NICK = 1023

export interface VoiceForm {
  nick: string
  jid: Jid | null
  role: Role
  form: DataForm
}

/** Null when the message holds no request. */
export function parseVoiceRequest(message: Element): VoiceForm | null {
  const form = findForm(message, FORM)
  const nick = valueOf(form, 'muc#roomnick')
  if (form?.type !== 'form' || !nick || nick.length > MAX_NICK) return null
  const role = ROLES.find((one) => one === valueOf(form, 'muc#role')) ?? 'participant'
  return { nick, jid: parseJid(valueOf(form, 'muc#jid')), role, form }
}

export const buildVoiceRequest = (to: string, id: string): Element =>
  xml('message', { to, id }, buildSubmit([{ name: 'muc#role', values: ['participant'] }], FORM))

/** The form goes back whole: rooms find the person in it (§8.6). */
export function buildVoiceAnswer(to: string, id: string, form: DataForm, allow: boolean): Element {
  const kept = ['muc#role', 'muc#jid', 'muc#roomnick'].flatMap((name) => {
    const value = valueOf(form, name)
    return value === null ? [] : { name, values: [value] }
  })
  return xml('message', { to, id }, buildSubmit([...kept, { name: 'muc#request_allow', values: [allow ? 'true' : 'false'] }], FORM))
}

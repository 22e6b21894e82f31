/** XML of owners: XEP-0045 §10.1–10.2 (form), §10.9 (destroy). */
import type { BareJid } from '#shared/jid'
import type { DataForm, FormAnswer } from '#shared/model/form'
import { child, xml, type Element } from '../element'
import { buildSubmit, findForm } from './0004'

export const NS_OWNER = 'http://jabber.org/protocol/muc#owner'

export const buildFormRequest = (): Element => xml('query', { xmlns: NS_OWNER })

/** The form in an answer; null when there is none. */
export const parseOwnerForm = (answer: Element): DataForm | null => findForm(child(answer, 'query', NS_OWNER))

export const buildFormSubmit = (answers: readonly FormAnswer[], formType: string | null): Element =>
  xml('query', { xmlns: NS_OWNER }, buildSubmit(answers, formType))

export const buildDestroy = (more: { reason: string; alternate: BareJid | null; password: string | null }): Element =>
  xml(
    'query',
    { xmlns: NS_OWNER },
    xml(
      'destroy',
      { jid: more.alternate },
      more.reason === '' ? null : xml('reason', {}, more.reason),
      more.alternate === null || more.password === null ? null : xml('password', {}, more.password),
    ),
  )

/** Requests of an owner: XEP-0045 §10.1–10.2 (form), §10.9 (destroy), §9.3 (member). */
import type { BareJid } from '#shared/jid'
import type { DataForm, FormAnswer } from '#shared/model/form'
import { done, fail, ok, type Result } from '#shared/result'
import { child, xml } from '#xmpp/element'
import type { Connection, Element } from '#xmpp/types'
import { buildSubmit, findForm } from '#xmpp/xep/0004'
import { refused } from './errors'

const NS_OWNER = 'http://jabber.org/protocol/muc#owner'
const NS_ADMIN = 'http://jabber.org/protocol/muc#admin'

export interface Owner {
  form(): Promise<Result<DataForm>>
  /** No answers at all: an instant room with the server's defaults (§10.1.2). */
  submit(answers: FormAnswer[], formType: string | null): Promise<Result<null>>
  destroy(): Promise<Result<null>>
  setMember(jid: BareJid): Promise<Result<null>>
}

export function createOwner(connection: Pick<Connection, 'request'>, room: BareJid): Owner {
  const set = async (payload: Element): Promise<Result<null>> => {
    const reply = await connection.request({ type: 'set', to: room, payload })
    return reply.ok ? done : refused(reply.error, 'the room refused')
  }
  return {
    form: async () => {
      const reply = await connection.request({ type: 'get', to: room, payload: xml('query', { xmlns: NS_OWNER }) })
      if (!reply.ok) return refused(reply.error, 'no form')
      const form = findForm(child(reply.value, 'query', NS_OWNER))
      return form ? ok(form) : fail('refused', 'the answer has no form')
    },
    submit: (answers, formType) => set(xml('query', { xmlns: NS_OWNER }, buildSubmit(answers, answers.length > 0 ? formType : null))),
    destroy: () => set(xml('query', { xmlns: NS_OWNER }, xml('destroy', {}))),
    // One item a request: Prosody does only the first of several (SERVERS.md).
    setMember: (jid) => set(xml('query', { xmlns: NS_ADMIN }, xml('item', { affiliation: 'member', jid }))),
  }
}

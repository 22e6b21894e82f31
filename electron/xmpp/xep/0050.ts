/**
 * Ad-hoc commands, as a client asks for them: XEP-0050 version 1.3.0. One or two steps: execute, and where a form comes back,
 * complete with its answers. Left out: longer ways (`prev`, `next`), which nothing here needs.
 */
import type { Jid } from '#shared/jid'
import type { DataForm, FormAnswer } from '#shared/model/form'
import { attr, child, childText, isNamed, xml, type Element } from '../element'
import type { Connection, StanzaError } from '../types'
import { buildSubmit, findForm, hiddenAnswers } from './0004'
import { localError } from '../stanza-error'

export const NS_COMMANDS = 'http://jabber.org/protocol/commands'

export interface CommandStep {
  status: 'executing' | 'completed' | 'canceled'
  sessionId: string | null
  form: DataForm | null
  /** Words of the server. */
  note: string | null
}
export type CommandOutcome = { ok: true; value: CommandStep } | { ok: false; error: StanzaError }

/** The answer's iq → the step that was reached; null when it is none. */
export function parseCommand(iq: Element): CommandStep | null {
  const command = child(iq, 'command', NS_COMMANDS)
  if (!isNamed(command, 'command', NS_COMMANDS)) return null
  const status = (['executing', 'completed', 'canceled'] as const).find((one) => one === attr(command, 'status'))
  return status ? { status, sessionId: attr(command, 'sessionid'), form: findForm(command), note: childText(command, 'note', NS_COMMANDS) } : null
}

const build = (node: string, action: 'execute' | 'complete', sessionId: string | null, inside: Element | null): Element =>
  xml('command', { xmlns: NS_COMMANDS, node, action, sessionid: sessionId }, inside)

async function step(connection: Pick<Connection, 'request'>, to: Jid, command: Element): Promise<CommandOutcome> {
  const reply = await connection.request({ type: 'set', to, payload: command })
  if (!reply.ok) return reply
  const reached = parseCommand(reply.value)
  return reached ? { ok: true, value: reached } : { ok: false, error: localError('undefined-condition', 'no command in the answer') }
}

/** Executes the command; `fill` answers the form that comes back (null: there is nothing we can say, and it is an error). */
export async function runCommand(
  connection: Pick<Connection, 'request'>,
  to: Jid,
  node: string,
  fill: (form: DataForm) => FormAnswer[] | null,
): Promise<CommandOutcome> {
  const first = await step(connection, to, build(node, 'execute', null, null))
  if (!first.ok || first.value.status !== 'executing') return first
  const { form, sessionId } = first.value
  const answers = form && fill(form)
  if (!form || !answers) return { ok: false, error: localError('not-acceptable', 'the form asks for something else') }
  return step(connection, to, build(node, 'complete', sessionId, buildSubmit([...hiddenAnswers(form), ...answers], form.formType)))
}

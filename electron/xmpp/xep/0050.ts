/**
 * Ad-hoc commands, as a client asks for them: XEP-0050 version 1.3.0. One stage after another (`sendCommand`), or the two steps of a
 * command whose form we know how to answer (`runCommand`). Left out: payloads other than data forms and notes (XEP-0066 of §3.4),
 * lists of commands that are sent unasked (§2.2.1), and answering commands ourselves.
 */
import type { Jid } from '#shared/jid'
import type { CommandAction, CommandNote, CommandProblem, CommandStatus } from '#shared/model/commands'
import type { DataForm, FormAnswer } from '#shared/model/form'
import { attr, child, children, isNamed, textOf, xml, type Element } from '../element'
import type { Connection, StanzaError } from '../types'
import { buildSubmit, hiddenAnswers, NS_FORM, parseForm } from './0004'
import { localError } from '../stanza-error'

export const NS_COMMANDS = 'http://jabber.org/protocol/commands'

const STATES = ['executing', 'completed', 'canceled'] as const
const ACTIONS = ['prev', 'next', 'complete'] as const
const NOTES = ['info', 'warn', 'error'] as const
/** §4.1: what the responder finds wrong, beside the stanza's own condition. */
const PROBLEMS: readonly CommandProblem[] = ['malformed-action', 'bad-action', 'bad-locale', 'bad-payload', 'bad-sessionid', 'session-expired']
/** More of them in one answer are nobody's who wants to be read. */
const MAX_NOTES = 50
const MAX_FORMS = 10

export interface CommandStep {
  status: CommandStatus
  sessionId: string | null
  /** In their order. */
  forms: DataForm[]
  notes: CommandNote[]
  /** How one may go on from here (`cancel` one always may); empty when it is over. */
  actions: CommandAction[]
  /** The one of them that is meant by going on. */
  preferred: CommandAction | null
}
export type CommandOutcome = { ok: true; value: CommandStep } | { ok: false; error: StanzaError }

/**
 * §3.4: without `<actions/>` there is one stage, and going on completes it. With it, `execute` names the default, `next` when it says nothing.
 * A default that is not among those allowed is wrong there; it counts as allowed when it was named.
 */
function parseActions(command: Element): Pick<CommandStep, 'actions' | 'preferred'> {
  const el = child(command, 'actions', NS_COMMANDS)
  const named = ACTIONS.find((one) => one === attr(el, 'execute') && one !== 'prev') ?? null
  const actions = ACTIONS.filter((one) => child(el, one, NS_COMMANDS) || one === named)
  if (actions.length === 0) return { actions: ['complete'], preferred: 'complete' }
  return { actions, preferred: named ?? (['next', 'complete'] as const).find((one) => actions.includes(one)) ?? null }
}

/** The answer's iq → the stage that was reached; null when it is none. */
export function parseCommand(iq: Element): CommandStep | null {
  const command = child(iq, 'command', NS_COMMANDS)
  if (!isNamed(command, 'command', NS_COMMANDS)) return null
  const status = STATES.find((one) => one === attr(command, 'status'))
  if (!status) return null
  const notes = children(command, 'note', NS_COMMANDS).slice(0, MAX_NOTES)
  return {
    status,
    sessionId: attr(command, 'sessionid') || null,
    forms: children(command, 'x', NS_FORM).slice(0, MAX_FORMS).flatMap((el) => parseForm(el) ?? []),
    notes: notes.map((el) => ({ kind: NOTES.find((kind) => kind === attr(el, 'type')) ?? 'info', text: textOf(el).trim() })).filter(({ text }) => text !== ''),
    ...(status === 'executing' ? parseActions(command) : { actions: [], preferred: null }),
  }
}

/** What is wrong with what was sent, as far as the responder says it. */
export const commandProblem = ({ application }: StanzaError): CommandProblem | null =>
  PROBLEMS.find((problem) => application.includes(`{${NS_COMMANDS}}${problem}`)) ?? null

export interface CommandRequest {
  node: string
  action: CommandAction | 'execute' | 'cancel'
  sessionId?: string | null
  /** Of the words that come back (§3.6). */
  lang?: string
  /** The filled-in form. */
  submit?: Element | null
}

export async function sendCommand(connection: Pick<Connection, 'request'>, to: Jid, request: CommandRequest): Promise<CommandOutcome> {
  const { node, action, sessionId, lang, submit = null } = request
  const payload = xml('command', { xmlns: NS_COMMANDS, node, action, sessionid: sessionId ?? undefined, 'xml:lang': lang }, submit)
  const reply = await connection.request({ type: 'set', to, payload })
  if (!reply.ok) return reply
  const reached = parseCommand(reply.value)
  return reached ? { ok: true, value: reached } : { ok: false, error: localError('undefined-condition', 'no command in the answer') }
}

/** Executes a command of one form at most; `fill` answers it (null: there is nothing we can say, and it is an error). */
export async function runCommand(
  connection: Pick<Connection, 'request'>,
  to: Jid,
  node: string,
  fill: (form: DataForm) => FormAnswer[] | null,
): Promise<CommandOutcome> {
  const first = await sendCommand(connection, to, { node, action: 'execute' })
  if (!first.ok || first.value.status !== 'executing') return first
  const { forms: [form], sessionId } = first.value
  const answers = form && fill(form)
  if (!form || !answers) return { ok: false, error: localError('not-acceptable', 'the form asks for something else') }
  const submit = buildSubmit([...hiddenAnswers(form), ...answers], form.formType)
  return sendCommand(connection, to, { node, action: 'complete', sessionId, submit })
}

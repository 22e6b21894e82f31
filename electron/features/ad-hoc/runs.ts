/** Commands that are under way: each goes on from stage to stage until it is over, is left, or we are logged out. */
import { failureOf } from '#core/failure'
import type { Jid } from '#shared/jid'
import { resultsOf, type CommandAction, type CommandStage } from '#shared/model/commands'
import { tidyForm, type TidyForm } from '#shared/model/data-form'
import type { DataForm } from '#shared/model/form'
import { done, fail, ok, type CallError, type Result } from '#shared/result'
import type { Connection, StanzaError } from '#xmpp/types'
import { buildSubmit } from '#xmpp/xep/0004'
import { commandProblem, sendCommand, type CommandRequest, type CommandStep } from '#xmpp/xep/0050'
import { answersTo } from './answers'

/** The oldest gives way. */
const MAX_RUNS = 20
/** Nobody goes through so many; a command that never ends is ended. */
const MAX_STAGES = 200
const MAX_NOTE_CHARS = 10_000

interface Run {
  jid: Jid
  node: string
  lang: string
  sessionId: string | null
  form: DataForm | null
  tidy: TidyForm | null
  actions: readonly CommandAction[]
  stages: number
  isBusy: boolean
  isLeft: boolean
}

const refusal = (error: StanzaError): { ok: false; error: CallError } => {
  const problem = commandProblem(error)
  const { error: failure } = failureOf(error)
  return { ok: false, error: problem ? { ...failure, problem } : failure }
}
const over = fail('not-found', 'this run of the command is over', { problem: 'session-expired' })

export class Runs {
  #runs = new Map<string, Run>()
  #count = 0

  constructor(readonly connection: Pick<Connection, 'request'>) {}

  async start(jid: Jid, node: string, lang: string): Promise<Result<CommandStage>> {
    const run: Run = { jid, node, lang, sessionId: null, form: null, tidy: null, actions: [], stages: 0, isBusy: false, isLeft: false }
    const outcome = await this.#send(run, { action: 'execute' })
    if (!outcome.ok) return refusal(outcome.error)
    const key = `run${++this.#count}`
    this.#runs.set(key, run)
    const oldest = this.#runs.size > MAX_RUNS ? [...this.#runs.keys()][0] : undefined
    if (oldest) void this.leave(oldest)
    return this.#reach(key, run, outcome.value)
  }

  async step(key: string, action: CommandAction, values: Record<string, string[]>): Promise<Result<CommandStage>> {
    const run = this.#runs.get(key)
    if (!run) return over
    if (run.isBusy || !run.actions.includes(action)) return fail('refused', 'not now', { problem: 'bad-action' })
    const { form, tidy } = run
    // What was left out of a form could not be answered.
    if (tidy?.isCut && action !== 'prev') return fail('refused', 'the form is too long to be answered')
    run.isBusy = true
    const submit = form && tidy && action !== 'prev' ? buildSubmit(answersTo(form, tidy, values), form.formType) : null
    const outcome = await this.#send(run, { action, sessionId: run.sessionId, submit })
    run.isBusy = false
    if (outcome.ok) return this.#reach(key, run, outcome.value)
    const problem = commandProblem(outcome.error)
    if (problem === 'session-expired' || problem === 'bad-sessionid') this.#runs.delete(key)
    return refusal(outcome.error)
  }

  /** Nothing is lost when it cannot be said: whoever runs it forgets it by himself in the end. */
  async leave(key: string): Promise<Result<null>> {
    const run = this.#runs.get(key)
    this.#runs.delete(key)
    if (!run) return done
    run.isLeft = true
    if (!run.isBusy) await this.#cancel(run)
    return done
  }

  leaveAll(): void {
    for (const key of [...this.#runs.keys()]) void this.leave(key)
  }

  /** The session that they belong to is over. */
  clear(): void {
    this.#runs.clear()
  }

  #send = ({ jid, node, lang }: Run, request: Omit<CommandRequest, 'node' | 'lang'>) => sendCommand(this.connection, jid, { ...request, node, lang })
  #cancel = (run: Run) => this.#send(run, { action: 'cancel', sessionId: run.sessionId })

  async #reach(key: string, run: Run, step: CommandStep): Promise<Result<CommandStage>> {
    const isUnderWay = step.status === 'executing'
    const form = (isUnderWay && step.forms.find(({ type }) => type === 'form')) || null
    run.sessionId = step.sessionId ?? run.sessionId
    run.form = form
    run.tidy = form && tidyForm(form)
    run.actions = step.actions
    const isEndless = ++run.stages > MAX_STAGES
    if (isUnderWay && (run.isLeft || isEndless)) {
      this.#runs.delete(key)
      await this.#cancel(run)
      if (isEndless) return fail('refused', 'the command does not end', { problem: 'too-many-stages' })
    }
    if (!isUnderWay) this.#runs.delete(key)
    return ok({
      run: this.#runs.has(key) ? key : null,
      status: step.status,
      form: run.tidy,
      results: resultsOf(step.forms.filter((one) => one !== form)),
      notes: step.notes.map(({ kind, text }) => ({ kind, text: text.slice(0, MAX_NOTE_CHARS) })),
      actions: step.actions,
      preferred: step.preferred,
    })
  }
}

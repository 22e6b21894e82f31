/** The commands that stand open on the page, and the address whose commands it shall show. */
import type { AccountId } from '#shared/ids'
import { parseJid, type Jid } from '#shared/jid'
import type { CommandAction, CommandItem, CommandStage } from '#shared/model/commands'
import { isEditable, type TidyField } from '#shared/model/data-form'
import type { CallError } from '#shared/result'
import { call } from '../../lib/api'
import { initialValues, missingFields, type FormValues } from '../../lib/form/data-form'
import { locale } from '../../lib/i18n/locale.svelte'
import { adHocTexts as s } from './ad-hoc-texts'
import { dangerOf, isAskedBefore } from './known-commands'

/** Asked for elsewhere (service discovery): the page takes it when it opens. */
export const wanted = { jid: null as Jid | null }

export class CommandRun {
  stage = $state.raw<CommandStage | null>(null)
  values = $state<FormValues>({})
  error = $state.raw<CallError | null>(null)
  isBusy = $state(false)
  /** What is wrong with the form is told once it was to be sent. */
  wasSubmitted = $state(false)
  #isLeft = false

  constructor(readonly accountId: AccountId, readonly command: CommandItem, readonly key: number) {}

  /** To be filled in by the user; what is too long goes back as it came. */
  readonly form = $derived(this.stage?.form ? { ...this.stage.form, fields: this.stage.form.fields.filter((field) => isEditable(field) || field.type === 'fixed') } : null)
  readonly tooLong = $derived((this.stage?.form?.fields ?? []).filter((field) => field.isCut && field.type !== 'hidden'))
  readonly problems = $derived(this.form ? problemsOf(this.form.fields, this.values, missingFields(this.form, this.values)) : {})

  async start(): Promise<void> {
    this.isBusy = true
    this.error = null
    const { accountId, command: { jid, node } } = this
    this.#take(await call('adHoc.start', { accountId, jid, node, lang: locale.current }))
  }

  async step(action: CommandAction): Promise<void> {
    const run = this.stage?.run
    if (!run || this.isBusy) return
    this.isBusy = true
    this.error = null
    this.#take(await call('adHoc.step', { accountId: this.accountId, run, action, values: action === 'prev' ? {} : $state.snapshot(this.values) }))
  }

  #take(result: { ok: true; value: CommandStage } | { ok: false; error: CallError }): void {
    this.isBusy = false
    if (!result.ok) return void (this.error = result.error)
    this.stage = result.value
    this.wasSubmitted = false
    this.values = this.form ? initialValues(this.form) : {}
    if (this.#isLeft) this.leave()
  }

  /** It is cancelled where it runs, also when it only now turns out that it does. */
  leave(): void {
    this.#isLeft = true
    const run = this.stage?.run
    if (run) void call('adHoc.leave', { accountId: this.accountId, run })
  }
}

function problemsOf(fields: readonly TidyField[], values: FormValues, missing: readonly string[]): Record<string, string> {
  const found: Record<string, string> = Object.fromEntries(missing.map((name) => [name, s.required]))
  for (const { name, type, dataType } of fields) {
    const given = (name === null ? [] : (values[name] ?? [])).filter((value) => value.trim() !== '')
    if (name === null || given.length === 0) continue
    if (type.startsWith('jid-') && given.some((value) => parseJid(value.trim()) === null)) found[name] = s.notAddress
    else if (dataType && /^xs:(\w*int\w*|\w*long|\w*short|\w*byte)$/i.test(dataType) && given.some((value) => !/^\s*[-+]?\d+\s*$/.test(value))) found[name] = s.notNumber
  }
  return found
}

/** More of them nobody has in sight; the oldest is left. */
const MAX_OPEN = 10

export class CommandRuns {
  all = $state.raw<readonly CommandRun[]>([])
  currentKey = $state<number | null>(null)
  #count = 0

  constructor(readonly accountId: AccountId) {}

  readonly current = $derived(this.all.find(({ key }) => key === this.currentKey) ?? null)

  open(command: CommandItem): void {
    const run = new CommandRun(this.accountId, command, ++this.#count)
    const oldest = this.all.length >= MAX_OPEN ? this.all[0] : undefined
    if (oldest) this.close(oldest)
    this.all = [...this.all, run]
    this.currentKey = run.key
    if (!isAskedBefore(command.node)) void run.start()
  }

  /** The same from its beginning; what is dangerous is asked again. */
  again(run: CommandRun): void {
    const fresh = new CommandRun(this.accountId, run.command, ++this.#count)
    run.leave()
    this.all = this.all.map((one) => (one === run ? fresh : one))
    this.currentKey = fresh.key
    if (!isAskedBefore(run.command.node) || dangerOf(run.command.node) === null) void fresh.start()
  }

  close(run: CommandRun): void {
    run.leave()
    const at = this.all.indexOf(run)
    this.all = this.all.filter((one) => one !== run)
    if (this.currentKey === run.key) this.currentKey = (this.all[at] ?? this.all.at(-1))?.key ?? null
  }

  leaveAll(): void {
    for (const run of this.all) run.leave()
  }
}

/** Ad-hoc commands (XEP-0050) as they are shown: everything in them comes from who offers the command, and is bounded. */
import type { Jid } from '#shared/jid'
import { formLimits, readable, type TidyForm } from '#shared/model/data-form'
import { isSecretName, type DataForm, type FormField } from '#shared/model/form'

export type CommandStatus = 'executing' | 'completed' | 'canceled'
export type CommandAction = 'prev' | 'next' | 'complete'
/** XEP-0050 §4.1, and what we ourselves find: the run is over here, or has gone on for too long. */
export type CommandProblem = 'malformed-action' | 'bad-action' | 'bad-locale' | 'bad-payload' | 'bad-sessionid' | 'session-expired' | 'too-many-stages'

export interface CommandNote {
  kind: 'info' | 'warn' | 'error'
  text: string
}

export interface CommandItem {
  /** Where it is run: mostly, but not always, where the list was. */
  jid: Jid
  node: string
  name: string
}

/** An address that may have commands. */
export interface CommandPlace {
  jid: Jid
  kind: 'server' | 'service' | 'device'
  name: string | null
}

export interface ResultField {
  label: string
  values: string[]
  /** A password or the like: not shown unasked, never written anywhere. */
  isSecret: boolean
}

/** What came out of it: fields, and a table of `rows` under `columns`. */
export interface CommandResult {
  title: string | null
  lines: string[]
  fields: ResultField[]
  columns: Pick<ResultField, 'label' | 'isSecret'>[]
  rows: string[][]
  /** There was more than is shown. */
  isCut: boolean
}

/** Where a run of a command has got to. */
export interface CommandStage {
  /** For going on; null when it is over. */
  run: string | null
  status: CommandStatus
  form: TidyForm | null
  results: CommandResult[]
  notes: CommandNote[]
  actions: CommandAction[]
  preferred: CommandAction | null
}

export const resultLimits = { rows: 2000, columns: 50, cell: 2000, values: 5000 }

/** By type, and where a result does not say it, by name. */
export const isSecretField = ({ type, name }: Pick<FormField, 'type' | 'name'>): boolean =>
  type === 'text-private' || isSecretName(name ?? '')

const cut = (text: string) => text.slice(0, resultLimits.cell)
const oneLine = (text: string | null) => text && readable(text).replace(/\s+/g, ' ').trim().slice(0, formLimits.label)

/** A form that is no more filled in, as what it says. */
export function resultOf(form: DataForm): CommandResult {
  const { rows, columns, values } = resultLimits
  const shown = form.fields.filter((field) => field.type !== 'hidden' && field.name !== 'FORM_TYPE')
  // §3.4 of XEP-0004 wants `reported` before items; who leaves it out has the names of the first row.
  const heads = (form.reported.length > 0 ? form.reported : (form.items[0] ?? [])).filter((field) => field.type !== 'hidden')
  const kept = heads.slice(0, columns)
  const longest = form.items.some((item) => item.some((field) => field.values.join(', ').length > resultLimits.cell))
  return {
    title: oneLine(form.title) || null,
    lines: form.instructions.slice(0, 20).map((line) => readable(line).slice(0, formLimits.label)),
    fields: shown.slice(0, formLimits.fields).map((field) => ({
      label: oneLine(field.label) || (field.type === 'fixed' ? '' : oneLine(field.name) || ''),
      values: field.values.slice(0, values).map(cut),
      isSecret: isSecretField(field),
    })),
    columns: kept.map((field) => ({ label: oneLine(field.label) || oneLine(field.name) || '', isSecret: isSecretField(field) })),
    rows: form.items.slice(0, rows).map((item) => {
      const cells = new Map(item.map((field) => [field.name, field.values]))
      return kept.map(({ name }) => cut((cells.get(name) ?? []).join(', ')))
    }),
    isCut:
      shown.length > formLimits.fields || heads.length > columns || form.items.length > rows || longest ||
      shown.some((field) => field.values.length > values || field.values.some((value) => value.length > resultLimits.cell)),
  }
}

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
  kind: 'server' | 'account' | 'service' | 'device'
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

/** `chars`: of all values of one answer together. */
export const resultLimits = { rows: 2000, columns: 50, values: 5000, chars: 400_000 }

/** By type, and where a result does not say it, by name. */
export const isSecretField = ({ type, name }: Pick<FormField, 'type' | 'name'>): boolean => type === 'text-private' || isSecretName(name ?? '')

/** Names of commands and fields as others give them, in one line. */
export const oneLine = (text: string | null): string => readable((text ?? '').slice(0, formLimits.label)).replace(/\s+/g, ' ').trim()
/** Forms that are no more filled in, as what they say. */
export function resultsOf(forms: readonly DataForm[]): CommandResult[] {
  let left = resultLimits.chars
  const resultOf = (form: DataForm): CommandResult => {
    let isCut = false
    const first = <T>(list: readonly T[], limit: number): readonly T[] => {
      if (list.length <= limit) return list
      isCut = true
      return list.slice(0, limit)
    }
    const take = (text: string) => {
      const taken = text.slice(0, left)
      left -= taken.length
      if (taken.length < text.length) isCut = true
      return taken
    }
    // XEP-0004 §3.4 wants `reported` before items; who leaves it out has the names of the first row.
    const heads = (form.reported.length > 0 ? form.reported : (form.items[0] ?? [])).filter((field) => field.type !== 'hidden')
    const columns = first(heads, resultLimits.columns)
    const fields = first(form.fields.filter((field) => field.type !== 'hidden'), formLimits.fields)
    return {
      title: oneLine(form.title) || null,
      lines: form.instructions.slice(0, 20).map((line) => readable(line.slice(0, formLimits.label))),
      fields: fields.map((field) => ({
        label: oneLine(field.label) || (field.type === 'fixed' ? '' : oneLine(field.name)),
        values: first(field.values, resultLimits.values).map(take),
        isSecret: isSecretField(field),
      })),
      columns: columns.map((field) => ({ label: oneLine(field.label) || oneLine(field.name), isSecret: isSecretField(field) })),
      rows: first(form.items, resultLimits.rows).map((item) => {
        const cells = new Map(item.map((field) => [field.name, field.values]))
        return columns.map(({ name }) => take((cells.get(name) ?? []).join(', ')))
      }),
      isCut,
    }
  }
  return forms.map(resultOf)
}

/** Results of commands as text and as a table for other programs. What is secret stands in neither. */
import type { CommandNote, CommandResult } from '#shared/model/commands'
import { csvLines } from '#shared/model/room-list-text'
import { adHocTexts as s } from './ad-hoc-texts'

interface Outcome {
  results: readonly CommandResult[]
  notes: readonly CommandNote[]
}

const shown = (isSecret: boolean, text: string) => (isSecret && text !== '' ? s.hidden : text)
const tableOf = ({ columns, rows }: CommandResult): string[][] =>
  columns.length === 0 ? [] : [columns.map(({ label }) => label), ...rows.map((row) => row.map((cell, i) => shown(columns[i]?.isSecret ?? true, cell)))]
const fieldsOf = ({ fields }: CommandResult): string[][] => fields.map(({ label, values, isSecret }) => [label, shown(isSecret, values.join('\n'))])

export function textOf(name: string, { results, notes }: Outcome): string {
  const parts = results.flatMap((result) => [
    ...(result.title ? [result.title] : []),
    ...result.lines,
    ...fieldsOf(result).map(([label, value]) => (label === '' ? value! : value!.includes('\n') ? `${label}:\n${value}` : `${label}: ${value}`)),
    ...tableOf(result).map((row) => row.map((cell) => cell.replace(/[\t\r\n]+/g, ' ')).join('\t')),
    ...(result.isCut ? [s.cut] : []),
  ])
  return [name, ...notes.map(({ text }) => text), ...parts, ''].join('\n')
}

/** The table; where there is none, the fields with their names. */
export function csvOf(results: readonly CommandResult[]): string {
  const tables = results.filter(({ columns }) => columns.length > 0)
  return csvLines(tables.length > 0 ? tables.flatMap(tableOf) : results.flatMap(fieldsOf))
}

/** What an owner enters into the settings of a room before they are sent. Pure. */
import { changedAnswers, fieldIssue, isEditable, normalValues, type FieldIssue, type TidyField } from '#shared/model/data-form'
import type { FormAnswer } from '#shared/model/form'
import {
  roomConfigKeyOf, roomConfigTopics, type RoomConfigForm, type RoomConfigItem, type RoomConfigKey, type RoomConfigTopic,
} from '#shared/model/room-config'
import { locale } from '../../lib/i18n/locale.svelte'
import { strings } from '../../lib/i18n/strings'
import { matches } from '../../lib/text/matches'
import { choiceText, fieldText, issueText } from './field-texts'

/** Entered values by field name; a name is there once it was touched. */
export type Draft = Readonly<Record<string, string[]>>

const s = strings({
  zh: { on: '开', off: '关', empty: '（空）', hidden: '••••••', people: (n: number) => `${n} 个地址` },
  en: { on: 'On', off: 'Off', empty: '(empty)', hidden: '••••••', people: (n: number) => `${n} addresses` },
})

/** A section of the dialog. `other`: what only this server has, with its own labels. */
export interface Section {
  topic: RoomConfigTopic | 'other'
  items: RoomConfigItem[]
}

export const labelOf = ({ key, field }: Pick<RoomConfigItem, 'key' | 'field'>): string =>
  key === null ? field.label || field.name || '' : fieldText(key).label
export const helpOf = ({ key, field }: Pick<RoomConfigItem, 'key' | 'field'>): string | undefined =>
  key === null ? (field.description ?? undefined) : fieldText(key).help

export const optionLabel = (key: RoomConfigKey | null, field: TidyField, value: string): string =>
  choiceText(key, value) ?? (field.options.find((option) => option.value === value)?.label || value)

/** Sections in the order of the topics, reduced to what matches the search. */
export function sectionsOf(items: readonly RoomConfigItem[], filter: string): Section[] {
  const wanted = items.filter((item) => {
    const { field, key } = item
    if (item.control === 'note') return filter.trim() === ''
    return matches(filter, labelOf(item), helpOf(item) ?? '', field.label ?? '', field.name ?? '', ...field.options.map(({ value }) => optionLabel(key, field, value)))
  })
  const known = roomConfigTopics.map((topic) => ({ topic, items: wanted.filter((item) => item.key !== null && item.topic === topic) }))
  return [...known, { topic: 'other' as const, items: wanted.filter(({ key }) => key === null) }].filter((section) => section.items.length > 0)
}

export const valuesOf = (field: TidyField, draft: Draft): string[] =>
  (field.name !== null && Object.hasOwn(draft, field.name) ? draft[field.name] : undefined) ?? field.values

const entriesOf = (draft: Draft): FormAnswer[] => Object.entries(draft).map(([name, values]) => ({ name, values: [...values] }))

/** Only what differs from the form. */
export const changesOf = (form: RoomConfigForm, draft: Draft): FormAnswer[] => changedAnswers(form.form, entriesOf(draft))

/** What of the changes cannot go, by name. */
export function issuesOf(form: RoomConfigForm, draft: Draft): Map<string, FieldIssue> {
  const issues = new Map<string, FieldIssue>()
  for (const { name, values } of changesOf(form, draft)) {
    const field = form.form.fields.find((one) => one.name === name)
    const issue = field && fieldIssue(field, values)
    if (issue) issues.set(name, issue)
  }
  return issues
}
export const issueTexts = (issues: ReadonlyMap<string, FieldIssue>): Map<string, string> =>
  new Map([...issues].map(([name, issue]) => [name, issueText(issue)]))

/** The value of a setting in words. */
export function valueText(field: TidyField, values: readonly string[]): string {
  const key = field.name === null ? null : roomConfigKeyOf(field.name)
  const normal = normalValues(field, values)
  if (field.type === 'boolean') return normal[0] === '1' ? s.on : s.off
  if (normal.length === 0) return s.empty
  if (field.type === 'text-private' || key === 'password') return s.hidden
  if (field.type === 'jid-multi' && normal.length > 3) return s.people(normal.length)
  const list = new Intl.ListFormat(locale.tag, { type: 'unit', style: 'short' })
  return list.format(normal.map((value) => (field.options.length > 0 ? optionLabel(key, field, value) : value)))
}

export interface DiffRow {
  name: string
  label: string
  before: string
  after: string
}

/** What would become different, in words. */
export function diffOf(form: RoomConfigForm, answers: readonly FormAnswer[]): DiffRow[] {
  return answers.flatMap(({ name, values }) => {
    const field = form.form.fields.find((one) => one.name === name)
    if (!field) return []
    return { name, label: labelByName(form, name), before: valueText(field, field.values), after: valueText(field, values) }
  })
}

/** The words for a field of which only the name is known. */
export function labelByName(form: RoomConfigForm, name: string): string {
  const key = roomConfigKeyOf(name)
  if (key !== null) return fieldText(key).label
  return form.form.fields.find((field) => field.name === name)?.label || name
}

/** The same entries over a newer form: what it has no place for goes. `theirs`: names whose newer value is taken. */
export function rebased(form: RoomConfigForm, draft: Draft, theirs: ReadonlySet<string>): Draft {
  const open = new Set(form.form.fields.filter(isEditable).map((field) => field.name))
  return Object.fromEntries(Object.entries(draft).filter(([name]) => open.has(name) && !theirs.has(name)))
}

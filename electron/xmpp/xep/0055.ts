/** XEP-0055 1.3 on the wire, with forms and without. Readers are total. */
import { parseBareJid } from '#shared/jid'
import type { FoundPerson } from '#shared/model/directory'
import type { DataForm, FormAnswer } from '#shared/model/form'
import { attr, child, children, childText, xml, type Element } from '#xmpp/element'
import { buildSubmit, findForm } from '#xmpp/xep/0004'
import { oldForm } from '#xmpp/xep/old-fields'

export const NS_SEARCH = 'jabber:iq:search'
export const MAX_PEOPLE = 200
const MAX_TEXT = 500
const MAX_DETAILS = 12
const OLD_FIELDS = ['first', 'last', 'nick', 'email'] as const
/** What a person is called, in the order of our trust; by the names that services give their columns (the last two: ejabberd, Openfire). */
const NAMES = ['fn', 'name', 'nick', 'nickname', 'username']

export interface SearchQuery {
  instructions: string
  form: DataForm
  isDataForm: boolean
}

/** Null: nothing to look for is named. */
export function parseSearchForm(iq: Element): SearchQuery | null {
  const query = child(iq, 'query', NS_SEARCH)
  if (!query) return null
  const given = findForm(query)
  const isDataForm = given?.type === 'form'
  const form = isDataForm ? given : oldForm(query, NS_SEARCH, OLD_FIELDS, false)
  const instructions = (childText(query, 'instructions', NS_SEARCH) ?? '').trim() || (form?.instructions.join('\n') ?? '')
  return form && { instructions: instructions.slice(0, 2000), form, isDataForm }
}

export const buildFormGet = (): Element => xml('query', { xmlns: NS_SEARCH })

export const buildSearch = ({ isDataForm, form }: SearchQuery, answers: readonly FormAnswer[]): Element =>
  xml('query', { xmlns: NS_SEARCH }, isDataForm ? buildSubmit(answers, form.formType ?? NS_SEARCH) : answers.map((one) => xml(one.name, {}, one.values[0] ?? '')))

type Cell = FoundPerson['details'][number]

function person(jid: string | null, cells: Cell[]): FoundPerson | null {
  const bare = parseBareJid(jid)
  if (!bare?.includes('@')) return null
  const told = cells.map((cell) => ({ ...cell, value: cell.value.trim().slice(0, MAX_TEXT) })).filter((cell) => cell.value !== '' && cell.value !== bare)
  const named = NAMES.flatMap((name) => told.find((cell) => cell.name.toLowerCase() === name) ?? [])[0]
  const whole = ['first', 'last'].flatMap((name) => told.find((cell) => cell.name === name)?.value ?? []).join(' ')
  return { jid: bare, name: (named?.value ?? whole).slice(0, MAX_TEXT), details: told.filter((cell) => cell !== named).slice(0, MAX_DETAILS) }
}

/** Null: the answer is none. */
export function parseResults(iq: Element): { people: FoundPerson[]; isCut: boolean } | null {
  const query = child(iq, 'query', NS_SEARCH)
  if (!query) return null
  const form = findForm(query)
  const labels = new Map(form?.reported.map((column) => [column.name, column.label]))
  const rows = form
    ? form.items.map((item) => {
        const cells = item.flatMap(({ name, label, values }) => (name === null ? [] : { name, label: labels.get(name) ?? label, value: values.join(', ') }))
        const own = item.find((one) => one.name?.toLowerCase() === 'jid')
        return person(own?.values[0] ?? null, cells.filter((cell) => cell.name !== own?.name))
      })
    : children(query, 'item', NS_SEARCH).map((item) =>
        person(attr(item, 'jid'), OLD_FIELDS.map((name) => ({ name, label: null, value: childText(item, name, NS_SEARCH) ?? '' }))),
      )
  const people = [...new Map(rows.flatMap((one) => one ?? []).map((one) => [one.jid, one])).values()]
  return { people: people.slice(0, MAX_PEOPLE), isCut: people.length > MAX_PEOPLE }
}

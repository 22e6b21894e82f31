/**
 * Lists of people as text: CSV (RFC 4180) and JSON, in and out. Pure and total: what is read came from anywhere. Nothing is dropped in
 * silence: every line that cannot be used is named with its number and why.
 */
import { parseJid, type BareJid } from '#shared/jid'
import type { Affiliation } from '#shared/model/room'
import type { RoomListEntry } from '#shared/model/room-admin'

export interface ImportRow {
  line: number
  jid: BareJid
  affiliation: Affiliation
  nick: string | null
  reason: string
}

/** Each has a sentence. `full-address`: with a resource, which no list takes. */
export type ImportFault = 'no-address' | 'bad-address' | 'full-address' | 'bad-affiliation' | 'duplicate' | 'contradiction' | 'bad-row' | 'too-long'
export interface BadRow {
  /** Of the file, from 1; in JSON the place in the array. */
  line: number
  fault: ImportFault
  /** What stands there, cut. */
  text: string
}

export interface ImportResult {
  rows: ImportRow[]
  bad: BadRow[]
  /** Lines with something in them, the heading not counted: rows and bad together. */
  total: number
}
/** The whole cannot be read. */
export type ImportFailure = 'empty' | 'not-json' | 'no-list' | 'no-address-column' | 'too-many' | 'open-quote'

export const MAX_IMPORT_ROWS = 20_000
const MAX_FIELD = 1000
const AFFILIATIONS: Affiliation[] = ['owner', 'admin', 'member', 'none', 'outcast']
/** What people and other programs write instead. */
const WORDS: Record<string, Affiliation> = {
  banned: 'outcast', ban: 'outcast', blocked: 'outcast', administrator: 'admin', '': 'member',
  群主: 'owner', 管理员: 'admin', 成员: 'member', 无: 'none', 封禁: 'outcast', 黑名单: 'outcast',
}
const COLUMNS: Record<string, 'jid' | 'affiliation' | 'nick' | 'reason'> = {
  jid: 'jid', address: 'jid', user: 'jid', xmpp: 'jid', 地址: 'jid', 帐号: 'jid', 账号: 'jid',
  affiliation: 'affiliation', rank: 'affiliation', list: 'affiliation', 身份: 'affiliation',
  nick: 'nick', nickname: 'nick', name: 'nick', 昵称: 'nick',
  reason: 'reason', comment: 'reason', note: 'reason', 原因: 'reason', 备注: 'reason',
}
type Column = (typeof COLUMNS)[string]

export interface ImportOptions {
  /** For rows that name no affiliation. */
  affiliation: Affiliation
}

export type ImportAnswer = { ok: true; value: ImportResult } | { ok: false; error: ImportFailure }

/** JSON when it begins like JSON, else CSV. */
export function readImport(text: string, options: ImportOptions): ImportAnswer {
  const clean = text.replace(/^\ufeff/, '')
  if (clean.trim() === '') return { ok: false, error: 'empty' }
  return /^\s*[[{]/.test(clean) ? readJson(clean, options) : readCsv(clean, options)
}

interface Raw {
  line: number
  fields: Partial<Record<Column, string>>
  text: string
  isBroken?: boolean
}

function check(raws: Raw[], options: ImportOptions): ImportAnswer {
  if (raws.length === 0) return { ok: false, error: 'empty' }
  if (raws.length > MAX_IMPORT_ROWS) return { ok: false, error: 'too-many' }
  const rows: ImportRow[] = []
  const bad: BadRow[] = []
  const seen = new Map<BareJid, ImportRow>()
  for (const { line, fields, text, isBroken } of raws) {
    const fault = (code: ImportFault) => void bad.push({ line, fault: code, text: text.slice(0, 200) })
    const address = (fields.jid ?? '').trim().replace(/^xmpp:/i, '').replace(/\?.*$/, '')
    if (isBroken) fault('bad-row')
    else if (address === '') fault('no-address')
    else if (Object.values(fields).some((field) => field.length > MAX_FIELD)) fault('too-long')
    else {
      const jid = parseJid(address)
      const word = (fields.affiliation ?? '').trim().toLowerCase()
      const affiliation = word === '' ? options.affiliation : (AFFILIATIONS.find((known) => known === word) ?? (Object.hasOwn(WORDS, word) ? WORDS[word] : null))
      const before = jid && seen.get(jid as BareJid)
      if (!jid || !jid.slice(jid.indexOf('@') + 1).includes('.') && !jid.includes('@')) fault('bad-address')
      else if (jid.includes('/')) fault('full-address')
      else if (!affiliation || (!jid.includes('@') && (affiliation === 'owner' || affiliation === 'admin'))) fault('bad-affiliation')
      else if (before) fault(before.affiliation === affiliation ? 'duplicate' : 'contradiction')
      else {
        const row: ImportRow = { line, jid: jid as BareJid, affiliation, nick: fields.nick?.trim() || null, reason: fields.reason?.trim() ?? '' }
        seen.set(row.jid, row)
        rows.push(row)
      }
    }
  }
  return { ok: true, value: { rows, bad, total: raws.length } }
}

/** RFC 4180 with `,`, `;` or tab; quotes may hold line ends. Null: a quote is never closed. */
export function splitCsv(text: string): { line: number; cells: string[] }[] | null {
  const head = text.slice(0, text.search(/[\r\n]|$/))
  const count = (separator: string) => head.split(separator).length
  const separator = [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best), ',')
  const rows: { line: number; cells: string[] }[] = []
  let cells: string[] = []
  let cell = ''
  let isQuoted = false
  let line = 1
  let startLine = 1
  const endRow = () => {
    cells.push(cell)
    if (cells.some((one) => one.trim() !== '')) rows.push({ line: startLine, cells })
    cells = []
    cell = ''
  }
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string
    if (isQuoted) {
      if (c === '"' && text[i + 1] === '"') cell += text[++i]
      else if (c === '"') isQuoted = false
      else {
        if (c === '\n') line++
        cell += c
      }
    } else if (c === '"' && cell.trim() === '') {
      isQuoted = true
      cell = ''
    } else if (c === separator) {
      cells.push(cell)
      cell = ''
    } else if (c === '\n' || c === '\r') {
      if (c === '\r' && text[i + 1] === '\n') i++
      endRow()
      startLine = ++line
    } else cell += c
  }
  if (isQuoted) return null
  endRow()
  return rows
}

function readCsv(text: string, options: ImportOptions): ImportAnswer {
  const lines = splitCsv(text)
  if (!lines) return { ok: false, error: 'open-quote' }
  const [first] = lines
  if (!first) return { ok: false, error: 'empty' }
  const known = (cell: string): Column | null => {
    const name = cell.trim().toLowerCase()
    return Object.hasOwn(COLUMNS, name) ? (COLUMNS[name] as Column) : null
  }
  const heading = first.cells.map(known)
  const hasHeading = heading.includes('jid')
  if (!hasHeading && heading.some((column) => column !== null) && !parseJid(first.cells[0]?.trim())?.includes('@')) {
    return { ok: false, error: 'no-address-column' }
  }
  const columns: (Column | null)[] = hasHeading ? heading : ['jid', 'affiliation', 'nick', 'reason']
  const raws = lines.slice(hasHeading ? 1 : 0).map(({ line, cells }): Raw => {
    const fields: Raw['fields'] = {}
    cells.forEach((cell, i) => {
      const column = columns[i]
      if (column && fields[column] === undefined) fields[column] = unguard(cell)
    })
    return { line, fields, text: cells.join(' | '), isBroken: cells.length > columns.length && cells.slice(columns.length).some((cell) => cell.trim() !== '') }
  })
  return check(raws, options)
}

function readJson(text: string, options: ImportOptions): ImportAnswer {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, error: 'not-json' }
    throw error
  }
  const list: unknown = Array.isArray(data) ? data : (data as Record<string, unknown>)['people']
  if (!Array.isArray(list)) return { ok: false, error: 'no-list' }
  const raws = list.map((one: unknown, i): Raw => {
    const raw = { line: i + 1, fields: {}, text: JSON.stringify(one)?.slice(0, 200) ?? '' }
    if (typeof one === 'string') return { ...raw, fields: { jid: one } }
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return { ...raw, isBroken: true }
    const fields: Raw['fields'] = {}
    for (const [name, value] of Object.entries(one)) {
      const column = Object.hasOwn(COLUMNS, name.toLowerCase()) ? (COLUMNS[name.toLowerCase()] as Column) : null
      if (column && typeof value === 'string') fields[column] = value
      else if (column && value !== null && value !== undefined) return { ...raw, isBroken: true }
    }
    return { ...raw, fields }
  })
  return check(raws, options)
}

/** A sheet program takes a cell that begins so for a formula: nicks and reasons are strangers' words. */
const guard = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)
const unguard = (text: string) => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text)
export const csvCell = (text: string): string => {
  const safe = guard(text)
  return /[",;\t\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}
export const csvLines = (rows: string[][]): string => rows.map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n'

export type ExportEntry = Pick<RoomListEntry, 'jid' | 'nick' | 'affiliation' | 'reason'>

export const writeCsv = (entries: ExportEntry[]): string =>
  csvLines([['jid', 'affiliation', 'nick', 'reason'], ...entries.map((one) => [one.jid ?? '', one.affiliation ?? '', one.nick ?? '', one.reason])])

export const writeJson = (room: BareJid, entries: ExportEntry[]): string =>
  JSON.stringify({ room, people: entries.map(({ jid, affiliation, nick, reason }) => ({ jid, affiliation, ...(nick && { nick }), ...(reason && { reason }) })) }, null, 2)

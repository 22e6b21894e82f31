/**
 * What is done in rooms on which server, from the titles of the tests (`§` of XEP-0045, `XEP-`) and from what became of them in
 * a real run: `npm run room-table`. A test that is skipped on a server says with its note what that server does not offer.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const repo = join(import.meta.dirname, '../..')
export const resultsFile = join(repo, 'build/room-table.json')
export const docFile = join(repo, 'electron/features/ROOMS.md')
const BEGIN = '<!-- made by `npm run room-table` -->'
const END = '<!-- /made -->'

export const REAL = ['prosody', 'ejabberd'] as const
export const SCRIPTED = ['openfire-4.7.5', 'openfire-5.0.5', 'tigase-8.4.0'] as const
export const SERVERS = [...REAL, ...SCRIPTED] as const
export type Server = (typeof SERVERS)[number]
export type Outcome = 'pass' | 'FAIL' | `not offered: ${string}`

export interface TestRow {
  file: string
  title: string
  on: Partial<Record<Server, Outcome>>
}
export interface Results {
  /** Server → version that ran. */
  versions: Partial<Record<Server, string>>
  tests: TestRow[]
}

/** PRODUCT.md's list; every one must have been tried on both real servers. */
export const USE_CASES: Record<string, string> = {
  '§6.3': 'find public rooms',
  '§6.4': 'what a room says of itself',
  '§7.2.2': 'go in: who is there, and the others see it',
  '§7.2.3': 'told on entering that all see one’s address',
  '§7.2.5': 'password',
  '§7.2.6': 'members only',
  '§7.2.7': 'banned',
  '§7.2.8': 'nick taken',
  '§7.2.9': 'full',
  '§7.2.10': 'locked',
  '§7.2.11': 'there is no such room, or it has moved',
  '§7.2.13': 'what was said before',
  '§7.4': 'speak to all',
  '§7.5': 'private message',
  '§7.6': 'change the nick',
  '§7.7': 'change the status',
  '§7.8.1': 'invite directly',
  '§7.8.2': 'invite through the room, decline',
  '§7.10': 'register with a room',
  '§7.11': 'the member list, for a member',
  '§7.12': 'reserved nick',
  '§7.13': 'ask for voice',
  '§7.14': 'leave',
  '§8.1': 'subject (§7.3, too)',
  '§8.2': 'kick',
  '§8.3': 'give voice',
  '§8.4': 'take voice, also for a time',
  '§8.5': 'voice list',
  '§8.6': 'answer who asks for voice',
  '§9.1': 'ban, also for a time, and who has left',
  '§9.2': 'ban list, unban',
  '§9.3': 'make a member',
  '§9.4': 'take membership',
  '§9.5': 'member list',
  '§9.6': 'make a moderator',
  '§9.7': 'take moderation',
  '§9.8': 'moderator list',
  '§9.9': 'approve who wants to register',
  '§10.1.2': 'make a room at once',
  '§10.1.3': 'make a room with settings, never left locked',
  '§10.2': 'settings',
  '§10.2.1': 'the others learn what changed',
  '§10.3': 'make an owner',
  '§10.4': 'take ownership',
  '§10.5': 'owner list',
  '§10.6': 'make an admin',
  '§10.7': 'take administration',
  '§10.8': 'admin list',
  '§10.9': 'destroy, with reason and other room',
  'XEP-0249': 'direct invitations',
  'XEP-0313': 'archives of rooms',
  'XEP-0317': 'titles (hats)',
  'XEP-0402': 'rooms kept on the server',
  'XEP-0410': 'notice that the room has lost one',
  'XEP-0421': 'know somebody again',
  'XEP-0424': 'take an own message back',
  'XEP-0425': 'take back what others wrote, as a moderator',
  'XEP-0433': 'search for rooms',
  'XEP-0486': 'picture of a room',
}
/** Named in titles where they are tested, without having to be. */
const MORE: Record<string, string> = {
  '§11.2': 'the service goes down',
  'XEP-0045': 'rooms',
  'XEP-0048': 'bookmarks in private storage',
  'XEP-0049': 'private storage',
  'XEP-0223': 'timers shared by one’s own devices',
  'XEP-0372': 'references',
  'XEP-0463': 'which servers’ rooms are whose',
  'XEP-0469': 'pinned conversations',
  'XEP-0492': 'notifications of each room',
  'XEP-0500': 'slow mode',
  'XEP-0513': 'mentions',
}

/** Specifications that have nothing to do with rooms are no rows of this table. */
export const tagsOf = (title: string): string[] =>
  [...new Set(title.match(/§\d+(?:\.\d+)*|XEP-\d{4}/g) ?? [])].filter((tag) => tag.startsWith('§') || tag in USE_CASES || tag in MORE)
const nameOf = (tag: string) => USE_CASES[tag] ?? MORE[tag] ?? ''

/** `§7.2.9` before `§7.10`, XEPs behind. */
const sortKey = (tag: string) =>
  tag.startsWith('§') ? tag.slice(1).split('.').map((part) => part.padStart(3, '0')).join('.') : `9${tag}`
const byTag = (a: string, b: string) => (sortKey(a) < sortKey(b) ? -1 : 1)

/** The server that a suite names: `rooms on prosody`, `rooms on the scripted tigase-8.4.0`, `rooms on prosody with a module`. */
export const serverIn = (suite: string): Server | null => SERVERS.find((server) => ` ${suite} `.includes(` ${server} `)) ?? null

const plain = (quoted: string) => quoted.replace(/\\(.)/g, '$1')

/** Tests of rooms that carry a tag, as they stand in the sources: in a suite over all servers or over one; titles are plain strings. */
export function testsInTree(): { file: string; title: string; servers: readonly Server[] }[] {
  const dir = join(repo, 'test/server')
  return readdirSync(dir).sort().flatMap((file) => {
    let servers: readonly Server[] = []
    const lines = readFileSync(join(dir, file), 'utf8').matchAll(/^(?:describe(?:\.each\((\w+)\))?|  (?:test|it)(?:\.\w+)*)\('((?:[^'\\]|\\.)*)'/gm)
    return [...lines].flatMap(([line, kinds, quoted = '']) => {
      const title = plain(quoted)
      if (!line.startsWith('describe')) return servers.length > 0 && tagsOf(title).length > 0 ? { file, title, servers } : []
      const only = serverIn(title)
      servers = kinds === 'serverKinds' ? REAL : kinds === 'scriptedKinds' ? SCRIPTED : only ? [only] : []
      return []
    })
  })
}

export const readResults = (): Results =>
  existsSync(resultsFile) ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as Results) : { versions: {}, tests: [] }

/** One answer for a use case: of several tests any failure counts, and what passes counts more than what is not offered. */
function summary(rows: TestRow[], server: Server): { cell: 'pass' | 'FAIL' | 'not offered' | ''; notes: string[] } {
  const outcomes = rows.flatMap((row) => row.on[server] ?? [])
  const notes = [...new Set(outcomes.flatMap((one) => (one.startsWith('not offered: ') ? one.slice(13) : [])))]
  if (outcomes.includes('FAIL')) return { cell: 'FAIL', notes }
  if (outcomes.includes('pass')) return { cell: 'pass', notes }
  return { cell: outcomes.length > 0 ? 'not offered' : '', notes }
}

export const rowsFor = ({ tests }: Results, tag: string): TestRow[] => tests.filter((row) => tagsOf(row.title).includes(tag))

const LABELS: Record<Server, string> = {
  prosody: 'Prosody', ejabberd: 'ejabberd', 'openfire-4.7.5': 'Openfire 4.7.5', 'openfire-5.0.5': 'Openfire 5.0.5', 'tigase-8.4.0': 'Tigase 8.4.0',
}

/** The part of the document between its marks. */
export function roomTable(results: Results): string {
  const notes: string[] = []
  const mark = (note: string) => {
    if (!notes.includes(note)) notes.push(note)
    return notes.indexOf(note) + 1
  }
  const tags = [...new Set([...Object.keys(USE_CASES), ...results.tests.flatMap((row) => tagsOf(row.title))])].sort(byTag)
  const heads = SERVERS.map((server) => `${LABELS[server]}${results.versions[server] ? ` ${results.versions[server]}` : ''}`)
  const line = (tag: string) => {
    const cells = SERVERS.map((server) => {
      const { cell, notes: because } = summary(rowsFor(results, tag), server)
      return cell === '' ? '·' : [cell, ...because.map((note) => `[${mark(note)}]`)].join(' ')
    })
    return `| ${tag} | ${nameOf(tag)} | ${cells.join(' | ')} |`
  }
  const lines = tags.map(line)
  const tests = results.tests.map((row) => `| ${row.title.replaceAll('|', '\\|')} | ${row.file.replace('.test.ts', '')} | ${Object.keys(row.on).map((one) => LABELS[one as Server]).join(', ')} |`)
  return [
    `| | use case | ${heads.join(' | ')} |`,
    `| --- | --- |${' --- |'.repeat(SERVERS.length)}`,
    ...lines,
    '',
    ...notes.map((note, i) => `- [${i + 1}] ${note}`),
    '',
    '## The tests',
    '',
    '| test | file | runs on |',
    '| --- | --- | --- |',
    ...tests,
  ].join('\n')
}

export function docWithTable(doc: string, results: Results): string {
  const begin = doc.indexOf(BEGIN)
  const end = doc.indexOf(END)
  if (begin < 0 || end < begin) throw new Error('ROOMS.md has lost the place for its table')
  return `${doc.slice(0, begin + BEGIN.length)}\n${roomTable(results)}\n${doc.slice(end)}`
}

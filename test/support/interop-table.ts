/** The README's table of what was tried with which foreign client, from what `npm run interop` has left in build/interop.json. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FEATURES, type ClientResult, type Feature, type Results } from '../interop/report'

const repo = join(import.meta.dirname, '../..')
const BEGIN = '<!-- interop: made by `npm run interop` -->'
const END = '<!-- /interop -->'
const LABELS: Record<Feature, string> = {
  message: 'words', receipt: 'receipts (0184)', marker: 'read (0333)', typing: 'typing (0085)', correction: 'corrections (0308)', recall: 'recalls (0424)',
  reaction: 'reactions (0444)', answer: 'answers (0461)', action: '/me (0245)', styling: 'styles (0393)', spoiler: 'spoilers (0382)', file: 'files (0363)', avatar: 'pictures of people (0084, 0153)',
  room: 'talk in a room (0045)', subject: 'announcement of a room', mention: 'mentions in a room', whisper: 'in private within a room', roomCorrection: 'corrections in a room',
  roomRecall: 'recalls in a room', roomReaction: 'reactions in a room', roomAnswer: 'answers in a room', moderation: 'recalls by a moderator (0425)',
}
export const readResults = (): Results => JSON.parse(readFileSync(join(repo, 'build/interop.json'), 'utf8')) as Results

const NAMES: Record<string, string> = { psi: 'Psi+', converse: 'Converse.js' }
const nameOf = (client: string, { version }: ClientResult) => `${NAMES[client] ?? client[0]!.toUpperCase() + client.slice(1)} ${version}`

function cell(client: ClientResult, feature: Feature): string {
  const tried = client.tried[feature]
  if (!tried) return 'not tried'
  const { to, from } = tried
  if ([to, from].some((outcome) => outcome?.startsWith('FAIL'))) return 'FAILED'
  const [there, back] = [to === 'yes', from === 'yes']
  return there && back ? 'both ways' : there ? 'to it' : back ? 'from it' : 'no'
}

/** Why something was not tried, told once for all that it holds for. */
function reasons(client: ClientResult): string[] {
  const byReason = new Map<string, Set<string>>()
  for (const feature of FEATURES) {
    for (const outcome of Object.values(client.tried[feature] ?? {})) {
      if (!outcome.startsWith('no: ')) continue
      const why = outcome.slice('no: '.length)
      byReason.set(why, (byReason.get(why) ?? new Set()).add(LABELS[feature]))
    }
  }
  return [...byReason].map(([why, what]) => `${[...what].join(', ')}: ${why}`)
}

export function interopTable(results: Results): string {
  const clients = Object.entries(results)
  const rows = FEATURES.map((feature) => `| ${LABELS[feature]} | ${clients.map(([, client]) => cell(client, feature)).join(' | ')} |`)
  const notes = clients.flatMap(([name, client]) => reasons(client).map((why) => `${nameOf(name, client)}: ${why}.`))
  const days = clients.map(([, { on }]) => on)
  return [
    `| | ${clients.map(([name, client]) => nameOf(name, client)).join(' | ')} |`, `| --- |${' --- |'.repeat(clients.length)}`, ...rows, `| tried on | ${days.join(' | ')} |`,
    ...(notes.length > 0 ? ['', notes.join(' ')] : []),
  ].join('\n')
}

export function readmeWithInterop(readme: string, results: Results): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error('the README has lost its place for the table of foreign clients')
  return `${readme.slice(0, begin + BEGIN.length)}\n${interopTable(results)}\n${readme.slice(end)}`
}

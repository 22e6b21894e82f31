/** What a line that begins with a slash means. Unknown commands are not sent: the page asks. Pure. */
import type { ConversationKind } from '#shared/model/conversation'
import { AFFILIATIONS, COMMANDS, LISTS, ROLES, commandsFor, durationMs, isCommand, type Argument, type Command, type CommandName } from './commands'

export type Values = Partial<Record<Argument, string>>
export type Input =
  | { kind: 'nothing' }
  | { kind: 'text'; body: string }
  | { kind: 'command'; name: Exclude<CommandName, 'me'>; values: Values }
  | { kind: 'incomplete'; name: CommandName }
  /** A word that the command does not know (`/role king`). */
  | { kind: 'wrong'; name: CommandName; word: string }
  | { kind: 'unknown'; name: string }

/** The next word and what stands behind it. `"a \"b\" c"` is one word; an open quote goes to the end. */
export function nextWord(text: string): { word: string; rest: string; isOpen: boolean } {
  const from = text.trimStart()
  if (!from.startsWith('"')) {
    const word = /^\S*/.exec(from)![0]
    return { word, rest: from.slice(word.length), isOpen: from.length === word.length }
  }
  const found = /^"((?:[^"\\]|\\.)*)("?)/s.exec(from)!
  return { word: found[1]!.replace(/\\(.)/gs, '$1'), rest: from.slice(found[0].length), isOpen: found[2] === '' }
}

export const quoted = (word: string): string => (/[\s"]/.test(word) || word === '' ? `"${word.replace(/["\\]/g, '\\$&')}"` : word)

function readArguments(name: Exclude<CommandName, 'me'>, text: string): Input {
  const { takes, optionalFrom }: Command = COMMANDS[name]
  const values: Values = {}
  let rest = text
  for (const [place, argument] of takes.entries()) {
    if (argument === 'text') {
      const last = rest.trim()
      if (last) values.text = last
      else if (place < optionalFrom) return { kind: 'incomplete', name }
      continue
    }
    const next = nextWord(rest)
    if (argument === 'duration') {
      if (durationMs(next.word) === null) continue
    } else if (next.word === '' && place >= optionalFrom) continue
    else if (next.word === '') return { kind: 'incomplete', name }
    const known = argument === 'affiliation' ? AFFILIATIONS : argument === 'role' ? ROLES : argument === 'list' ? LISTS : null
    const word = known ? next.word.toLowerCase() : next.word
    if (known && !(known as readonly string[]).includes(word)) return { kind: 'wrong', name, word }
    values[argument] = word
    rest = next.rest
  }
  return { kind: 'command', name, values }
}

/** `//x` sends `/x`; `/usr/bin` is no command. */
export function readInput(text: string, kind: ConversationKind): Input {
  const body = text.replace(/\s+$/, '')
  if (body.trim() === '') return { kind: 'nothing' }
  if (body.startsWith('//')) return { kind: 'text', body: body.slice(1) }
  const found = /^\/([\p{L}\p{N}_-]+)(?:\s+([^]*))?$/u.exec(body)
  if (!found) return { kind: 'text', body }
  const name = (found[1] as string).toLowerCase()
  const argument = found[2] ?? ''
  if (!isCommand(name) || !commandsFor(kind).includes(name)) return { kind: 'unknown', name }
  if (name === 'me') return argument ? { kind: 'text', body: `/me ${argument}` } : { kind: 'incomplete', name }
  return readArguments(name, argument)
}

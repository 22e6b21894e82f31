/** What can be put in where the caret stands: commands, their arguments, and nicks after an @. Pure. */
import type { ConversationKind } from '#shared/model/conversation'
import { matches, plain } from '../../lib/text/matches'
import {
  AFFILIATIONS, COMMANDS, DURATIONS, LISTS, ROLES, commandsFor, durationMs, isCommand, type Argument, type Command, type CommandName,
} from './commands'
import { nextWord, quoted } from './slash'

export interface Choice {
  kind: 'command' | 'mention' | Argument
  /** What is shown, and names it. */
  label: string
  /** Takes the place of the text from `from` to the caret. */
  insert: string
}
export interface Completion {
  from: number
  choices: Choice[]
}

const MAX_CHOICES = 8
const NOTHING: Completion = { from: 0, choices: [] }

/** Those that begin with it come before those that merely have it. */
function found(words: readonly string[], typed: string, isExact = false): string[] {
  const start = plain(typed)
  const [first, other]: [string[], string[]] = [[], []]
  for (const word of words) {
    if (plain(word).startsWith(start)) first.push(word)
    else if (!isExact && start !== '' && matches(typed, word)) other.push(word)
  }
  return [...first, ...other]
}

const choicesOf = (kind: Argument, words: readonly string[], typed: string): Choice[] => {
  const all = found(words, typed, kind !== 'nick' && kind !== 'who')
  // Typed to its end already: nothing to offer.
  if (all.length === 1 && all[0] === typed) return []
  return all.slice(0, MAX_CHOICES).map((word) => ({ kind, label: word, insert: `${quoted(word)} ` }))
}

function argumentsAt(name: CommandName, before: string, nicks: readonly string[]): Completion {
  const { takes }: Command = COMMANDS[name]
  let rest = before.slice(name.length + 1)
  for (const argument of takes) {
    if (argument === 'text') return NOTHING
    const next = nextWord(rest)
    const isHere = next.isOpen // nothing behind it: the caret stands at its end
    if (!isHere && argument === 'duration' && durationMs(next.word) === null) continue
    if (!isHere) {
      rest = next.rest
      continue
    }
    const from = before.length - rest.trimStart().length
    const words = { nick: nicks, who: nicks, address: [], duration: DURATIONS, affiliation: AFFILIATIONS, role: ROLES, list: LISTS }[argument]
    return { from, choices: choicesOf(argument, words, next.word) }
  }
  return NOTHING
}

/**
 * @param before the text up to the caret
 * @param nicks of those who are there, the ones to offer first in front
 */
export function completionAt(before: string, kind: ConversationKind, nicks: readonly string[]): Completion {
  const typed = /^\/(\w*)$/.exec(before)?.[1]
  if (typed !== undefined) {
    const names = commandsFor(kind).filter((name) => name.startsWith(typed.toLowerCase()))
    return { from: 0, choices: names.map((name) => ({ kind: 'command', label: name, insert: COMMANDS[name].takes.length > 0 ? `/${name} ` : `/${name}` })) }
  }
  const command = /^\/(\w+)\s/.exec(before)?.[1]?.toLowerCase()
  if (kind === 'room' && command && isCommand(command) && command !== 'me') {
    const completion = argumentsAt(command, before, nicks)
    if (completion.choices.length > 0) return completion
  }
  if (kind !== 'room') return NOTHING
  // An @ at the start or behind something that is no word: not the one of an address.
  const mention = /(?:^|[^\p{L}\p{N}_.])@([^\s@]{0,60})$/u.exec(before)
  if (!mention) return NOTHING
  const choices = found(nicks, mention[1]!).slice(0, MAX_CHOICES)
  return { from: before.length - mention[1]!.length - 1, choices: choices.map((nick) => ({ kind: 'mention', label: nick, insert: `@${nick} ` })) }
}

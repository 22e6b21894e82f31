/** What can be put in where the caret stands: commands, their arguments, whom an @ names, and the emoji that `:smile` means. Pure. */
import type { ConversationKind } from '#shared/model/conversation'
import { matches, plain } from '../../lib/text/matches'
import {
  AFFILIATIONS, COMMANDS, DURATIONS, LISTS, ROLES, commandsFor, durationMs, isCommand, type Argument, type Command, type CommandName,
} from './commands'
import { nextWord, quoted } from './slash'

export interface Choice {
  kind: 'command' | 'mention' | 'gone' | 'everyone' | 'emoji' | Argument
  /** What is shown, and names it. */
  label: string
  /** Takes the place of the text from `from` to the caret. */
  insert: string
}
export interface Completion {
  from: number
  choices: Choice[]
}

/** Whom an @ names besides those who are here. */
export interface Mentionable {
  canPeople: boolean
  /** Wrote here before. */
  gone: readonly string[]
  /** The word for everybody; null when we may not call everybody. */
  everyone: string | null
}

const MAX_CHOICES = 8
export const NOTHING: Completion = { from: 0, choices: [] }

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

/** Begins like one of these: everybody is meant, in whatever language. */
const EVERYONE = ['所有人', '全体成员', 'all', 'everyone']

function mentionsOf(typed: string, nicks: readonly string[], { canPeople, gone, everyone }: Mentionable): Choice[] {
  // A name may have spaces; behind one only what goes on like that name is meant, and nothing right behind a name that was put in.
  const hasSpace = /\s/u.test(typed)
  if (/\s$/u.test(typed)) return []
  const of = (kind: 'mention' | 'gone', words: readonly string[]): Choice[] =>
    found(words, typed, hasSpace).map((nick) => ({ kind, label: nick, insert: `@${nick} ` }))
  const isEveryone = everyone !== null && [everyone, ...EVERYONE].some((word) => word.startsWith(plain(typed)))
  const people = canPeople ? [...of('mention', nicks), ...of('gone', gone)] : []
  const all: Choice[] = isEveryone ? [{ kind: 'everyone', label: everyone, insert: `@${everyone} ` }] : []
  return [...people.slice(0, MAX_CHOICES - all.length), ...all] // last: an Enter too many must not call everybody
}

/** Tab behind the beginning of a nick: the only one that fits, or an @ before it, which offers them. Null: nobody is called so. */
export function tabCompletion(before: string, nicks: readonly string[]): { from: number; insert: string } | null {
  const word = /(?:^|\s)([^\s@/][^\s@]{0,60})$/u.exec(before)?.[1]
  const fits = word === undefined ? [] : found(nicks, word, true)
  if (word === undefined || fits.length === 0) return null
  return { from: before.length - word.length, insert: fits.length === 1 ? `@${fits[0]} ` : `@${word}` }
}

const NOBODY: Mentionable = { canPeople: true, gone: [], everyone: null }

/** `:smile`, `：笑`: two letters at least or a Chinese one, so that `:D`, `10:30` and “地址：北京” are left in peace. */
const EMOJI_WORD = /(?:^|\s)[:：]([a-z][a-z_+-]{1,30}|\p{Script=Han}{1,8})$/iu

/** What is typed of the name of an emoji; null when none is meant. */
export const emojiWord = (before: string): string | null => EMOJI_WORD.exec(before)?.[1] ?? null

export function emojiChoices(before: string, search: (typed: string) => readonly { label: string; char: string }[]): Completion {
  const typed = emojiWord(before)
  if (typed === null) return NOTHING
  const choices = search(typed).slice(0, MAX_CHOICES).map(({ label, char }): Choice => ({ kind: 'emoji', label, insert: char }))
  return { from: before.length - typed.length - 1, choices }
}

/**
 * @param before the text up to the caret
 * @param nicks of those who are there, the ones to offer first in front
 */
export function completionAt(before: string, kind: ConversationKind, nicks: readonly string[], mentionable = NOBODY): Completion {
  const begun = /^\/(\w*)$/.exec(before)?.[1]
  if (begun !== undefined) {
    const names = commandsFor(kind).filter((name) => name.startsWith(begun.toLowerCase()))
    return { from: 0, choices: names.map((name) => ({ kind: 'command', label: name, insert: COMMANDS[name].takes.length > 0 ? `/${name} ` : `/${name}` })) }
  }
  const command = /^\/(\w+)\s/.exec(before)?.[1]?.toLowerCase()
  if (kind === 'room' && command && isCommand(command) && command !== 'me') {
    const completion = argumentsAt(command, before, nicks)
    if (completion.choices.length > 0) return completion
  }
  if (kind !== 'room') return NOTHING
  // Not the @ of an address.
  const typed = /(?:^|[^\w.-])[@＠]([^@＠\n]{0,60})$/u.exec(before)?.[1]
  if (typed === undefined) return NOTHING
  return { from: before.length - typed.length - 1, choices: mentionsOf(typed, nicks, mentionable) }
}

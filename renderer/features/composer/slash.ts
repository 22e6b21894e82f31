/** What a line that begins with a slash means. Commands of later issues are unknown here: said so, and not sent. Pure. */
import type { ConversationKind } from '#shared/model/conversation'

export const COMMANDS = ['me', 'nick', 'topic'] as const
export type CommandName = (typeof COMMANDS)[number]

export type Input =
  | { kind: 'nothing' }
  | { kind: 'text'; body: string }
  | { kind: 'command'; name: 'nick' | 'topic'; argument: string }
  | { kind: 'incomplete'; name: CommandName }
  | { kind: 'unknown'; name: string }

/** `/nick` and `/topic` belong to rooms. */
export const commandsFor = (kind: ConversationKind): readonly CommandName[] => (kind === 'room' ? COMMANDS : ['me'])

/** `//x` sends `/x`; `/usr/bin` is no command. */
export function readInput(text: string, kind: ConversationKind): Input {
  const body = text.replace(/\s+$/, '')
  if (body.trim() === '') return { kind: 'nothing' }
  if (body.startsWith('//')) return { kind: 'text', body: body.slice(1) }
  const found = /^\/([\p{L}\p{N}_-]+)(?:\s+([^]*))?$/u.exec(body)
  if (!found) return { kind: 'text', body }
  const name = (found[1] as string).toLowerCase()
  const argument = found[2] ?? ''
  if (name === 'me') return argument ? { kind: 'text', body: `/me ${argument}` } : { kind: 'incomplete', name }
  if (kind === 'room' && name === 'topic') return { kind: 'command', name, argument }
  if (kind === 'room' && name === 'nick') {
    return argument.trim() ? { kind: 'command', name, argument: argument.trim() } : { kind: 'incomplete', name }
  }
  return { kind: 'unknown', name }
}

/** Commands that begin with what is typed so far; none once the name is complete and its argument begins. */
export function completions(text: string, kind: ConversationKind): CommandName[] {
  const typed = /^\/(\w*)$/.exec(text)?.[1]
  return typed === undefined ? [] : commandsFor(kind).filter((name) => name.startsWith(typed.toLowerCase()))
}

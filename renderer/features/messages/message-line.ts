/** A message in one line, where it is only spoken of. Features that say it otherwise than by its words are named in views/message-lines. */
import type { Message } from '#shared/model/message'
import { lineOf } from '../../lib/text/line'

export type Spoken = Pick<Message, 'body' | 'extras'>
/** Null: it says something itself. */
export type LineInstead = (message: Spoken) => string | null

let lines: readonly LineInstead[] = []
export const setLines = (all: readonly LineInstead[]): void => void (lines = all)

/** What is said in place of its words; the first that has something to say counts. */
export function lineInstead(message: Spoken): string | null {
  for (const line of lines) {
    const said = line(message)
    if (said !== null) return said
  }
  return null
}
export const messageLine = (message: Spoken): string => lineOf(lineInstead(message) ?? message.body)

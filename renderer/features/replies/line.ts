/** A message in one line, where it is only spoken of. Pure. */
import type { Message } from '#shared/model/message'

const MAX_CHARS = 120

export function lineOf({ body }: Pick<Message, 'body'>): string {
  const line = (body.startsWith('/me ') ? body.slice(4) : body).replace(/\s+/g, ' ').trim()
  const chars = [...line]
  return chars.length <= MAX_CHARS ? line : `${chars.slice(0, MAX_CHARS).join('')}…`
}

/** Cuts the names that are mentioned out of a text that was already searched for links. Pure. */
import type { Message } from '#shared/model/message'
import type { TextPart } from '../../lib/text/links'

export type MessagePart = TextPart | { kind: 'mention'; text: string; isMe: boolean }

/** Places that the text does not have (it is folded) or that reach into a link are left out. */
export function withMentions(parts: readonly TextPart[], mentions: NonNullable<Message['mentions']>): MessagePart[] {
  if (mentions.length === 0) return [...parts]
  const cut: MessagePart[] = []
  let from = 0
  for (const part of parts) {
    const end = from + part.text.length
    let done = from
    for (const { begin, end: until, isMe } of part.kind === 'text' ? mentions : []) {
      if (begin < done || until > end || begin >= until) continue
      if (begin > done) cut.push({ kind: 'text', text: part.text.slice(done - from, begin - from) })
      cut.push({ kind: 'mention', text: part.text.slice(begin - from, until - from), isMe })
      done = until
    }
    if (done === from) cut.push(part)
    else if (done < end) cut.push({ kind: 'text', text: part.text.slice(done - from) })
    from = end
  }
  return cut
}

/** Those of a text without its first characters (`/me `). */
export const shifted = (mentions: Message['mentions'], by: number): NonNullable<Message['mentions']> =>
  (mentions ?? []).flatMap((one) => (one.begin >= by ? { ...one, begin: one.begin - by, end: one.end - by } : []))

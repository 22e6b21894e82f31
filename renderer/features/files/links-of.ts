/** The links in the words of messages, in their order; the same one once in a message. Pure. */
import type { Message } from '#shared/model/message'
import { findLinks } from '../../lib/text/links'

export interface SharedLink {
  message: Message
  url: string
  /** As it was written. */
  text: string
  key: string
}

/** Of one message: a list of addresses is shown in its place in the conversation. */
const MAX_OF_ONE = 20

export function linksOf(messages: readonly Message[]): SharedLink[] {
  return messages.flatMap((message) => {
    // It may have been taken back since.
    if (message.isRetracted) return []
    const found = new Map<string, SharedLink>()
    for (const part of findLinks(message.body)) {
      if (part.kind === 'link' && found.size < MAX_OF_ONE && !found.has(part.url)) found.set(part.url, { message, url: part.url, text: part.text, key: `${message.id} ${part.url}` })
    }
    return [...found.values()]
  })
}

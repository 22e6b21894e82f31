/** Messages of one conversation with links in their words, newest first, by the index. Their files are no links, and what is covered is not told. */
import type { AccountId, ConversationId } from '#shared/ids'
import type { Message } from '#shared/model/message'
import type { Db } from '#store/database'
import { getMessage } from '#store/messages'
import { turn } from './indexer'
import { quoteToken } from './match'
import { accountTag, candidates, conversationTag, kindTag } from './table'

export async function listLinks(
  db: Db, { accountId, conversationId, before = Number.MAX_SAFE_INTEGER, limit }: { accountId: AccountId; conversationId: ConversationId; before?: number | undefined; limit: number },
): Promise<{ messages: Message[]; next: number | null }> {
  const expression = [kindTag('link'), conversationTag(conversationId), accountTag(accountId)].map(quoteToken).join(' AND ')
  const messages: Message[] = []
  for (let at = before; ; await turn()) {
    const chunk = candidates(db, expression, { from: Number.MIN_SAFE_INTEGER, before: at }, limit)
    for (const { id, place, conversationId: where } of chunk) {
      if (messages.length === limit) return { messages, next: at }
      at = place
      const message = where === conversationId ? getMessage(db, id) : null
      if (message && !message.isRetracted && !message.extras?.files && !message.extras?.spoiler) messages.push(message)
    }
    if (chunk.length < limit) return { messages, next: null }
  }
}

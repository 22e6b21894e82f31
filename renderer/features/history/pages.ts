/** Reads the messages of some time of a conversation, a page after the other. */
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { Message, MessageCursor } from '#shared/model/message'
import type { Result } from '#shared/result'
import type { EpochMs } from '#shared/time'
import { call } from '../../lib/api'

const PAGE = 200
/** Sorts behind every message of its moment. */
const LAST_ID = Number.MAX_SAFE_INTEGER as MessageId

export interface Stretch {
  accountId: AccountId
  conversationId: ConversationId
  fromMs: EpochMs
  /** Exclusive. */
  untilMs: EpochMs
}
export const startOf = ({ fromMs }: Stretch): MessageCursor => ({ orderMs: (fromMs - 1) as EpochMs, id: LAST_ID })

/** Those after `after`; `next` null: no more. */
export async function pageOf(stretch: Stretch, after: MessageCursor): Promise<Result<{ messages: Message[]; next: MessageCursor | null }>> {
  const { accountId, conversationId, untilMs } = stretch
  const result = await call('conversation.history', { accountId, conversationId, after, limit: PAGE })
  if (!result.ok) return result
  const messages = result.value.messages.filter((message) => message.orderMs < untilMs)
  const last = messages.at(-1)
  const isMore = last !== undefined && messages.length === PAGE
  return { ok: true, value: { messages, next: isMore ? { orderMs: last.orderMs, id: last.id } : null } }
}

/** All of them; `onProgress` is told how many there are so far, and says whether to go on. Null: it did not. */
export async function readAll(stretch: Stretch, onProgress: (count: number) => boolean): Promise<Result<Message[]> | null> {
  const all: Message[] = []
  for (let after: MessageCursor | null = startOf(stretch); after;) {
    const page: Awaited<ReturnType<typeof pageOf>> = await pageOf(stretch, after)
    if (!page.ok) return page
    all.push(...page.value.messages)
    if (!onProgress(all.length)) return null
    after = page.value.next
  }
  return { ok: true, value: all }
}

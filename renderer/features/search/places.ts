/** People and rooms by their names: conversations, contacts and rooms that have none yet, each once. Pure. */
import type { AccountId, ConversationId } from '#shared/ids'
import type { Conversation, ConversationKind } from '#shared/model/conversation'
import { matches, plain } from '../../lib/text/matches'

export interface FoundPlace {
  key: string
  accountId: AccountId
  kind: ConversationKind
  peer: string
  title: string
  /** Null: it would be a new one. */
  conversationId: ConversationId | null
}
interface Sources {
  /** In the order of the list. */
  conversations: readonly { conversation: Conversation; title: string }[]
  contacts: readonly { accountId: AccountId; jid: string; title: string }[]
  rooms: readonly { accountId: AccountId; jid: string; title: string }[]
}

/** Those whose name begins with the words first, then as the sources have them. */
export function placesFor(words: string, { conversations, contacts, rooms }: Sources): FoundPlace[] {
  if (!words.trim()) return []
  const found = new Map<string, FoundPlace>()
  const add = (accountId: AccountId, kind: ConversationKind, peer: string, title: string, conversationId: ConversationId | null) => {
    const key = `${accountId} ${kind} ${peer}`
    if (!found.has(key) && matches(words, title, peer)) found.set(key, { key, accountId, kind, peer, title, conversationId })
  }
  for (const { conversation: { accountId, kind, peer, id }, title } of conversations) add(accountId, kind, peer, title, id)
  for (const { accountId, jid, title } of contacts) add(accountId, 'chat', jid, title, null)
  for (const { accountId, jid, title } of rooms) add(accountId, 'room', jid, title, null)
  const first = plain(words.trim())
  const rank = (place: FoundPlace) => (plain(place.title).startsWith(first) ? 0 : 1)
  return [...found.values()].sort((a, b) => rank(a) - rank(b))
}

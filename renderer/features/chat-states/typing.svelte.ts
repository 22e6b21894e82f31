/** Who is typing where. */
import type { ContractEvent, Snapshot } from '#contract'
import type { ConversationId } from '#shared/ids'
import { register } from '../../lib/sync'

const NOBODY: readonly string[] = []

class TypingState {
  #byConversation = $state.raw<ReadonlyMap<ConversationId, readonly string[]>>(new Map())

  load(snapshot: Snapshot) {
    const all = Object.values(snapshot.accounts).flatMap((account) => account['chat-states']?.typing ?? [])
    this.#byConversation = new Map(all.map(({ conversationId, who }) => [conversationId, who]))
  }

  /** Bare JID in chats, nicks in rooms. Not right after the field: `in` would be read as an operator there. */
  in(id: ConversationId): readonly string[] {
    return this.#byConversation.get(id) ?? NOBODY
  }

  apply(event: ContractEvent) {
    if (event.name !== 'typing.changed') return
    this.#byConversation = new Map(this.#byConversation).set(event.payload.conversationId, event.payload.who)
  }
}

export const typing = register(new TypingState())

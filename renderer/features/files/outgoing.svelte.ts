/** Files that another feature has made for a conversation, until its composer offers them to be sent. */
import type { ConversationId } from '#shared/ids'

class Outgoing {
  #waiting = $state.raw<{ conversationId: ConversationId; files: readonly File[] } | null>(null)

  offer(conversationId: ConversationId, files: readonly File[]) {
    this.#waiting = { conversationId, files }
  }
  /** Gives once what is for this conversation. */
  take(conversationId: ConversationId): readonly File[] {
    if (this.#waiting?.conversationId !== conversationId) return []
    const { files } = this.#waiting
    this.#waiting = null
    return files
  }
}

export const outgoing = new Outgoing()

import type { ConversationId } from '#shared/ids'

/** What something else on the page (a menu on a person) puts into the text that is being written. */
class Insertion {
  /** Counts up: the same words may be put in twice. */
  #count = 0
  wanted = $state.raw<{ count: number; text: string } | null>(null)

  /** For a conversation that is only being opened. */
  #waiting = $state.raw<{ conversationId: ConversationId; text: string } | null>(null)

  put(text: string) {
    this.wanted = { count: ++this.#count, text }
  }

  putInto(conversationId: ConversationId, text: string) {
    this.#waiting = { conversationId, text }
  }

  /** Gives once what waits for this conversation. */
  take(conversationId: ConversationId): string | null {
    if (this.#waiting?.conversationId !== conversationId) return null
    const { text } = this.#waiting
    this.#waiting = null
    return text
  }
}

export const insertion = new Insertion()

/** Several messages of one conversation at once: which are chosen, and those that are to be passed on. */
import type { ConversationId, MessageId } from '#shared/ids'
import type { Message } from '#shared/model/message'

class Picked {
  /** Where messages are being chosen now. */
  conversationId = $state.raw<ConversationId | null>(null)
  #ids = $state.raw<ReadonlySet<MessageId>>(new Set())
  /** The user is asked where it is to go. */
  toForward = $state.raw<readonly Message[] | null>(null)

  get count() {
    return this.#ids.size
  }
  has(id: MessageId): boolean {
    return this.#ids.has(id)
  }
  begin({ conversationId, id }: Message) {
    this.conversationId = conversationId
    this.#ids = new Set([id])
  }
  toggle(id: MessageId) {
    const ids = new Set(this.#ids)
    if (!ids.delete(id)) ids.add(id)
    this.#ids = ids
  }
  end() {
    this.conversationId = null
    this.#ids = new Set()
  }
}

export const picked = new Picked()
